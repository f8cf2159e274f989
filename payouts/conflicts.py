"""Two contacts claim one coupon, and a person decides for the second (question 4, case 16).

For the first is decided by declining the second line (claims/reviewing.py). Here what is open for the first is taken
back, its line is declined, and the second is accepted, in one step. What the first has ordered or received stays
theirs; then two persons may grant the second a sum (payouts/grants.py). Neither learns of the other.
"""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from claims import decisions, proposals, reviewing
from claims.cases import must_be_as_seen
from claims.models import Claim, ClaimLine
from config import clock
from payouts import entitlements, giving_way
from payouts.models import Payout

Reason = ClaimLine.Reason
WHY = "別の申請を認めたため"


class NoConflict(Exception):
    """The line does not meet another one that holds its coupon, or not any more."""


class AlreadyTaken(Exception):
    """The first has ordered or received it: it cannot be taken back."""


def second_wins(
    *, line_id: int, by: User, seen: str, because: str, words_to_first: str, at: datetime | None = None
) -> None:
    """Accept the line that came second, decline the first, who is told `words_to_first`.

    Raises WithAColleague, ChangedMeanwhile, NotInReview, NoConflict, AlreadyTaken, NotCovered, NoReason,
    WaitsForASecondPerson, TakenByOneself; NotOverridden where the second would be taken from a member: then accept it
    alone.
    """
    at = at or clock.now()
    if not because.strip() or not words_to_first.strip():
        raise reviewing.NoReason
    with transaction.atomic():
        entitlements.lock(Claim.objects.values_list("scheme_id", flat=True).get(lines=line_id))
        first, second = _locked(line_id)
        must_be_as_seen(second.claim, seen, by)
        reviewing.must_be_free(second)
        reviewing.must_be_in_review(second)
        if proposals.took_it(second.claim, by):
            raise reviewing.TakenByOneself
        if second.reason != Reason.CONFLICT or first.state not in decisions.LIVE:
            raise NoConflict
        _take_back(first, by, at)
        coupon = first.coupon
        reviewing.decline_locked(first, by=by, reason=Reason.NOT_CONFIRMED, words=words_to_first.strip(), at=at)
        found = reviewing.may_be_accepted(second, coupon, at)
        if set(found) & reviewing.NEEDS_TWO:
            raise reviewing.NotOverridden(found)
        reviewing.accept_locked(second, coupon, by=by, overriding=["conflict", *found], because=because, at=at)


def _take_back(first: ClaimLine, by: User, at: datetime) -> None:
    """Held or not. Who was sent the URL is told that it is dead; the line has its own message. Raises AlreadyTaken."""
    theirs = [payout for payout in giving_way.live_payouts(first) if payout.claim_id == first.claim_id]
    if any(payout.state != Payout.State.OPEN for payout in theirs):
        raise AlreadyTaken
    giving_way.void_all(theirs, at, who=by.get_username(), reason=WHY)


def holder(second: ClaimLine) -> ClaimLine | None:
    """Who holds the coupon now: the line that the second met, or a newer one of the same person that took its place."""
    met = second.conflicts_with
    if met is None or met.coupon_id is None:
        return None
    live = ClaimLine.objects.select_related("claim").filter(coupon=met.coupon_id, state__in=decisions.LIVE)
    return live.exclude(pk=second.pk).first()


def _locked(second_id: int) -> tuple[ClaimLine, ClaimLine]:
    """The line that holds the coupon and the second: the coupon, the claims by id, the lines. Raises NoConflict."""
    second = ClaimLine.objects.select_related("conflicts_with").get(pk=second_id)
    if second.conflicts_with_id is None or second.conflicts_with.coupon_id is None:
        raise NoConflict
    reviewing.lock_coupon(second.conflicts_with_id, "")
    first = holder(second)
    if first is None:
        raise NoConflict
    claims = sorted([first.claim_id, second.claim_id])
    list(Claim.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=claims).order_by("pk"))
    lines = {pk: reviewing.lock_line(pk) for pk in sorted([first.pk, second.pk])}
    return lines[first.pk], lines[second.pk]
