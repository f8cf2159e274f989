"""A claim that a clerk takes on the telephone, for whoever cannot use the site (design 5; cases 23 and 24).

The destination is proved on the call by a one-time code that the caller reads back. Without it nothing is sent there
before a second person has looked; the same holds for a claim on behalf of somebody, and for a call after the last day.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from claims import decisions, drafts, filing, proposals, verification
from claims.deadlines import claims_until
from claims.filing import ClaimPeriodNotBegun, ClaimPeriodOver, Incomplete
from claims.models import CallNote, Claim, ClaimLine, DeskClaim, Draft, Proposal
from config import clock
from coupons.models import Coupon, Scheme
from trail.record import record

State, Reason = ClaimLine.State, ClaimLine.Reason
BEFORE, A_CALL = timedelta(minutes=10), timedelta(hours=1)  # around the time that is remembered
NUMBER_UNKNOWN = "------------"  # a coupon that was lost: staff look for it (question 16)


class CalledTooLate(ClaimPeriodOver):
    """The last day to apply has passed, and the call was not before its end (question 19)."""


class CallNotNoted(CalledTooLate):
    """The call that a late claim rests on left no note: whoever took it would have written one."""


class NotCalledThen(Exception):
    """A call about the outage was neither before it, nor is it still to come."""


class NothingToAsk(Exception):
    """No line of the claim waits for a second person."""


@dataclass(frozen=True)
class OnBehalf:
    """Who asks for somebody else: whose coupon it is, how they are related, and what was seen that proves it."""

    of: str
    relation: str
    evidence: str


def take(
    *,
    draft: Draft,
    by: User,
    called_at: datetime | None = None,
    on_behalf: OnBehalf | None = None,
    language: str = Claim.Language.JAPANESE,
    at: datetime | None = None,
) -> Claim:
    """File what the caller said. A draft filed before gives the claim it became.

    `called_at`: when the call was logged, if earlier than now. What a second person has to see first is in review until
    then, and nobody is written to. Raises ClaimPeriodNotBegun, NotCalledThen, CalledTooLate (or CallNotNoted),
    Incomplete, drafts.Gone.
    """
    at = at or clock.now()
    called_at = called_at or at
    with transaction.atomic():
        row = Draft.objects.select_for_update(of=("self",), no_key=True).filter(pk=draft.pk).first()
        if row is None:
            raise drafts.Gone
        if row.claim_id:
            return row.claim
        _must_be_in_time(row, called_at, at)
        known = drafts.answers(row)
        filing.must_have_all(row, known)
        if not known["person"]["phone"]:
            raise Incomplete("person")
        claim = filing.make_claim(row, known, channel=Claim.Channel.DESK, language=language, at=at)
        _note(claim, by, called_at, on_behalf)
        record("taken on the phone", who=by.get_username(), about=claim, coupons=len(known["trip"]["inquiry_nos"]))
        why = why_a_second_person(row, known, on_behalf=on_behalf is not None, at=at)
        if why:
            claim.lines.update(state=State.REVIEW, reason=Reason.DESK)
            if on_behalf:
                _keep_from_others(claim)
            proposals.ask(deed=Proposal.Deed.TAKE, claim=claim, by=by, reason=why, at=at)
        else:
            filing.tell_filed(claim)
    return claim


def ask_again(*, claim_id: int, by: User, reason: str, at: datetime | None = None) -> Proposal:
    """Ask a second person again, once what was sent back is put right. The caller has locked what it keeps from others
    (payouts/on_behalf.py). Raises proposals.AlreadyAsked, NothingToAsk.
    """
    at = at or clock.now()
    with transaction.atomic():
        claim = Claim.objects.select_for_update(of=("self",), no_key=True).get(pk=claim_id)
        if not _waiting(claim).exists():
            raise NothingToAsk
        if DeskClaim.objects.filter(claim=claim).exclude(on_behalf_of="").exists():
            _keep_from_others(claim)
        return proposals.ask(deed=Proposal.Deed.TAKE, claim=claim, by=by, reason=reason, at=at)


def approve(*, proposal_id: int, by: User, at: datetime) -> Proposal:
    """The second person lets the claim go: its lines are filed, its copy is sent, matching decides. Void if the claim
    has changed since. In the caller's transaction (payouts/on_behalf.py), which holds the claim's lock.

    Raises proposals.SamePerson, AlreadySettled.
    """
    asked = proposals.settle(proposal_id=proposal_id, by=by, at=at)
    if asked.state == Proposal.State.APPROVED:
        claim = asked.claim
        DeskClaim.objects.filter(claim=claim).update(approved_at=at)
        _waiting(claim).update(state=State.FILED, reason="", coupon=None, conflicts_with=None)
        filing.tell_filed(claim)
    else:
        sent_back(asked.claim)
    return asked


def sent_back(claim: Claim) -> None:
    """What it kept from others is theirs, until it is asked again; its lines stay with the reviewers. In the caller's
    transaction.
    """
    _waiting(claim).update(coupon=None, conflicts_with=None)


def _waiting(claim: Claim) -> QuerySet[ClaimLine]:
    return claim.lines.filter(state=State.REVIEW, reason=Reason.DESK)


def _keep_from_others(claim: Claim) -> None:
    """Until the second person has looked, nothing new is paid for these coupons: the holder cannot ask us to stop.

    A line that fits holds its coupon, or disputes whoever holds it (payouts/disputes.py).
    """
    for line in _waiting(claim).order_by("stated_no"):
        coupons = Coupon.objects.select_for_update(of=("self",), no_key=True).select_related("scheme", "member")
        coupon = coupons.filter(scheme=claim.scheme_id, inquiry_no=line.stated_no).first()
        if coupon and decisions.agrees(claim, coupon):
            line.conflicts_with = ClaimLine.objects.filter(coupon=coupon, state__in=decisions.LIVE).first()
            line.coupon = None if line.conflicts_with else coupon
            line.save(update_fields=["coupon", "conflicts_with"])


def _must_be_in_time(draft: Draft, called_at: datetime, at: datetime) -> None:
    if at < draft.scheme.site_opens_at:
        raise ClaimPeriodNotBegun
    must_have_called(draft.scheme, called_at, at)
    if called_at >= claims_until(draft.scheme, draft.method):
        raise CalledTooLate
    if at >= claims_until(draft.scheme, draft.method) and not _was_noted(draft.scheme, called_at):
        raise CallNotNoted


def _was_noted(scheme: Scheme, called_at: datetime) -> bool:
    """Whether somebody noted a call from about then. A note is written when the call ends."""
    return CallNote.objects.filter(scheme=scheme, at__range=(called_at - BEFORE, called_at + A_CALL)).exists()


def must_have_called(scheme: Scheme, called_at: datetime, at: datetime) -> None:
    """Whether such a call can have been: from the outage until now. Raises NotCalledThen."""
    if not scheme.outage_from <= called_at <= at:
        raise NotCalledThen


def _note(claim: Claim, by: User, called_at: datetime, on_behalf: OnBehalf | None) -> None:
    whose = {}
    if on_behalf:
        whose = {"on_behalf_of": on_behalf.of, "relation": on_behalf.relation, "evidence": on_behalf.evidence}
    DeskClaim.objects.create(claim=claim, taken_by=by, called_at=called_at, **whose)


def why_a_second_person(draft: Draft, known: dict, *, on_behalf: bool, at: datetime) -> str:
    """Why nothing may leave yet if a draft with these answers is filed now; empty if it may.

    The clerk who reads back and the second person read these words.
    """
    reasons = {
        "ご本人の代わりの方からの申請": on_behalf,
        "送り先を認証コードで確かめていない": not verification.is_proved(known),
        "申請の締切より前のお電話": at >= claims_until(draft.scheme, draft.method),
    }
    return "、".join(reason for reason, holds in reasons.items() if holds)
