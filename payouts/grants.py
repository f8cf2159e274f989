"""Yen granted by decision of two persons, beside the ledger (case 16, question 9): entitlements of cause `decision`.

For the honest holder whose coupon was paid to somebody else, the line becomes `granted`: it is paid, and the coupon's
own line or member keeps what went to them. So the loss is visible: more is owed for the coupon than it held. For a line
that is accepted, a grant adds to what the ledger says.
"""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from claims import proposals, reviewing, telling
from claims.models import ClaimLine, Proposal
from config import clock
from coupons.models import Coupon
from payouts import entitlements
from payouts.models import Entitlement, Payout, PayoutItem
from trail.record import record

State = ClaimLine.State


class MoreThanItWasWorth(Exception):
    """A grant is from 1 yen to the coupon's face value: `limit_yen`."""

    def __init__(self, limit_yen: int):
        self.limit_yen = limit_yen


class NotPaidToAnybody(Exception):
    """The coupon can still be paid the ordinary way: accept the line, or decide between the two."""


def ask(
    *,
    line_id: int,
    by: User,
    seen: str,
    amount_yen: int,
    evidence: str,
    inquiry_no: str = "",
    at: datetime | None = None,
) -> Proposal:
    """Ask a second person for `amount_yen` for the line's coupon. `evidence`: what proves that it is owed.

    Raises MoreThanItWasWorth, NotPaidToAnybody, reviewing.NoReason, NotInReview, NoSuchCoupon, WithAColleague,
    ChangedMeanwhile, WaitsForASecondPerson, proposals.AlreadyAsked.
    """
    at = at or clock.now()
    if not evidence.strip():
        raise reviewing.NoReason
    with transaction.atomic():
        coupon = reviewing.lock_coupon(line_id, inquiry_no)
        line = reviewing.lock_as_seen(line_id, seen, by)
        _must_be_possible(line, coupon)
        if not 1 <= amount_yen <= coupon.face_value_yen:
            raise MoreThanItWasWorth(coupon.face_value_yen)
        details = {"coupon": coupon.inquiry_no}
        return proposals.ask(
            deed=Proposal.Deed.GRANT,
            claim=line.claim,
            line=line,
            coupon=coupon,
            amount_yen=amount_yen,
            by=by,
            reason=evidence.strip(),
            at=at,
            details=details,
        )


def approve(*, proposal_id: int, by: User, at: datetime | None = None) -> Proposal:
    """The second person grants it: it is owed from now on, and the next opening pays it. Void if anything has changed.

    Raises proposals.SamePerson, AlreadySettled, and what `ask` raises of the line.
    """
    at = at or clock.now()
    asked = Proposal.objects.get(pk=proposal_id)
    with transaction.atomic():
        entitlements.lock(asked.scheme_id)
        coupon = reviewing.lock_coupon(asked.line_id, asked.coupon.inquiry_no)
        line = reviewing.lock_line(asked.line_id)
        asked = proposals.settle(proposal_id=proposal_id, by=by, at=at)
        if asked.state == Proposal.State.APPROVED:
            _must_be_possible(line, coupon)
            _grant(asked, line, coupon, by, at)
    return asked


def _must_be_possible(line: ClaimLine, coupon: Coupon) -> None:
    """To an accepted line, to one in review whose coupon went to another, or to one that came when all had lapsed."""
    is_its_own = line.coupon_id == coupon.pk
    if (
        is_its_own
        and (line.state == State.ACCEPTED or line.reason == line.Reason.LAPSED)
        and not line.claim.withdrawn_at
    ):
        return
    reviewing.must_be_in_review(line)
    if not telling.is_let_go(line.claim) or line.reason == line.Reason.DESK:
        raise reviewing.WaitsForASecondPerson
    gone = PayoutItem.objects.filter(
        coupon=coupon, payout__state__in=[Payout.State.ORDERED, Payout.State.PAID]
    ).exclude(payout__claim=line.claim_id)
    if not gone.exists():
        raise NotPaidToAnybody


def _grant(asked: Proposal, line: ClaimLine, coupon: Coupon, by: User, at: datetime) -> None:
    if line.state != State.ACCEPTED:
        line.state, line.reason, line.coupon, line.conflicts_with, line.words = State.GRANTED, "", coupon, None, ""
        line.decided_by, line.decided_at = by.get_username(), at
        line.save(update_fields=["state", "reason", "coupon", "conflicts_with", "words", "decided_by", "decided_at"])
    Entitlement.objects.create(
        scheme_id=coupon.scheme_id,
        coupon=coupon,
        cause=Entitlement.Cause.DECISION,
        amount_yen=asked.amount_yen,
        made_at=at,
    )
    record(
        "granted",
        who=by.get_username(),
        about=line,
        amount_yen=asked.amount_yen,
        asked_by=asked.made_by.get_username(),
        proposal=asked.pk,
    )
    telling.tell_decision(line.claim, at)


def give_up(line: ClaimLine) -> None:
    """What was granted to a line that is about to be withdrawn is owed no more. Under `entitlements.lock`."""
    free = Entitlement.objects.filter(coupon=line.coupon_id, cause="decision", payout=None, lapsed_at=None)
    free.delete()
