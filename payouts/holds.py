"""Holding payouts and letting them go, one by one or, when the scheme was stopped, all (design 5, question 15).

Held payouts are not ordered, batched or lapsed (constraints). The days of a hold were ours, so there are enough left
when it ends. What a dispute holds (payouts/disputes.py) ends by itself, and what two persons have to settle is held
until they have (`Payout.held_for`): no person lets either go (trigger `a_hold_stands_while_its_proposal_waits`).
"""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, Q

from claims import cases, leases
from claims.models import Claim, Proposal
from config import clock
from coupons.models import Scheme
from notifications import releases
from payouts import entitlements, unseen
from payouts.models import Payout, Reconciliation, Redirect
from payouts.time_to_receive import enough_days, grow
from trail.record import record

BY_A_BREACH = "duty:reconcile"  # who stops a scheme, and its mass sending
DISPUTES = "duty:open_payouts"  # the name by which disputes hold
WAITING_FOR = {
    Proposal.Deed.DESTINATION: "送り先の変更を確認中",
    Proposal.Deed.TAKE: "代わりの方からの申請を確認中",
}


class NothingToHold(Exception):
    """The payout is not open: it was ordered or paid, or taken back."""


class IsHeld(Exception):
    """Somebody holds it already: `payout` says who, and why."""

    def __init__(self, payout: Payout):
        self.payout = payout


class NotHeld(Exception):
    """Nobody holds it."""


class HeldByADispute(Exception):
    """Two contacts claim one coupon: deciding between them ends the hold."""


class HeldByAProposal(Exception):
    """A second person has to settle `asked` first; that ends the hold."""

    def __init__(self, asked: Proposal):
        self.asked = asked


class HeldByARedirect(Exception):
    """A second person has to settle where the member's URL goes; that ends the hold."""


class HeldOtherwise(Exception):
    """It is not held as the form showed it: `payout` says who holds it now, and why."""

    def __init__(self, payout: Payout):
        self.payout = payout


class NoReason(Exception):
    """Whoever stops or starts money says why."""


class NotStopped(Exception):
    """Nothing stops the scheme."""


def hold(*, payout_id: int, by: User, reason: str, at: datetime | None = None) -> None:
    """Hold an open payout until somebody lets it go. Raises NothingToHold, IsHeld, NoReason."""
    at = at or clock.now()
    if not reason.strip():
        raise NoReason
    with transaction.atomic():
        payout = locked(payout_id)
        if payout.state != Payout.State.OPEN:
            raise NothingToHold(payout.state)
        if payout.held_at:
            raise IsHeld(payout)
        put_on_hold(payout, who=by.get_username(), reason=reason.strip(), at=at)


def let_go(*, payout_id: int, by: User, reason: str, seen: str, at: datetime | None = None) -> None:
    """End the hold that was seen (`version`), unless someone else is to decide.

    Raises NotHeld, HeldOtherwise, HeldByADispute, HeldByAProposal, HeldByARedirect, NoReason; leases.WithAColleague of
    a claim's payout.
    """
    at = at or clock.now()
    if not reason.strip():
        raise NoReason
    with transaction.atomic():
        payout = locked(payout_id)
        if payout.held_at is None or payout.state != Payout.State.OPEN:
            raise NotHeld
        if version(payout) != seen:
            raise HeldOtherwise(payout)
        _must_be_ours_to_end(payout, by)
        take_off_hold(payout, who=by.get_username(), reason=reason.strip(), at=at)


def _must_be_ours_to_end(payout: Payout, by: User) -> None:
    if payout.held_by == DISPUTES:
        raise HeldByADispute
    asked = asked_about(payout)
    if asked:
        raise HeldByAProposal(asked)
    if is_redirected(payout):
        raise HeldByARedirect
    opened = leases.who_has(Claim(pk=payout.claim_id)) if payout.claim_id else None
    if opened and opened.clerk_id != by.pk:
        raise leases.WithAColleague(opened)


def version(payout: Payout) -> str:
    """A mark of the hold as it is; a form carries it, so that nobody ends a hold unseen."""
    return cases.mark_of(payout.held_at, payout.held_by, payout.hold_reason)


def is_redirected(payout: Payout) -> bool:
    """Whether another destination of a member's URL waits for a second person (payouts/redirects.py)."""
    return payout.redirects.filter(state=Redirect.State.WAITING).exists()


