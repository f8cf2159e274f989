"""What was put back of a shop's payments, for its settlement with regionPAY: reversals as negative rows.

A list is closed once and keeps its rows for ever. It takes what was committed by then and stands in no earlier one: an
approval of 23:59 that is committed when the list was closed already stands in the next one. A period is only looked at.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.db import connection, transaction
from django.db.models import Count, F, Max, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from config import clock
from coupons.models import Entry, Scheme, SettledEntry, SettlementList, Store
from coupons.sheets.writing import Column, Kind, Sheet, write
from trail.record import record

Restored, Reversed = Entry.Kind.REINSTATEMENT, Entry.Kind.REVERSAL
NOBODY = "（店舗の記録なし）"
BY_SHOP = (
    Column("店舗番号", width=12),
    Column("店舗名", width=28),
    Column("戻入の件数", Kind.COUNT, 12, is_totalled=True),
    Column("戻入（円）", Kind.YEN, 14, is_totalled=True),
    Column("戻入の取消の件数", Kind.COUNT, 14, is_totalled=True),
    Column("戻入の取消（円）", Kind.YEN, 16, is_totalled=True),
    Column("差引（円）", Kind.YEN, 14, is_totalled=True),
)
ENTRIES = (
    Column("店舗番号", width=12),
    Column("店舗名", width=28),
    Column("日時", Kind.TIME, 18),
    Column("種別", width=12),
    Column("キー", width=20),
    Column("元の決済の取引番号", width=20),
    Column("元の決済の日時", Kind.TIME, 18),
    Column("元の決済（円）", Kind.YEN, 14),
    Column("番号の下4桁", width=12),
    Column("金額（円）", Kind.YEN, 14, is_totalled=True),
)


class DoesNotAddUp(Exception):
    """The rows of the list do not come to its totals: nothing is handed out."""


class NothingToSettle(Exception):
    """All that was written before that instant stands in a list already."""


class NotOver(Exception):
    """A list is closed when its time is over."""


@dataclass(frozen=True)
class Period:
    """From a first instant to the first that is too late."""

    since: datetime
    until: datetime


@dataclass(frozen=True)
class Line:
    """A shop's sums. `store` None: the payments name no shop. `reversed_yen` is negative."""

    store: Store | None
    restored: int
    restored_yen: int
    reversals: int
    reversed_yen: int

    @property
    def net_yen(self) -> int:
        return self.restored_yen + self.reversed_yen


def close(*, scheme: Scheme, until: datetime, who: str, at: datetime | None = None) -> SettlementList:
    """Close a list over everything before `until` that stands in none. Raises NotOver, NothingToSettle, also for the
    second of two who close at once.
    """
    at = at or clock.now()
    if until > at:
        raise NotOver
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(hashtext('settlements'), %s)", [scheme.pk])
        rows = list(unsettled(scheme, until).values_list("pk", "amount_yen"))
        if not rows:
            raise NothingToSettle
        last = SettlementList.objects.filter(scheme=scheme).aggregate(last=Max("number"))["last"] or 0
        net = sum(yen for _pk, yen in rows)
        made = {"until": until, "made_at": at, "made_by": who, "line_count": len(rows), "net_yen": net}
        closed = SettlementList.objects.create(scheme=scheme, number=last + 1, **made)
        SettledEntry.objects.bulk_create([SettledEntry(entry_id=pk, list=closed) for pk, _yen in rows], 5_000)
        record("settlement closed", who=who, about=closed, lines=len(rows), yen=net)
    return closed


def unsettled(scheme: Scheme, until: datetime) -> QuerySet[Entry]:
    """What was restored and reversed before `until` and stands in no list."""
    return Entry.objects.filter(
        scheme=scheme, kind__in=[Restored, Reversed], occurred_at__lt=until, settled=None
    ).order_by("pk")


def entries(scheme: Scheme, of: Period | SettlementList, store: Store | None = None) -> QuerySet[Entry]:
    """What was restored and reversed in a period, or stands in a list: shop by shop in the order of time."""
    written = Entry.objects.filter(scheme=scheme, kind__in=[Restored, Reversed])
    if isinstance(of, SettlementList):
        written = written.filter(settled__list=of)
    else:
        written = written.filter(occurred_at__gte=of.since, occurred_at__lt=of.until)
    if store:
        written = written.filter(store=store)
    return written.order_by(F("store__no").asc(nulls_last=True), "occurred_at", "pk")


def by_shop(scheme: Scheme, of: Period | SettlementList, store: Store | None = None) -> list[Line]:
    """The sums of each shop, by its number."""
    restored, reversed_ = Q(kind=Restored), Q(kind=Reversed)
    found = (
        entries(scheme, of, store)
        .order_by()
        .values("store")
        .annotate(
            restored=Count("pk", filter=restored),
            restored_yen=Coalesce(Sum("amount_yen", filter=restored), 0),
            reversals=Count("pk", filter=reversed_),
            reversed_yen=Coalesce(Sum("amount_yen", filter=reversed_), 0),
        )
    )
    sums = {row.pop("store"): row for row in found}
    stores = Store.objects.filter(pk__in=sums).order_by("no")
    lines = [Line(store=one, **sums[one.pk]) for one in stores]
    return [*lines, *([Line(store=None, **sums[None])] if None in sums else [])]


def write_list(out: BinaryIO, closed: SettlementList, store: Store | None = None) -> int:
    """The list as an xlsx, sums first and every row behind them; how many rows. Raises DoesNotAddUp."""
    lines = by_shop(closed.scheme, closed, store)
    sums, rows = write(out, Sheet("店舗ごと", BY_SHOP, map(_sums, lines)), Sheet("明細", ENTRIES, _rows(closed, store)))
    net = sum(line.net_yen for line in lines)
    count = sum(line.restored + line.reversals for line in lines)
    if (sums.totals["差引（円）"], rows.totals["金額（円）"], rows.rows) != (net, net, count):
        raise DoesNotAddUp
    return rows.rows


def _sums(line: Line) -> list:
    no, name = (line.store.no, line.store.name) if line.store else ("", NOBODY)
    return [no, name, line.restored, line.restored_yen, line.reversals, line.reversed_yen, line.net_yen]


def _rows(closed: SettlementList, store: Store | None) -> Iterator[list]:
    related = ("store", "coupon", "restores", "reverses__restores")
    for entry in entries(closed.scheme, closed, store).select_related(*related).iterator(2_000):
        payment = entry.restores or entry.reverses.restores
        yield [
            entry.store.no if entry.store else "",
            entry.store.name if entry.store else NOBODY,
            entry.occurred_at,
            entry.get_kind_display(),
            entry.entry_no,
            payment.entry_no,
            payment.occurred_at,
            -payment.amount_yen,
            entry.coupon.inquiry_no[-4:],
            entry.amount_yen,
        ]
