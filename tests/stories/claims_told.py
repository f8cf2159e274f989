"""The duties as beat wakes them, at a time; what a story's people were told."""

from claims import matching
from config import clock
from coupons import eligibility
from notifications.models import Message
from notifications.render import render
from payouts import entitlements, nothing_left, opening, releasing
from tests.makers import japan, regionpay


def duties(at: str) -> None:
    """Everything that is due at `at`, twice: what one leaves, the next finds."""
    clock.move_to(japan(at))
    scheme = regionpay()
    for _ in range(2):
        matching.match_claims()
        eligibility.extend(scheme)
        entitlements.freeze(scheme)
        opening.open_payouts(scheme)
        nothing_left.tell(scheme, japan(at))
        releasing.lapse(scheme)


def texts(template: str) -> list[str]:
    return [render(message).text for message in Message.objects.filter(template=template).order_by("pk")]
