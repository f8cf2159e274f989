"""Where a member's URL is to go instead."""

from claims.models import Claim
from desk.review.forms import BECAUSE_HINT, Delivery, text

BY = [Claim.DeliverBy.MAIL, Claim.DeliverBy.SMS, Claim.DeliverBy.LETTER]


class RedirectForm(Delivery):
    """By mail, SMS or letter: a URL is not read out on the phone."""

    reason = text("変更の理由と、本人と確かめた方法", BECAUSE_HINT)

    def __init__(self, *args, **more):
        super().__init__(*args, auto_id="id_redirect_%s", **more)
        field = self.fields["deliver_by"]
        field.choices = [("", "選んでください"), *[(by.value, by.label) for by in BY]]
        field.help_text = ""
