"""What is to be bought: of each exact value what waits, what can be given, and how long that lasts."""

from datetime import timedelta

import pytest
from django.urls import reverse

from config import clock
from payouts import orders
from payouts.issuers import stock
from payouts.issuers.answers import Asked
from payouts.issuers.levels import levels
from payouts.models import PointCode
from tests.issuers.people import AT, by_way, ordered
from tests.makers import code
from tests.review.screens import logged_in, said

pytestmark = pytest.mark.django_db


def told(at=AT) -> list[tuple]:
    return [
        (one.brand, one.value_yen, one.waiting, one.free, one.given, one.short, one.days_left) for one in levels(at)
    ]


def codes(brand: str, yen: int, how_many: int) -> None:
    for _ in range(how_many):
        code(brand, yen)


def test_what_nobody_asks_for_is_not_listed():
    codes("nanaco", 700, 3)
    assert told() == []


def test_a_code_of_another_value_or_kind_helps_nobody():
    ordered(1000), codes("nanaco", 999, 2), codes("edy", 1000, 2)
    assert told() == [("nanaco", 1000, 1, 0, 0, 1, None)]


def test_what_was_given_in_seven_days_says_how_long_the_rest_lasts():
    codes("nanaco", 1000, 5)
    ordered(1000), ordered(1000)
    assert told() == [("nanaco", 1000, 2, 5, 0, 0, None)]

    assert orders.settle_orders(AT) == 2
    assert told() == [("nanaco", 1000, 0, 3, 2, 0, 10)]  # 3 codes, 2 in 7 days: ten and a half
    assert told(AT + timedelta(days=7)) == []


def test_who_waits_goes_before_the_days():
    codes("nanaco", 1000, 3), ordered(1000), orders.settle_orders(AT), ordered(1000)
    assert told() == [("nanaco", 1000, 1, 2, 1, 0, 7)]


def test_what_is_most_short_comes_first_then_what_ends_soonest():
    for yen, have, given in ((1000, 4, 1), (1200, 2, 1), (1500, 1, 1)):
        codes("nanaco", yen, have)
        [ordered(yen) for _ in range(given)]
    orders.settle_orders(AT)
    ordered(1500), ordered(800), ordered(800)

    assert [row[1] for row in told()] == [800, 1500, 1200, 1000]


def test_a_code_that_cannot_be_given_any_more_does_not_count():
    codes("nanaco", 1000, 3)
    soon, later, broken = PointCode.objects.order_by("pk")
    PointCode.objects.filter(pk=soon.pk).update(expires_on=AT.date() + timedelta(days=29))
    PointCode.objects.filter(pk=later.pk).update(expires_on=AT.date() + timedelta(days=30))
    PointCode.objects.filter(pk=broken.pk).update(quarantined_at=AT)
    ordered(1000)

    assert told() == [("nanaco", 1000, 1, 1, 0, 0, None)]


def test_what_is_reserved_waits_no_more_and_what_goes_by_list_is_not_of_the_stock():
    codes("nanaco", 1000, 1)
    order = ordered(1000)
    stock.request(Asked(order.pk, order.request_key, order.brand, 1000), AT)
    by_way("list", "edy"), ordered(1000, "edy")

    assert told() == []


def test_the_operator_sees_what_to_buy():
    clock.move_to(AT)
    client = logged_in("taro", "operator")
    assert "待っている申込も、この7日に渡した番号もありません。" in said(client.get(reverse("desk_issuer_stock")))

    ordered(1000)

    assert "nanaco ギフト 1,000円 1件 0件 1件 0件 ―" in said(client.get(reverse("desk_issuer_stock")))
