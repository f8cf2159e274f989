"""Who may see a claim or a report of case (B): its receipt number and the last four digits of a phone number of it.

Four digits are few, so wrong ones are counted, for each number and for each address. A number that nobody has, and a
wrong one, cost and answer the same.
"""

import hmac
from datetime import timedelta

from django.db import transaction

from claims import limits, receipt
from claims.limits import Limit
from claims.models import Claim, Incident
from coupons.models import Scheme
from trail.record import record

DIGITS = 4
KINDS = {receipt.CLAIM: Claim, receipt.INCIDENT: Incident}
WRONG_FOR_A_NUMBER = Limit("wrong look-up of a number", 5, timedelta(hours=1))
WRONG_FROM_AN_ADDRESS = Limit("wrong look-up from an address", 10, timedelta(hours=1))


def look_up(*, scheme: Scheme, receipt_no: str, digits: str, address: str) -> Claim | Incident | None:
    """The claim (or report), if both fit; otherwise None, and that is counted. Raises limits.TooMany: then nothing is
    looked at.

    Counted before it is known whether the answer is right, and taken back if it was: guesses at once are no way round.
    """
    with transaction.atomic():
        limits.take(WRONG_FOR_A_NUMBER, f"{scheme.slug} {receipt_no}")
        limits.take(WRONG_FROM_AN_ADDRESS, address)
        asked = KINDS[receipt_no[0]].objects.select_related("scheme")
        claim = asked.filter(scheme=scheme, receipt_no=receipt_no).first()
        is_theirs = _fits(claim, digits)
        if is_theirs:
            transaction.set_rollback(True)
    if not is_theirs:
        return None
    record("status opened", who="special site", about=claim, by="phone digits")
    return claim


def _fits(claim: Claim | Incident | None, digits: str) -> bool:
    """Whether these are the last digits of the claim's phone number, or of where its messages go."""
    phones = (_phones(claim) if claim else []) + ["none", "none"]
    found = [hmac.compare_digest(phone[-DIGITS:].encode(), digits.encode()) for phone in phones[:2]]
    return len(digits) == DIGITS and any(found)


def _phones(claim: Claim | Incident) -> list[str]:
    to = claim.deliver_to if claim.deliver_by == Claim.DeliverBy.SMS else ""
    return [phone for phone in (claim.phone, to) if phone[-DIGITS:].isdecimal()]
