"""Ordering points and giving out codes: intent first, then the code, so that a crash in between loses nothing.

The first confirmation wins: under the payout's lock the payout moves to `ordered` and its order is written. A code is
taken from stock in a second transaction; with an empty stock the order stays `requested` and the duty settles it later.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import translation

from config import clock
from config.sealing import SealBroken, seal, unseal
from notifications import outbox
from payouts import disputes, links, time_to_receive
from payouts.brands import CARD_OF
from payouts.models import Brand, Payout, PointCode, PointOrder
from trail import duties
from trail.record import record

BATCH = 100
CODES_TRIED = 10  # by one settling: whoever waits at the screen does not wait for a whole stock that does not open


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


class NothingToRefuse(Exception):
    """The order has its code, or was refused before."""


class _DoesNotOpen(Exception):
    """A code of the stock that its seal keeps shut."""

    def __init__(self, code_id: int) -> None:
        super().__init__(code_id)
        self.code_id = code_id


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

    Two workers never give one code twice: each takes a code nobody else has locked. A code that does not open is set
    aside in a transaction of its own, and the next one is taken.
    """
    at = at or clock.now()
    for _ in range(CODES_TRIED):
        try:
            return _settle(order_id, at)
        except _DoesNotOpen as broken:
            _set_aside(broken.code_id, at)
    return False


def settle_orders(at: datetime | None = None) -> int:
    """Settle what waits for stock, oldest first. Any number of workers: each order is locked while it is looked at."""
    at = at or clock.now()
    in_stock = _in_stock(at).filter(brand=OuterRef("brand"), face_value_yen=OuterRef("payout__amount_yen"))
    waiting = PointOrder.objects.filter(state=PointOrder.State.REQUESTED, payout__scheme__stopped_at=None)
    # Only what stock can fill: a hundred odd amounts without a code must not keep the rest from theirs.
    ids = waiting.filter(Exists(in_stock)).order_by("ordered_at").values_list("pk", flat=True)[:BATCH]
    return duties.each(lambda pk: settle(order_id=pk, at=at), list(ids))


def _settle(order_id: int, at: datetime) -> bool:
    with transaction.atomic():
        found = _locked(order_id)
        if found.state != PointOrder.State.REQUESTED or found.payout.scheme.stopped_at:
            return False
        code = _take_code(found, at)
        if code is None:
            return False
        _issue(found, code, at)
    return True


def _set_aside(code_id: int, at: datetime) -> None:
    """Nobody is given this code; staff see it in the stock, and `codes --recheck` takes it back once it opens."""
    with transaction.atomic():
        if PointCode.objects.filter(pk=code_id, order=None, quarantined_at=None).update(quarantined_at=at):
            record("code set aside", who="orders", about=f"payouts.pointcode/{code_id}")


def refuse(*, order_id: int, who: str, reason: str, at: datetime | None = None) -> None:
    """The issuer clearly refused: the payout is open again, with the days a receiver must have (case 28).

    They are told, because they went away with their choice confirmed. Raises NothingToRefuse.
    """
    at = at or clock.now()
    with transaction.atomic():
        refused = _locked(order_id)
        if refused.state not in (PointOrder.State.REQUESTED, PointOrder.State.UNKNOWN):
            raise NothingToRefuse(refused.state)
        payout = refused.payout
        refused.state, refused.settled_at = PointOrder.State.REFUSED, at
        refused.save(update_fields=["state", "settled_at"])
        payout.state = Payout.State.OPEN
        payout.save(update_fields=["state"])
        time_to_receive.grow(payout, outbox.quiet_hours(at))
        record("refused", who=who, about=payout, brand=refused.brand, reason=reason)
        with translation.override(links.language(payout)):
            brand = refused.get_brand_display()
        for link in payout.links.filter(revoked_at=None):
            links.say(link, payout, template="points_refused", key=f"order-refused/{order_id}", at=at, brand=brand)


def _locked(order_id: int) -> PointOrder:
    """The order with its payout, both locked, the payout first."""
    payouts = Payout.objects.select_for_update(of=("self",), no_key=True).select_related("scheme")
    payout = payouts.get(pk=PointOrder.objects.values("payout").get(pk=order_id)["payout"])
    found = PointOrder.objects.select_for_update(of=("self",), no_key=True).get(pk=order_id)
    found.payout = payout
    return found


def code_of(order_: PointOrder) -> str:
    """The code itself, to show to its owner. Raises SealBroken."""
    return unseal(order_.code_sealed, about=_seal_name(order_))


def _refuse_if_not_open(payout: Payout, at: datetime) -> None:
    if payout.state in (Payout.State.ORDERED, Payout.State.PAID):
        raise AlreadyOrdered
    if payout.state != Payout.State.OPEN or at >= payout.receive_until:
        raise ReceivingIsOver
    if payout.held_at or payout.scheme.stopped_at or disputes.is_disputed(payout):
        raise OnHold


def _in_stock(at: datetime) -> QuerySet[PointCode]:
    """Codes that can be given: opened so far, given to nobody, and still good tomorrow."""
    good = Q(expires_on=None) | Q(expires_on__gt=at.astimezone(clock.JAPAN).date())
    return PointCode.objects.filter(good, order=None, quarantined_at=None)


def _take_code(found: PointOrder, at: datetime) -> PointCode | None:
    """A code for the order, the oldest first."""
    fitting = _in_stock(at).filter(brand=found.brand, face_value_yen=found.payout.amount_yen)
    return fitting.order_by("id").select_for_update(skip_locked=True, of=("self",)).first()


def _issue(found: PointOrder, code: PointCode, at: datetime) -> None:
    """The code goes to the order, sealed anew for it; with that the payout is paid. Raises _DoesNotOpen."""
    plain = _opened(code)
    code.order = found
    code.save(update_fields=["order"])
    found.code_sealed = seal(plain, about=_seal_name(found))
    found.code_expires_on = code.expires_on
    found.state, found.settled_at = PointOrder.State.ISSUED, at
    found.save(update_fields=["code_sealed", "code_expires_on", "state", "settled_at"])
    found.payout.state = Payout.State.PAID
    found.payout.save(update_fields=["state"])
    record("issued", who="orders", about=found.payout, brand=found.brand, amount_yen=found.payout.amount_yen)


def _opened(code: PointCode) -> str:
    try:
        return open_code(code)
    except SealBroken as broken:
        raise _DoesNotOpen(code.pk) from broken


def open_code(code: PointCode) -> str:
    """A code in stock, in the clear. Raises SealBroken."""
    return unseal(code.code_sealed, about=stock_seal_name(code.code_fingerprint))


def stock_seal_name(code_fingerprint: bytes) -> str:
    """What a code in stock is sealed for: itself."""
    return f"payouts.pointcode/{bytes(code_fingerprint).hex()}"


def _seal_name(order_: PointOrder) -> str:
    return f"payouts.pointorder/{order_.pk}"
