"""What a claimant sees after filing: where each coupon and each yen of a claim is, and the one thing to do next.

facts      what the rows say of a claim, read once
coupons    a word for each coupon
told       where it stands as a whole: headline, next step, the four stages, what leaves
visiting   the cookie that a right answer leaves, and the pages behind it
forms, views, claim_views
"""

from payouts.status.told import Told, tell

__all__ = ["Told", "tell"]
