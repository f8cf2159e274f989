"""What is wanted of the stock: of each kind and exact value how many wait, how many can be given, how long they last.

A code of another value helps nobody (payouts/issuers/stock.py), so a sum by kind would not say what to buy.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from config.clock import JAPAN
from coupons.models import Scheme
from payouts.brands import card_of
from payouts.models import Brand, PointCode, PointOrder, Way

LATELY = timedelta(days=7)  # as fast as they went in these days, the rest goes


@dataclass(frozen=True, slots=True)
class Level:
    """One kind and exact value. `given`: how many were given in the last seven days."""

    brand: Brand
    value_yen: int
    waiting: int
    free: int
    given: int

    @property
    def short(self) -> int:
        """So many are to be bought for those who wait now."""
        return max(self.waiting - self.free, 0)

    @property
    def days_left(self) -> int | None:
        """So many whole days the stock lasts; None where nothing was given lately."""
        after = max(self.free - self.waiting, 0)
        return after * LATELY.days // self.given if self.given else None


def levels(at: datetime) -> list[Level]:
    """What waits or went lately; first what is short (the most first), then what ends soonest. Of all schemes."""
    waiting, given = _count(_waiting(), "payout__amount_yen"), _count(_given_lately(at), "payout__amount_yen")
    free = Counter()
    for brand in {brand for brand, _yen in waiting | given}:
        free += _count(_can_be_given(brand, at), "face_value_yen")
    every = [Level(Brand(key[0]), key[1], waiting[key], free[key], given[key]) for key in waiting | given]
    return sorted(every, key=_urgency)


def _urgency(one: Level) -> tuple:
    return -one.short, one.days_left is None, one.days_left or 0, one.brand, one.value_yen


def _waiting() -> QuerySet[PointOrder]:
    live = [PointOrder.State.REQUESTED, PointOrder.State.UNKNOWN]
    return PointOrder.objects.filter(state__in=live, way=Way.STOCK, stock_code=None)


def _given_lately(at: datetime) -> QuerySet[PointOrder]:
    return PointOrder.objects.filter(way=Way.STOCK, state=PointOrder.State.ISSUED, settled_at__gt=at - LATELY)


def _can_be_given(brand: str, at: datetime) -> QuerySet[PointCode]:
    """Good for as long as the strictest scheme asks: what only another scheme may give is bought once too often."""
    days = max(card_of(scheme, brand).code_days_min for scheme in Scheme.objects.all())
    good = Q(expires_on=None) | Q(expires_on__gte=at.astimezone(JAPAN).date() + timedelta(days=days))
    return PointCode.objects.filter(good, brand=brand, order=None, quarantined_at=None)


def _count(rows: QuerySet, value: str) -> Counter:
    """How many of each brand and value."""
    found: Iterable[tuple] = rows.values_list("brand", value).annotate(n=Count("pk")).order_by()
    return Counter({(brand, yen): n for brand, yen, n in found})
