"""A one-time code in place of the phone number: who knows a receipt number has one sent to the claim's own contact.

A number that nobody has gets the same answers for the same work: a code is made, its tries are counted, and its message
is undone before anybody could see it.
"""

from datetime import timedelta

from django.db import transaction

from claims import limits, telling, verification
from claims.limits import Limit
from claims.models import Claim
from coupons.models import Scheme

AT_ONCE = (Claim.DeliverBy.MAIL, Claim.DeliverBy.SMS)
PER_NUMBER = Limit("code for a receipt number", 5, timedelta(hours=1))


def send(*, scheme: Scheme, receipt_no: str, address: str, language: str = "ja") -> None:
    """Send a code to the contact of the claim, if there is one. Raises verification.TooSoon, limits.TooMany."""
    claim = _claim(scheme, receipt_no)
    delivery = _delivery(claim, receipt_no)
    with transaction.atomic():
        limits.take(PER_NUMBER, f"{scheme.slug} {receipt_no}")  # and its lock: one code after the other
        code = verification.new_code(about=_about(receipt_no), scheme=scheme, delivery=delivery, address=address)
        with transaction.atomic():
            verification.queue(code, delivery, language)
            if claim is None:
                transaction.set_rollback(True)


def check(*, scheme: Scheme, receipt_no: str, typed: str) -> Claim:
    """The claim that the right six digits open, once. Raises WrongCode, CodeLocked, CodeExpired, NoCode."""
    claim = _claim(scheme, receipt_no)
    code = verification.try_code(about=_about(receipt_no), delivery=_delivery(claim, receipt_no), typed=typed)
    verification.use_up(code)
    if claim is None:
        raise verification.NoCode  # digits that were sent to nobody, and guessed
    return claim


def _claim(scheme: Scheme, receipt_no: str) -> Claim | None:
    """The claim, if a code can be sent to it: not by letter or call, nor to a place that nobody let go (case 24)."""
    claim = Claim.objects.select_related("scheme").filter(scheme=scheme, receipt_no=receipt_no).first()
    is_sent_there = claim and claim.deliver_by in AT_ONCE and telling.is_let_go(claim)
    return claim if is_sent_there else None


def _delivery(claim: Claim | None, receipt_no: str) -> dict[str, str]:
    if claim is None:
        return {"deliver_by": Claim.DeliverBy.MAIL, "deliver_to": f"{receipt_no}@nobody.invalid"}
    return {"deliver_by": claim.deliver_by, "deliver_to": claim.deliver_to}


def _about(receipt_no: str) -> str:
    """The number and not the row: there may be none."""
    return f"claims.claim {receipt_no}"
