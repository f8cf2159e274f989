"""Holding payouts and letting them go, one by one or, when the scheme was stopped, all (design 5, question 15).

Held payouts are not ordered, batched or lapsed (constraints). The days of a hold were ours, so there are enough left
when it ends. What a dispute holds (payouts/disputes.py) ends by itself; no person lets it go.
"""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F

from config import clock
from coupons.models import Scheme
from payouts import entitlements
from payouts.models import Payout, Reconciliation
from payouts.time_to_receive import enough_days, grow
from trail.record import record

DISPUTES = "duty:open_payouts"  # the name by which disputes hold


class NothingToHold(Exception):
    """The payout is not open: it was ordered or paid, or taken back."""


class IsHeld(Exception):
    """Somebody holds it already."""


class NotHeld(Exception):
    """Nobody holds it."""


class HeldByADispute(Exception):
    """Two contacts claim one coupon: deciding between them ends the hold."""


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
            raise IsHeld(payout.held_by)
        put_on_hold(payout, who=by.get_username(), reason=reason.strip(), at=at)


def let_go(*, payout_id: int, by: User, reason: str, at: datetime | None = None) -> None:
    """End a person's hold. Raises NotHeld, HeldByADispute, NoReason."""
    at = at or clock.now()
    if not reason.strip():
        raise NoReason
    with transaction.atomic():
        payout = locked(payout_id)
        if payout.held_at is None or payout.state != Payout.State.OPEN:
            raise NotHeld
        if payout.held_by == DISPUTES:
            raise HeldByADispute
        take_off_hold(payout, who=by.get_username(), reason=reason.strip(), at=at)


def start_again(*, scheme_id: int, by: User, reason: str, at: datetime | None = None) -> int:
    """Clear what stopped the scheme (design 5 "Statement"), and give the days back. How many payouts have longer now.

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


def put_on_hold(payout: Payout, *, who: str, reason: str, at: datetime) -> None:
    """Hold an open payout that nobody holds: `who` and `reason` stand on it for staff, and on the trail for ever."""
    payout.held_at, payout.held_by, payout.hold_reason = at, who, reason
    payout.save(update_fields=["held_at", "held_by", "hold_reason"])
    record("held", who=who, about=payout, reason=reason)


def take_off_hold(payout: Payout, *, who: str, reason: str, at: datetime) -> None:
    """End its hold, whoever put it on. There are enough days left from now (question 15)."""
    payout.held_at, payout.held_by, payout.hold_reason = None, "", ""
    payout.save(update_fields=["held_at", "held_by", "hold_reason"])
    grow(payout, at)
    record("hold ended", who=who, about=payout, reason=reason)


def hold_all(payouts: list[Payout], *, who: str, reason: str, at: datetime) -> list[Payout]:
    """Hold those of locked payouts that are open and free. Which."""
    free = [payout for payout in payouts if payout.state == Payout.State.OPEN and payout.held_at is None]
    for payout in free:
        put_on_hold(payout, who=who, reason=reason, at=at)
    return free


def held_because(reason: str, scheme_id: int) -> list[Payout]:
    """The open payouts held for exactly this reason, locked."""
    rows = Payout.objects.select_for_update(of=("self",), no_key=True).select_related("scheme")
    held = rows.filter(scheme=scheme_id, state=Payout.State.OPEN, held_at__isnull=False, hold_reason=reason)
    return list(held.order_by("pk"))
