"""Suspected double payments: same shop, same amount, seconds apart (notice 1.B2). A suspicion, never a decision."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

CLOSE = timedelta(minutes=5)  # from one payment to the next; ours: the notice says 「複数回押した」


@dataclass(frozen=True)
class Payment:
    """What matters of a payment. `store` None: the shop is not on record, so it is like no other."""

    id: int
    store: int | None
    yen: int
    at: datetime


@dataclass(frozen=True)
class Double:
    """Payments that look like one, in the order of time. The first is taken for the one that was due."""

    payments: tuple[Payment, ...]

    @property
    def seconds(self) -> int:
        """From the first to the last."""
        return int((self.payments[-1].at - self.payments[0].at).total_seconds())

    @property
    def words(self) -> str:
        """「重複の疑い（同じ店・同額・26秒差）」; of three and more also how many."""
        minutes, seconds = divmod(self.seconds, 60)
        apart = f"{minutes}分{seconds}秒差" if minutes else f"{seconds}秒差"
        count = len(self.payments)
        return (
            f"重複の疑い（同じ店・同額・{apart}）" if count == 2 else f"重複の疑い（同じ店・同額・{count}回・{apart}）"
        )


def suspected(payments: Iterable[Payment]) -> list[Double]:
    """The groups of two and more among payments of one coupon (or of one person), the earliest group first.

    Each follows the one before it within `CLOSE`. Give only payments that were not wholly taken back.
    """
    found = []
    in_order = sorted((one for one in payments if one.store), key=lambda one: (one.store, one.yen, one.at, one.id))
    for _, alike in groupby(in_order, key=lambda one: (one.store, one.yen)):
        found += [Double(tuple(group)) for group in _close_together(list(alike)) if len(group) > 1]
    return sorted(found, key=lambda double: (double.payments[0].at, double.payments[0].id))


def _close_together(alike: list[Payment]) -> list[list[Payment]]:
    groups: list[list[Payment]] = []
    for one in alike:
        if groups and one.at - groups[-1][-1].at <= CLOSE:
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups
