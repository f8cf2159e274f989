"""Ordering points: intent first, then the question, then the answer, so that a crash in between loses nothing.

The first confirmation wins: under the payout's lock the payout moves to `ordered` and its order is written and
committed. Codes in stock are given at once; an issuer over the net is asked by the duty, never by a page; a list waits
for its file.
"""

from datetime import datetime, timedelta
from time import monotonic

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now as RealNow

from config import clock
from coupons.models import Scheme
from payouts import brands, codes, disputes
from payouts.issuers import http, lists, outcomes, refusing, stock
from payouts.issuers.answers import Answer, Asked, Issuer, NoSuchKey, Unknown
from payouts.models import Brand, Payout, PointOrder, Way
from trail import duties
from trail.record import record

BATCH = 100
SECONDS = 30  # a run asks issuers for so long; then beat asks again
UNKNOWN_IN_A_ROW = 3  # then the issuer is down: the others keep their turn
ISSUERS: dict[Way, Issuer] = {Way.STOCK: stock, Way.LIST: lists, Way.HTTP: http}
JANITOR = (timedelta(minutes=5), timedelta(hours=1), timedelta(days=1))  # after the first, the second, every later call


class OrderRefused(Exception):
    """The payout cannot be ordered now; one subclass a reason."""


class AlreadyOrdered(OrderRefused):
    """Ordered or paid before, in this tab or another: the first brand stands."""


class ReceivingIsOver(OrderRefused):
    """The date has passed, or the payout was taken back."""


class OnHold(OrderRefused):
    """Staff are looking at it, or the scheme is stopped: please call."""


class BrandCannotCarry(OrderRefused):
    """The brand is not issued in this amount (cases 17 and 22), or not offered just now."""


def order(*, payout_id: int, brand: Brand, who: str, at: datetime | None = None) -> PointOrder:
    """Take the payout as points of `brand` (notice 2.A2-brands). Raises AlreadyOrdered, ReceivingIsOver, OnHold,
    BrandCannotCarry.
    """
    at = at or clock.now()
    with transaction.atomic():
        payout = Payout.objects.select_for_update(of=("self",), no_key=True).select_related("scheme").get(pk=payout_id)
        _refuse_if_not_open(payout, at)
        card = brands.card_of(payout.scheme, brand)
        if not card.carries(payout.amount_yen):
            raise BrandCannotCarry(brand)
        payout.state = Payout.State.ORDERED
        payout.save(update_fields=["state"])
        made = PointOrder.objects.create(payout=payout, brand=brand, way=card.way, ordered_at=at)
        record("ordered", who=who, about=payout, brand=brand, amount_yen=payout.amount_yen)
    return made


def settle(*, order_id: int, at: datetime | None = None) -> bool:
    """Give the order its code where that takes no call: from stock. False while there is none, or it is settled.

    Two transactions: a code is reserved, then it is the order's. What a crash left between them is found again.
    """
    at = at or clock.now()
    found = PointOrder.objects.select_related("payout__scheme").get(pk=order_id)
    if found.way == Way.HTTP or found.state not in outcomes.LIVE or found.payout.scheme.stopped_at:
        return False
    asked = Asked(found.pk, found.request_key, found.brand, found.payout.amount_yen)
    return outcomes.take(order_id=order_id, answer=ISSUERS[Way(found.way)].request(asked, at), at=at)


def settle_orders(at: datetime | None = None) -> int:
    """Give codes to what waits: from stock, oldest first, and by asking issuers over the net; and open again what two
    persons say was not issued. How many got theirs, or may choose again.

    Any number of workers: an order is locked while it is looked at, and asked about by one at a time.
    """
    at = at or clock.now()
    work = (
        lambda: refusing.carry_out(at),
        lambda: duties.each(lambda pk: settle(order_id=pk, at=at), _that_stock_can_fill(at)),
        lambda: _ask_issuers(at),
    )
    return duties.each(lambda part: part(), work)


def code_of(order_: PointOrder) -> str:
    """The code itself, to show to its owner. Raises SealBroken."""
    return codes.code_of(order_)


def _that_stock_can_fill(at: datetime) -> list[int]:
    """Only these, so that odd amounts without a code keep nobody from theirs; and what is reserved already."""
    waiting = PointOrder.objects.filter(state__in=outcomes.LIVE, way=Way.STOCK).order_by("ordered_at")
    found = list(waiting.exclude(stock_code=None).values_list("pk", flat=True)[:BATCH])
    for scheme in Scheme.objects.filter(stopped_at=None).order_by("pk"):
        for card in brands.cards(scheme):
            codes_ = stock.in_stock(card, at).filter(face_value_yen=OuterRef("payout__amount_yen"))
            fitting = waiting.filter(Exists(codes_), payout__scheme=scheme, brand=card.brand, stock_code=None)
            found += fitting.values_list("pk", flat=True)[:BATCH]
    return found


# Committed before the call, with the time of the next one: whoever dies in between is followed by the janitor. An order
# that was asked about before is not known, whatever its row still says.
SET_OUT = """
    update payouts_pointorder o set
        tries = o.tries + 1,
        state = case when o.tries > 0 then 'unknown' else o.state end,
        next_at = statement_timestamp() + (%(waits)s::interval[])[least(o.tries + 1, %(last)s)]
    from payouts_payout p
    where p.id = o.payout_id and o.id = any(array(
        select w.id from payouts_pointorder w
        join payouts_payout q on q.id = w.payout_id join coupons_scheme s on s.id = q.scheme_id
        where w.way = 'http' and w.state in ('requested', 'unknown') and w.next_at <= statement_timestamp()
            and s.stopped_at is null
            and not exists (select from payouts_quarantinedanswer a where a.order_id = w.id and a.settled_at is null)
        order by w.next_at, w.id limit 1 for no key update of w skip locked
    ))
    returning o.id, o.request_key, o.brand, p.amount_yen, o.tries
"""


def _ask_issuers(at: datetime) -> int:
    """Ask about one order after the other, as long as the run may take and the issuer seems to be there."""
    if clock.is_moved():
        _do_not_wait()
    settled, unknown_in_a_row, end = 0, 0, monotonic() + SECONDS
    while unknown_in_a_row < UNKNOWN_IN_A_ROW and monotonic() < end and (asked := _set_out()):
        answer = _ask(asked, at)
        unknown_in_a_row = unknown_in_a_row + 1 if isinstance(answer, Unknown) else 0
        settled += outcomes.take(order_id=asked.order_id, answer=answer, at=at)
    return settled


def _set_out() -> Asked | None:
    """The order that is longest due; committed with this one statement."""
    with connection.cursor() as cursor:
        cursor.execute(SET_OUT, {"waits": list(JANITOR), "last": len(JANITOR)})
        row = cursor.fetchone()
    return Asked(*row) if row else None


def _ask(asked: Asked, at: datetime) -> Answer:
    """Look first what became of the key, where it was sent before; ask under the same key if nobody has heard of it."""
    issuer = ISSUERS[Way.HTTP]
    answer = issuer.look_up(asked, at) if asked.tries > 1 else NoSuchKey()
    return issuer.request(asked, at) if isinstance(answer, NoSuchKey) else answer


def _do_not_wait() -> None:
    """A rehearsal's clock goes in steps of hours: the janitor's waits are over at each (design 7)."""
    PointOrder.objects.filter(way=Way.HTTP, state__in=outcomes.LIVE).update(next_at=RealNow())


def _refuse_if_not_open(payout: Payout, at: datetime) -> None:
    if payout.state in (Payout.State.ORDERED, Payout.State.PAID):
        raise AlreadyOrdered
    if payout.state != Payout.State.OPEN or at >= payout.receive_until:
        raise ReceivingIsOver
    if payout.held_at or payout.scheme.stopped_at or disputes.is_disputed(payout):
        raise OnHold
