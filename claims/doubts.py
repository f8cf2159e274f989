"""What speaks against a line that a person is about to accept: said by name, and overridden by name."""

from datetime import datetime, timedelta

from django.db import models

from claims import decisions
from claims.models import Claim, ClaimLine
from coupons.models import Coupon


class Doubt(models.TextChoices):
    """In the order in which a person looks."""

    NUMBER = "number", "申請された番号と、見つけたクーポンの番号が違う"
    PREFECTURE = "prefecture", "都道府県が違う"
    TRAVEL_ON = "travel_on", "旅行日が違う"
    IN_APP = "in_app", "アプリの会員が受け取るクーポンで、会員の連絡先からの申請ではない"
    MANY = "many", "同じ送り先・口座へ、20枚か50,000円を超える"
    STAFF = "staff", "職員の連絡先である"


# What one person does not override alone. A coupon that staff found for another number is among them: whoever searches
# and decides alone could give any coupon to any claim. Too many to one place wants a look only (case 25).
NEEDS_TWO = {Doubt.NUMBER, Doubt.IN_APP, Doubt.STAFF}


def doubts(line: ClaimLine, coupon: Coupon, at: datetime) -> list[Doubt]:
    """Everything that speaks against paying this claim for this coupon."""
    claim = line.claim
    days = coupon.travel_on - claim.travel_on
    found = {
        Doubt.NUMBER: line.stated_no != coupon.inquiry_no,
        Doubt.PREFECTURE: claim.prefecture != coupon.prefecture,
        Doubt.TRAVEL_ON: not timedelta(0) <= days <= timedelta(decisions.TRIP_DAYS),
        Doubt.IN_APP: goes_to_the_member(claim, coupon),
        Doubt.MANY: line.coupon_id is None and decisions.too_much(claim, coupon, at) or line.reason == line.Reason.MANY,
        Doubt.STAFF: decisions.is_staff(claim),
    }
    return [doubt for doubt, is_so in found.items() if is_so]


def goes_to_the_member(claim: Claim, coupon: Coupon) -> bool:
    """Whether the coupon's yen would be taken from a member whose contact this is not (question 11)."""
    if not decisions.is_sent_to_member(coupon) or decisions.is_for_the_member(claim):
        return False
    return claim.method == Claim.Method.POINTS or not decisions.is_members_own(claim, coupon)
