"""The usual business: what is owed of a brand goes to its issuer as a list, and its file of codes comes back.

A list's bytes stand for ever and an order is in one list only, so the same file can be fetched and sent again; the key
in each line is the order's own. What comes back is read in delivered.py.
"""

import io
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import Count, Min, QuerySet, Sum

from config import clock
from coupons.models import Scheme
from coupons.sheets.writing import Column, Kind, Sheet, write
from payouts.issuers.answers import Answer, Asked, NotYet
from payouts.models import Brand, OrderList, PointOrder, Way
from trail.record import record

A_LIST = 5_000  # lines; what is over goes into the next one. Their codes come back within one request
COLUMNS = (
    Column("申込番号", width=40),
    Column("種類", width=24),
    Column("金額", Kind.YEN, width=12, is_totalled=True),
)


class NothingToList(Exception):
    """No order of this brand waits for a list, or the scheme is stopped."""


def request(asked: Asked, at: datetime) -> Answer:
    """It waits for the next list; nobody is called."""
    return NotYet()


def look_up(asked: Asked, at: datetime) -> Answer:
    """It waits for the file that comes back."""
    return NotYet()


def waiting() -> QuerySet[PointOrder]:
    """Orders that go by list and are in none yet, where the scheme is not stopped."""
    return PointOrder.objects.filter(
        way=Way.LIST, state=PointOrder.State.REQUESTED, order_list=None, payout__scheme__stopped_at=None
    )


def to_list() -> QuerySet:
    """By scheme and brand: how many wait, how much, since when."""
    by_brand = waiting().values("payout__scheme__slug", "payout__scheme__name", "brand")
    return by_brand.annotate(orders=Count("pk"), yen=Sum("payout__amount_yen"), since=Min("ordered_at")).order_by(
        "since"
    )


def make(*, scheme: Scheme, brand: Brand, who: str, at: datetime | None = None) -> OrderList:
    """Write what waits of a brand into one file for its issuer, and tie the orders to it. Raises NothingToList."""
    at = at or clock.now()
    with transaction.atomic():
        here = waiting().filter(payout__scheme=scheme, brand=brand).select_related("payout").order_by("pk")
        orders = list(here.select_for_update(of=("self",), no_key=True, skip_locked=True)[:A_LIST])
        if not orders:
            raise NothingToList(brand)
        made = _written(scheme, brand, orders, who, at)
        PointOrder.objects.filter(pk__in=[order.pk for order in orders]).update(order_list=made)
        record("listed", who=who, about=made, brand=brand, orders=made.line_count, yen=made.total_yen)
    return made


def file_name(made: OrderList) -> str:
    return f"order-list-{made.pk:06}-{made.brand}.xlsx"


def _written(scheme: Scheme, brand: Brand, orders: list[PointOrder], who: str, at: datetime) -> OrderList:
    label = Brand(brand).label
    rows = ((str(order.request_key), label, order.payout.amount_yen) for order in orders)
    out = io.BytesIO()
    (written,) = write(out, Sheet(f"注文リスト {label}", COLUMNS, rows))
    return OrderList.objects.create(
        scheme=scheme,
        brand=brand,
        line_count=written.rows,
        total_yen=written.totals["金額"],
        xlsx=out.getvalue(),
        digest=sha256(out.getvalue()).digest(),
        made_at=at,
        made_by=who,
    )
