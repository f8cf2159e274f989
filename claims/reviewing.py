"""What a person decides on a line in review: accept it, decline it, ask the claimant back (design 5 "Matching").

Locks: coupon, claim, line. Every decision is on the trail with who and what was overridden, and the claimant is told.
Whose other claim a line meets is decided in payouts/conflicts.py, because money may have to be taken back for it.
"""

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from claims import decisions, proposals, telling
from claims.cases import must_be_as_seen
from claims.corrections import CORRECTIONS_MAX
from claims.doubts import NEEDS_TWO, Doubt, doubts
from claims.models import Claim, ClaimLine, Proposal
from config import clock
from coupons.models import Coupon
from trail.record import record

State, Reason = ClaimLine.State, ClaimLine.Reason
TO_DECLINE = (Reason.NOT_CONFIRMED, Reason.EXPIRY, Reason.NO_BALANCE, Reason.RECEIVED, Reason.OTHER)
TAKEN = "電話で申請を受け付けた職員が認める"


class NotInReview(Exception):
    """The line is not a person's to decide any more, or not yet: `state`."""

    def __init__(self, state: str):
        self.state = state


class NoSuchCoupon(Exception):
    """The records of the scheme know no such number."""


class NotCovered(Exception):
    """The coupon is not extended on any ground, so nothing would be owed for it: `why`, a Reason."""

    def __init__(self, why: str):
        self.why = why


class IsContested(Exception):
    """Another claim holds the coupon: who wins is decided for both at once (payouts/conflicts.py)."""


class NotOverridden(Exception):
    """These `doubts` speak against it, and not all of them were overridden by name."""

    def __init__(self, found: list[Doubt]):
        self.doubts = found


class TakenByOneself(Exception):
    """Whoever took a claim on the phone, and wrote where its money goes, does not take a coupon from another for it."""


class WaitsForASecondPerson(Exception):
    """It was asked of a second person before, who decides now."""


class NoReason(Exception):
    """A claimant who is declined is told why; a doubt that is overridden is explained."""


def accept(
    *,
    line_id: int,
    by: User,
    seen: str,
    inquiry_no: str = "",
    overriding: Collection[str] = (),
    because: str = "",
    at: datetime | None = None,
) -> Proposal | None:
    """Accept a line in review, for the coupon it holds or for the one a person found (`inquiry_no`; question 16).

    `overriding`: the doubts that the person has seen. None when it is accepted; a Proposal when one of the doubts wants
    a second person, or when `by` took the claim on the phone. Raises WithAColleague, ChangedMeanwhile, NotInReview,
    NoSuchCoupon, NotCovered, IsContested, NotOverridden, NoReason, WaitsForASecondPerson.
    """
    at = at or clock.now()
    with transaction.atomic():
        coupon = lock_coupon(line_id, inquiry_no)
        line = lock_as_seen(line_id, seen, by)
        found = may_be_accepted(line, coupon, at)
        if not set(found) <= set(overriding):
            raise NotOverridden(found)
        if found and not because.strip():
            raise NoReason
        if set(found) & NEEDS_TWO or proposals.took_it(line.claim, by):
            deed = Proposal.Deed.ACCEPT
            details = {"overriding": sorted(found)}
            return proposals.ask(
                deed=deed,
                claim=line.claim,
                line=line,
                coupon=coupon,
                by=by,
                reason=because or TAKEN,
                at=at,
                details=details,
            )
        accept_locked(line, coupon, by=by, overriding=found, because=because, at=at)
    return None


def approve_accept(*, proposal_id: int, by: User, at: datetime | None = None) -> Proposal:
    """The second person accepts. Void if anything has changed since, or a doubt is new that neither has seen.

    Raises proposals.SamePerson, AlreadySettled, and what `accept` raises of the line.
    """
    at = at or clock.now()
    asked = Proposal.objects.get(pk=proposal_id)
    with transaction.atomic():
        coupon = lock_coupon(asked.line_id, asked.coupon.inquiry_no)
        line = lock_line(asked.line_id)
        named = asked.details["overriding"]
        asked = proposals.settle(
            proposal_id=proposal_id,
            by=by,
            at=at,
            still_holds=lambda: set(may_be_accepted(line, coupon, at)) <= set(named),
        )
        if asked.state == Proposal.State.APPROVED:
            accept_locked(line, coupon, by=by, overriding=named, because=asked.reason, at=at)
    return asked


def decline(*, line_id: int, by: User, seen: str, reason: str, words: str, at: datetime | None = None) -> None:
    """Decline a line in review; the claimant is told `words`. Raises WithAColleague, ChangedMeanwhile, NotInReview,
    NoReason, WaitsForASecondPerson.
    """
    at = at or clock.now()
    if reason not in TO_DECLINE or not words.strip():
        raise NoReason
    with transaction.atomic():
        line = lock_as_seen(line_id, seen, by)
        must_be_in_review(line)
        decline_locked(line, by=by, reason=reason, words=words.strip(), at=at)


