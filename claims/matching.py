"""Matching: a duty seconds after filing looks up what was claimed (question 10). Any number of workers help.

Locks: the places that money goes to, then the coupons by id, then the claim. Two claims for one coupon come one after
the other, and the second meets the first.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q

from claims import decisions, limits, telling
from claims.decisions import TRIP_DAYS, UNDER_WAY, Decision
from claims.models import Claim, ClaimLine
from config import clock
from coupons.models import Coupon, Extension
from trail import duties
from trail.record import record

WHO = "duty:match_claims"
BATCH = 500
KEPT_BY_A_PAYOUT = "a_line_with_a_live_payout_stays_accepted"
State, Reason = ClaimLine.State, ClaimLine.Reason
# Filed, and not waiting for an accepted line of the same person to give way.
READY = Q(state=State.FILED) & (Q(conflicts_with=None) | ~Q(conflicts_with__state=State.ACCEPTED))


def match_claims(at: datetime | None = None) -> int:
    """Match every claim with filed lines. How many lines were decided.

    A claim that cannot be matched keeps no other from its turn; the first failure is raised when all had theirs.
    """
    at = at or clock.now()
    look_again()
    waiting = Claim.objects.filter(Exists(ClaimLine.objects.filter(READY, claim=OuterRef("pk"))), withdrawn_at=None)
    claims = list(waiting.order_by("filed_at", "pk").values_list("pk", flat=True)[:BATCH])
    return duties.each(lambda pk: match(claim_id=pk, at=at), claims)


def match(*, claim_id: int, at: datetime) -> int:
    """Decide the filed lines of one claim, under the locks of its coupons. How many; 0 if another worker has it."""
    with transaction.atomic():
        before = Claim.objects.select_related("scheme").get(pk=claim_id)
        _lock_places(before)
        numbers = list(before.lines.filter(state=State.FILED).values_list("stated_no", flat=True))
        coupons = _lock_coupons(before, numbers)
        rows = Claim.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
        claim = rows.select_related("scheme").filter(pk=claim_id).first()
        if claim is None:
            return 0
        # A number corrected since then has no lock on its coupon: it stays filed, and has the next turn.
        lines = claim.lines.select_related("claim__scheme").filter(READY, stated_no__in=numbers).order_by("pk")
        decided = sum([_settle(line, coupons.get(line.stated_no), at) for line in lines])
        if decided:
            record("matched", who=WHO, about=claim, lines=decided)
            telling.tell_outcome(claim, at)
    return decided


def look_again() -> int:
    """File again the lines whose answer was given by facts that have changed since. How many.

    A late file covers a coupon or brings the very number; a member leaves before the freeze. What once met another
    contact's line stays with staff, whatever becomes of that line: the machine has no part in a dispute.
    """
    covered = Exists(Extension.objects.filter(coupon=OuterRef("coupon")))
    declined = ClaimLine.objects.filter(
        covered, state=State.DECLINED, decided_by=WHO, reason__in=[Reason.EXPIRY, Reason.NO_BALANCE]
    )
    left = ClaimLine.objects.filter(
        state=State.NOT_NEEDED, decided_by=WHO, coupon__member__left_at__lt=F("coupon__scheme__usable_until")
    )
    agreeing = Coupon.objects.filter(
        scheme=OuterRef("claim__scheme"),
        inquiry_no=OuterRef("stated_no"),
        prefecture=OuterRef("claim__prefecture"),
        travel_on__gte=OuterRef("claim__travel_on"),
        travel_on__lte=OuterRef("claim__travel_on") + timedelta(TRIP_DAYS),
    )
    known_now = ClaimLine.objects.filter(
        Exists(agreeing), state=State.REVIEW, decided_by=WHO, reason=Reason.NUMBER, coupon=None
    )
    return sum(
        lines.filter(claim__withdrawn_at=None).update(state=State.FILED, coupon=None, conflicts_with=None)
        for lines in (declined, left, known_now)
    )


def lock_before(claim: Claim) -> None:
    """The places and coupons of a claim, for whoever locks the claim next and then matches it in one transaction."""
    _lock_places(claim)
    _lock_coupons(claim, list(claim.lines.values_list("stated_no", flat=True)))


def _lock_places(claim: Claim) -> None:
    """One after the other for one destination and one account: the 20 and the 50,000 are over all claims."""
    places = [f"to {claim.scheme_id} {claim.contact_key}"]
    account = getattr(claim, "account", None)
    if account:
        places.append(place_of_account(claim.scheme_id, account.fingerprint))
    for place in sorted(places):
        limits.one_at_a_time(place)


def place_of_account(scheme_id: int, mark: bytes) -> str:
    """What whoever looks at all that goes to one account locks first (claims/limits.py)."""
    return f"account {scheme_id} {bytes(mark).hex()}"


def _lock_coupons(claim: Claim, numbers: list[str]) -> dict[str, Coupon]:
    coupons = Coupon.objects.select_related("member", "scheme").filter(scheme=claim.scheme, inquiry_no__in=numbers)
    locked = coupons.select_for_update(of=("self",), no_key=True).order_by("pk")
    return {coupon.inquiry_no: coupon for coupon in locked}


def _settle(line: ClaimLine, coupon: Coupon | None, at: datetime) -> bool:
    """Decide and write one line; False if it has to wait for the earlier one to give way."""
    decision = decisions.decide(line, coupon, at)
    earlier = decision.conflicts_with
    if earlier and decision.coupon and not _gives_way(earlier, line.claim, at):
        _write(line, Decision(State.FILED, "", None, earlier), at)
        return False
    _write(line, decision, at)
    if decision.reason == Reason.IN_APP and decision.state == State.REVIEW:
        telling.tell_member(line, coupon, at)
    return True


def _write(line: ClaimLine, decision: Decision, at: datetime) -> None:
    keeps = decision.conflicts_with if decision.coupon is None else None
    line.state, line.reason, line.coupon, line.conflicts_with = decision.state, decision.reason, decision.coupon, keeps
    line.decided_by, line.decided_at = (WHO, at) if decision.state != State.FILED else ("", None)
    line.words = ""  # what a person asked is answered
    line.save(update_fields=["state", "reason", "coupon", "conflicts_with", "words", "decided_by", "decided_at"])


def _gives_way(earlier: ClaimLine, to: Claim, at: datetime) -> bool:
    """The same person filed anew: the earlier line is withdrawn, unless a payout hangs on it.

    A payout is the upper room's to void (payouts/takeovers.py); it finds the line that waits. So does one whose claim
    somebody holds just now: an opening locks claims by number, and we, who hold a later one, must not wait for it.
    """
    free = Claim.objects.select_for_update(of=("self",), no_key=True, skip_locked=True).filter(pk=earlier.claim_id)
    return free.exists() and _unless_paid(partial(supersede, line=earlier, by=to, who=WHO, at=at))


def supersede(*, line: ClaimLine, by: Claim, who: str, at: datetime) -> None:
    """Withdraw one line in favour of a newer claim; its claim too, when nothing of it is left (question 4)."""
    line.state, line.reason, line.decided_by, line.decided_at = State.WITHDRAWN, Reason.SUPERSEDED, who, at
    line.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    old = line.claim
    if not old.lines.filter(state__in=UNDER_WAY).exists():
        old.superseded_by = by
        old.save(update_fields=["superseded_by"])
    record("superseded", who=who, about=line, by=by.receipt_no)


def _unless_paid(deed: Callable[[], None]) -> bool:
    try:
        with transaction.atomic():
            deed()
    except IntegrityError as refusal:
        if refusal.__cause__.diag.constraint_name == KEPT_BY_A_PAYOUT:
            return False
        raise
    return True
