"""Ordering points and giving out codes: intent first, then the code, so that a crash in between loses nothing.

The first confirmation wins: under the payout's lock the payout moves to `ordered` and its order is written. A code is
taken from stock in a second transaction; with an empty stock the order stays `requested` and the duty settles it later.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from config import clock
from config.sealing import SealBroken, seal, unseal
from payouts.brands import CARD_OF
from payouts.models import Brand, Payout, PointCode, PointOrder
from trail.record import record

BATCH = 100


class OrderRefused(Exception):
    """The payout cannot be ordered now; one subclass a reason."""


class AlreadyOrdered(OrderRefused):
    """Ordered or paid before, in this tab or another: the first brand stands."""


class ReceivingIsOver(OrderRefused):
    """The date has passed, or the payout was taken back."""


class OnHold(OrderRefused):
    """Staff are looking at it, or the scheme is stopped: please call."""


class BrandCannotCarry(OrderRefused):
    """The brand is not issued in this amount (cases 17 and 22)."""


def order(*, payout_id: int, brand: Brand, who: str, at: datetime | None = None) -> PointOrder:
    """Take the payout as points of `brand` (notice 2.A2-brands). Raises AlreadyOrdered, ReceivingIsOver, OnHold,
    BrandCannotCarry.
    """
    at = at or clock.now()
    with transaction.atomic():
        payout = Payout.objects.select_for_update(of=("self",), no_key=True).select_related("scheme").get(pk=payout_id)
        _refuse_if_not_open(payout, at)
        if not CARD_OF[brand].carries(payout.amount_yen):
            raise BrandCannotCarry(brand)
        payout.state = Payout.State.ORDERED
        payout.save(update_fields=["state"])
        made = PointOrder.objects.create(payout=payout, brand=brand, ordered_at=at)
        record("ordered", who=who, about=payout, brand=brand, amount_yen=payout.amount_yen)
    return made


def settle(*, order_id: int, at: datetime | None = None) -> bool:
    """Give the order a code from stock of its brand and exact value; False while there is none, or it is settled.

    Two workers never give one code twice: each takes a code nobody else has locked.
    """
    at = at or clock.now()
    with transaction.atomic():
        waiting = PointOrder.objects.select_for_update(of=("self",), no_key=True).select_related("payout__scheme")
        found = waiting.filter(pk=order_id, state=PointOrder.State.REQUESTED).first()
        if found is None or found.payout.scheme.stopped_at:
            return False
        code = _take_code(found, at)
        if code is None:
            return False
        _issue(found, code, at)
    return True


def settle_orders() -> int:
    """Settle what waits for stock, oldest first. Any number of workers: each order is locked while it is looked at."""
    in_stock = PointCode.objects.filter(
        order=None, brand=OuterRef("brand"), face_value_yen=OuterRef("payout__amount_yen")
    )
    # Only what stock can fill: a hundred odd amounts without a code must not keep the rest from theirs.
    waiting = PointOrder.objects.filter(Exists(in_stock), state=PointOrder.State.REQUESTED).order_by("ordered_at")
    return sum(_settle_or_note(pk) for pk in list(waiting.values_list("pk", flat=True)[:BATCH]))


def _settle_or_note(order_id: int) -> bool:
    """One code that does not open must not keep the other orders from theirs."""
    try:
        return settle(order_id=order_id)
    except SealBroken:
        record("code does not open", who="duty:settle_orders", about=f"payouts.pointorder/{order_id}")
        return False


def code_of(order_: PointOrder) -> str:
    """The code itself, to show to its owner. Raises SealBroken."""
    return unseal(order_.code_sealed, about=_seal_name(order_))


def _refuse_if_not_open(payout: Payout, at: datetime) -> None:
    if payout.state in (Payout.State.ORDERED, Payout.State.PAID):
        raise AlreadyOrdered
    if payout.state != Payout.State.OPEN or at >= payout.receive_until:
        raise ReceivingIsOver
    if payout.held_at or payout.scheme.stopped_at:
        raise OnHold


def _take_code(found: PointOrder, at: datetime) -> PointCode | None:
    """A code that is still good tomorrow, the oldest first."""
    good = Q(expires_on=None) | Q(expires_on__gt=at.astimezone(clock.JAPAN).date())
    in_stock = PointCode.objects.filter(good, order=None, brand=found.brand, face_value_yen=found.payout.amount_yen)
    return in_stock.order_by("id").select_for_update(skip_locked=True, of=("self",)).first()


def _issue(found: PointOrder, code: PointCode, at: datetime) -> None:
    """The code goes to the order, sealed anew for it; with that the payout is paid."""
    code.order = found
    code.save(update_fields=["order"])
    plain = unseal(code.code_sealed, about=stock_seal_name(code.code_fingerprint))
    found.code_sealed = seal(plain, about=_seal_name(found))
    found.code_expires_on = code.expires_on
    found.state, found.settled_at = PointOrder.State.ISSUED, at
    found.save(update_fields=["code_sealed", "code_expires_on", "state", "settled_at"])
    found.payout.state = Payout.State.PAID
    found.payout.save(update_fields=["state"])
    record("issued", who="orders", about=found.payout, brand=found.brand, amount_yen=found.payout.amount_yen)


def stock_seal_name(code_fingerprint: bytes) -> str:
    """What a code in stock is sealed for: itself."""
    return f"payouts.pointcode/{bytes(code_fingerprint).hex()}"


def _seal_name(order_: PointOrder) -> str:
    return f"payouts.pointorder/{order_.pk}"