def ask_back(*, line_id: int, by: User, seen: str, words: str, at: datetime | None = None) -> None:
    """Ask the claimant back by a message that leads to the status page, where a number in doubt can be corrected.

    The line stays in review. A number may be corrected once more, however often it was. Raises WithAColleague,
    ChangedMeanwhile, NotInReview, NoReason, WaitsForASecondPerson.
    """
    at = at or clock.now()
    if not words.strip():
        raise NoReason
    with transaction.atomic():
        line = lock_as_seen(line_id, seen, by)
        must_be_in_review(line)
        line.words = words.strip()
        if line.reason == Reason.NUMBER:
            line.corrections = min(line.corrections, CORRECTIONS_MAX - 1)
        line.save(update_fields=["words", "corrections"])
        asked = record("claimant asked back", who=by.get_username(), about=line)
        telling.ask_back(line, key=f"claim-asked/{asked.pk}", at=at)


# -- for those who hold the locks


def lock_coupon(line_id: int, inquiry_no: str) -> Coupon:
    """The coupon that a line is about, locked: by the number a person found, else its own, else as stated.

    Raises NoSuchCoupon.
    """
    line = ClaimLine.objects.select_related("claim", "coupon").get(pk=line_id)
    number = inquiry_no or (line.coupon.inquiry_no if line.coupon else line.stated_no)
    rows = Coupon.objects.select_for_update(of=("self",), no_key=True).select_related("scheme", "member")
    coupon = rows.filter(scheme=line.claim.scheme_id, inquiry_no=number).first()
    if coupon is None:
        raise NoSuchCoupon(number)
    return coupon


def lock_line(line_id: int) -> ClaimLine:
    """The line with its claim, the claim locked before it."""
    claims = Claim.objects.select_for_update(of=("self",), no_key=True).select_related("scheme")
    claim = claims.get(lines=line_id)
    line = ClaimLine.objects.select_for_update(of=("self",), no_key=True).get(pk=line_id)
    line.claim = claim
    return line


def lock_as_seen(line_id: int, seen: str, by: User) -> ClaimLine:
    """`lock_line`, of a claim that is still as the page showed it, and of which nothing waits for a second person.

    Raises WithAColleague, ChangedMeanwhile, WaitsForASecondPerson.
    """
    line = lock_line(line_id)
    must_be_as_seen(line.claim, seen, by)
    must_be_free(line)
    return line


def must_be_free(line: ClaimLine) -> None:
    """Raises WaitsForASecondPerson while anything of the claim does that would be decided by the way."""
    waiting = Proposal.objects.filter(claim=line.claim, state=Proposal.State.WAITING)
    if waiting.filter(line=line).exists() or waiting.filter(deed=Proposal.Deed.TAKE).exists():
        raise WaitsForASecondPerson


def must_be_in_review(line: ClaimLine) -> None:
    """Raises NotInReview for a line that is decided, not matched yet, or of a claim that was withdrawn."""
    if line.state != State.REVIEW or line.claim.withdrawn_at:
        raise NotInReview(line.state)


def may_be_accepted(line: ClaimLine, coupon: Coupon, at: datetime) -> list[Doubt]:
    """The doubts against it. Raises NotInReview, WaitsForASecondPerson, NotCovered, IsContested."""
    must_be_in_review(line)
    if line.reason == Reason.DESK:
        raise WaitsForASecondPerson  # whoever took it on the phone, two let it go (claims/desk_claims.py)
    why_not = decisions.why_not_covered(coupon)
    if why_not:
        raise NotCovered(why_not)
    live = ClaimLine.objects.filter(coupon=coupon, state__in=decisions.LIVE).exclude(pk=line.pk)
    if live.exists():
        raise IsContested
    return doubts(line, coupon, at)


def accept_locked(
    line: ClaimLine, coupon: Coupon, *, by: User, overriding: Collection[str], because: str, at: datetime
) -> None:
    """Write it, trail it, tell it. Raises IsContested if a coupon's other line was faster than its lock."""
    line.state, line.reason, line.coupon, line.conflicts_with, line.words = State.ACCEPTED, "", coupon, None, ""
    try:
        with transaction.atomic():
            _write(line, by, at)
    except IntegrityError as refusal:
        if refusal.__cause__.diag.constraint_name == "one_live_line_per_coupon":
            raise IsContested from refusal
        raise
    found = line.stated_no != coupon.inquiry_no
    record(
        "line accepted",
        who=by.get_username(),
        about=line,
        overriding=sorted(overriding),
        because=because,
        coupon=coupon.pk,
        found_by_staff=found,
    )
    telling.tell_decision(line.claim, at)


def decline_locked(line: ClaimLine, *, by: User, reason: str, words: str, at: datetime) -> None:
    """Write it, trail it, tell it. The coupon it held is free for others."""
    line.state, line.reason, line.conflicts_with, line.words = State.DECLINED, reason, None, words
    _write(line, by, at)
    record("line declined", who=by.get_username(), about=line, reason=reason)
    telling.tell_decision(line.claim, at)


def _write(line: ClaimLine, by: User, at: datetime) -> None:
    line.decided_by, line.decided_at = by.get_username(), at
    line.save(update_fields=["state", "reason", "coupon", "conflicts_with", "words", "decided_by", "decided_at"])
