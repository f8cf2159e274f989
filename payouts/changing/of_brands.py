"""What other settings of a kind of points would do to who waits for it (notice 2.A2-brands, cases 17 and 22)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import Count, QuerySet, Sum

from config.clock import JAPAN
from payouts.brands import BrandCard, cards
from payouts.changing.wanted import Effect, Wanted
from payouts.models import Payout, PointCode, PointOrder

OUT = (PointOrder.State.REQUESTED, PointOrder.State.UNKNOWN)


def of_offering(wanted: Wanted, at: datetime) -> Iterator[Effect]:
    """A kind that goes: orders and codes that wait for it are told; the last one never goes."""
    if not wanted.changes("is_offered") or wanted.after.is_offered:
        return
    if not any(card.is_offered for card in _after(wanted)):
        yield Effect("選べる種類がなくなります。", forbids=True)
    if waiting := _orders(wanted).count():
        yield Effect(f"もう選んだ交換が{waiting:,}件あります。これらは、そのまま発行されます。")
    codes = _stock(wanted).aggregate(count=Count("pk"), yen=Sum("face_value_yen"))
    if codes["count"]:
        yield Effect(f"在庫に、渡していない番号が{codes['count']:,}個（{codes['yen']:,}円）残ります。")


def of_limits(wanted: Wanted, at: datetime) -> Iterator[Effect]:
    """Payouts that could choose it and then cannot; who could choose nothing at all any more forbids it."""
    if not wanted.changes("min_yen", "max_yen", "is_offered"):
        return
    before, after = cards(wanted.scheme), _after(wanted)
    amounts = Payout.objects.filter(scheme=wanted.scheme, method="points", state=Payout.State.OPEN).values("amount_yen")
    lost = stranded = 0
    for row in amounts.annotate(count=Count("pk")).order_by("amount_yen"):
        yen, count = row["amount_yen"], row["count"]
        lost += count * (_of(wanted, before).carries(yen) and not _of(wanted, after).carries(yen))
        stranded += count * (any(c.carries(yen) for c in before) and not any(c.carries(yen) for c in after))
    if stranded:
        yield Effect(f"受取待ちの支払{stranded:,}件が、どの種類も選べなくなります。", forbids=True)
    if lost:
        yield Effect(f"受取待ちの支払{lost:,}件が、この種類を選べなくなります。")


def of_the_way(wanted: Wanted, at: datetime) -> Iterator[Effect]:
    """An order keeps the way it was made by."""
    if wanted.changes("way") and (waiting := _orders(wanted).count()):
        yield Effect(f"もう選んだ交換{waiting:,}件は、前の方法のまま発行されます。")


def of_days(wanted: Wanted, at: datetime) -> Iterator[Effect]:
    """Codes in stock that end too early are not given."""
    if not wanted.changes("code_days_min"):
        return
    least = at.astimezone(JAPAN).date() + timedelta(days=wanted.after.code_days_min)
    if short := _stock(wanted).filter(expires_on__lt=least).count():
        yield Effect(f"在庫の番号{short:,}個が、有効日数に足りず、渡せません。")


def _after(wanted: Wanted) -> list[BrandCard]:
    new = wanted.after
    return [
        replace(card, is_offered=new.is_offered, min_yen=new.min_yen, max_yen=new.max_yen)
        if card.brand == new.brand
        else card
        for card in cards(wanted.scheme)
    ]


def _of(wanted: Wanted, of_all: list[BrandCard]) -> BrandCard:
    return next(card for card in of_all if card.brand == wanted.after.brand)


def _orders(wanted: Wanted) -> QuerySet[PointOrder]:
    return PointOrder.objects.filter(payout__scheme=wanted.scheme, brand=wanted.after.brand, state__in=OUT)


def _stock(wanted: Wanted) -> QuerySet[PointCode]:
    return PointCode.objects.filter(brand=wanted.after.brand, order=None, quarantined_at=None)
