"""Suspected doubles: the same shop, the same amount, soon after one another."""

import pytest

from coupons.doubles import Payment, suspected
from tests.makers import japan

SHOP, OTHER = 1, 2


def paid(*payments: tuple[str, int, int | None]) -> list[Payment]:
    """Payments of the evening, each by its time, amount and shop."""
    return [
        Payment(number, shop, yen, japan(f"2023-02-24 {time}"))
        for number, (time, yen, shop) in enumerate(payments, start=1)
    ]


FOUND = {
    "seconds apart": (
        [("18:02:11", 1000, SHOP), ("18:02:37", 1000, SHOP)],
        [((1, 2), "重複の疑い（同じ店・同額・26秒差）")],
    ),
    "at one instant": (
        [("18:02:11", 1000, SHOP), ("18:02:11", 1000, SHOP)],
        [((1, 2), "重複の疑い（同じ店・同額・0秒差）")],
    ),
    "three times": (
        [("18:02:11", 1000, SHOP), ("18:02:37", 1000, SHOP), ("18:03:21", 1000, SHOP)],
        [((1, 2, 3), "重複の疑い（同じ店・同額・3回・1分10秒差）")],
    ),
    "five minutes": (
        [("18:00:00", 1000, SHOP), ("18:05:00", 1000, SHOP)],
        [((1, 2), "重複の疑い（同じ店・同額・5分0秒差）")],
    ),
    "longer": ([("18:00:00", 1000, SHOP), ("18:05:01", 1000, SHOP)], []),
    "another shop": ([("18:02:11", 1000, SHOP), ("18:02:37", 1000, OTHER)], []),
    "another amount": ([("18:02:11", 1000, SHOP), ("18:02:37", 900, SHOP)], []),
    "no shop on record": ([("18:02:11", 1000, None), ("18:02:37", 1000, None)], []),
    "in any order, another between": (
        [("18:02:37", 1000, SHOP), ("18:02:20", 500, SHOP), ("18:02:11", 1000, SHOP)],
        [((3, 1), "重複の疑い（同じ店・同額・26秒差）")],
    ),
    "two groups, the earlier first": (
        [("19:00:00", 300, SHOP), ("19:00:05", 300, SHOP), ("18:00:00", 900, OTHER), ("18:00:09", 900, OTHER)],
        [((3, 4), "重複の疑い（同じ店・同額・9秒差）"), ((1, 2), "重複の疑い（同じ店・同額・5秒差）")],
    ),
}


@pytest.mark.parametrize("case", FOUND)
def test_what_is_suspected(case: str):
    payments, expected = FOUND[case]
    found = [(tuple(one.id for one in double.payments), double.words) for double in suspected(paid(*payments))]
    assert found == expected
