"""「番号をご確認ください」: the claimant corrects what did not fit, and the line is matched anew (design 5 "Matching").

Whether the corrected number exists is told as little as it was before: the line goes back among the filed ones.
"""

from datetime import date

from django.db import transaction

from claims.models import Claim, ClaimLine
from claims.telling import says
from trail.models import AuditEvent
from trail.record import record

CORRECTIONS_MAX = 3  # then somebody of the secretariat looks at it
WHO = "special site"
TRIP_CORRECTED = "trip corrected"


class NothingToCorrect(Exception):
    """None of the lines asks for a correction any more: another tab was faster, or it was matched meanwhile."""


class NothingChanged(Exception):
    """All is as it was: nothing was done."""


def correctable(claim: Claim) -> list[ClaimLine]:
    """The lines whose number the claimant may correct, in their order."""
    if claim.withdrawn_at:
        return []
    lines = claim.lines.select_related("claim").order_by("pk")
    return [line for line in lines if is_correctable(line)]


def is_correctable(line: ClaimLine) -> bool:
    """Whether its number may be corrected by the claimant: it is in doubt, and was not three times already."""
    return says(line) == "check" and line.corrections < CORRECTIONS_MAX


def trip_is_correctable(claim: Claim) -> bool:
    """Once, and only while no coupon of it was found where and when the claim says: the trip may be wrong."""
    if any(says(line) not in ("check", "checking") for line in claim.lines.all()):
        return False
    return not AuditEvent.objects.filter(about=f"claims.claim/{claim.pk}", action=TRIP_CORRECTED).exists()


def correct(*, claim_id: int, numbers: dict[int, str], prefecture: str = "", travel_on: date | None = None) -> None:
    """Put lines back among the filed ones, with other numbers (by the line's id) or another trip.

    A line that is not correctable any more keeps its number. Without `prefecture` and `travel_on` the trip stays.
    Raises NothingToCorrect, NothingChanged. After the last day for claims too: the claim was in time.
    """
    with transaction.atomic():
        claim = Claim.objects.select_for_update(of=("self",), no_key=True).get(pk=claim_id)
        lines = correctable(claim)
        if not lines:
            raise NothingToCorrect
        trip_changed = _correct_trip(claim, prefecture, travel_on)
        numbers_changed = [_correct_number(line, numbers.get(line.pk, line.stated_no)) for line in lines]
        if not trip_changed and not any(numbers_changed):
            raise NothingChanged
        for line, is_new in zip(lines, numbers_changed, strict=True):
            if is_new or trip_changed:
                _file_again(line)


def _correct_trip(claim: Claim, prefecture: str, travel_on: date | None) -> bool:
    was, meant = (claim.prefecture, claim.travel_on), (prefecture or claim.prefecture, travel_on or claim.travel_on)
    if was == meant or not trip_is_correctable(claim):
        return False
    claim.prefecture, claim.travel_on = meant
    claim.save(update_fields=["prefecture", "travel_on"])
    record(TRIP_CORRECTED, who=WHO, about=claim, prefecture=was[0], travel_on=was[1].isoformat())
    return True


def _correct_number(line: ClaimLine, number: str) -> bool:
    if number == line.stated_no:
        return False
    record("number corrected", who=WHO, about=line, was=line.stated_no)
    line.stated_no, line.corrections = number, line.corrections + 1
    return True


def _file_again(line: ClaimLine) -> None:
    line.state, line.reason = ClaimLine.State.FILED, ""
    line.decided_by, line.decided_at = "", None
    line.save(update_fields=["stated_no", "corrections", "state", "reason", "decided_by", "decided_at"])