def asked_about(payout: Payout) -> Proposal | None:
    """What a second person has to settle before the payout serves, whoever holds it: where its URL goes, or a claim in
    its holder's place. The first of several.
    """
    waiting = Proposal.objects.filter(scheme=payout.scheme_id, state=Proposal.State.WAITING)
    numbers = payout.entitlements.values("coupon__inquiry_no")
    in_its_place = Q(claim__lines__stated_no__in=numbers, claim__desk__on_behalf_of__gt="")
    about = Q(pk__in=waiting.filter(in_its_place, deed=Proposal.Deed.TAKE).exclude(claim=payout.claim_id).values("pk"))
    if payout.claim_id:
        about |= Q(claim=payout.claim_id, deed=Proposal.Deed.DESTINATION)
    return waiting.filter(about).select_related("claim", "made_by").order_by("pk").first()


def start_again(*, scheme_id: int, by: User, reason: str, at: datetime | None = None) -> int:
    """Clear what stopped the scheme (design 5 "Statement"), and give the days back; what was paused with it goes on.
    How many payouts have longer now.

    Raises NotStopped, NoReason.
    """
    at = at or clock.now()
    if not reason.strip():
        raise NoReason
    with transaction.atomic():
        entitlements.lock(scheme_id)
        scheme = Scheme.objects.select_for_update(of=("self",), no_key=True).get(pk=scheme_id)
        if scheme.stopped_at is None:
            raise NotStopped
        stopped_at, scheme.stopped_at, scheme.stopped_reason = scheme.stopped_at, None, reason.strip()
        scheme.save(update_fields=["stopped_at", "stopped_reason"])
        releases.resume_all(scheme=scheme.slug, paused_by=BY_A_BREACH, who=by.get_username(), reason=reason.strip())
        Reconciliation.objects.filter(scheme=scheme).update(cleared=F("digest"))  # seen: the same stops nothing again
        until = enough_days(scheme, at)
        open_ones = Payout.objects.filter(scheme=scheme, state=Payout.State.OPEN, receive_until__lt=until)
        grown = open_ones.update(receive_until=until)
        record(
            "started again",
            who=by.get_username(),
            about=scheme,
            stopped_at=stopped_at.isoformat(),
            payouts=grown,
            until=until.isoformat(),
        )
    return grown


# -- for those who hold the payout's lock


def locked(payout_id: int) -> Payout:
    """The payout and its scheme, locked until the caller's transaction ends."""
    rows = Payout.objects.select_for_update(of=("self",), no_key=True).select_related("scheme")
    return rows.get(pk=payout_id)


def put_on_hold(payout: Payout, *, who: str, reason: str, at: datetime, proposal: Proposal | None = None) -> None:
    """Hold an open payout that nobody holds: `who` and `reason` stand on it for staff, and on the trail for ever."""
    payout.held_at, payout.held_by, payout.hold_reason, payout.held_for = at, who, reason, proposal
    payout.save(update_fields=["held_at", "held_by", "hold_reason", "held_for"])
    record("held", who=who, about=payout, reason=reason)


def take_off_hold(payout: Payout, *, who: str, reason: str, at: datetime) -> None:
    """End its hold, whoever put it on; it goes on for what still waits for a second person.

    There are enough days left from now (question 15), also to see a code (`unseen.shown_until`).
    """
    payout.held_at, payout.held_by, payout.hold_reason, payout.held_for = None, "", "", None
    payout.save(update_fields=["held_at", "held_by", "hold_reason", "held_for"])
    grow(payout, at)
    record(unseen.HOLD_ENDED, who=who, about=payout, reason=reason)
    still_asked = asked_about(payout)
    if still_asked:
        hold_for(still_asked, [payout], at)


def hold_for(asked: Proposal, payouts: list[Payout], at: datetime) -> None:
    """Hold those of locked payouts that are free, and open, until a second person has settled what is asked.

    Where a URL goes is asked of a code, too, that nobody has seen: until then the old URL does not show it.
    """
    reason = f"{asked.claim.receipt_no} {WAITING_FOR[Proposal.Deed(asked.deed)]}"
    is_of_urls = asked.deed == Proposal.Deed.DESTINATION
    for payout in payouts:
        serves = payout.state == Payout.State.OPEN or (is_of_urls and unseen.order_of(payout, at) is not None)
        if serves and payout.held_at is None:
            put_on_hold(payout, who=asked.made_by.get_username(), reason=reason, at=at, proposal=asked)


def end_holds_for(asked: Proposal, *, who: str, reason: str, at: datetime) -> list[Payout]:
    """End what was held for a proposal that is settled now. The payouts, locked."""
    rows = Payout.objects.select_for_update(of=("self",), no_key=True).select_related("scheme")
    payouts = list(rows.filter(held_for=asked).exclude(state__in=Payout.RELEASED).order_by("pk"))
    for payout in payouts:
        take_off_hold(payout, who=who, reason=reason, at=at)
    return payouts
