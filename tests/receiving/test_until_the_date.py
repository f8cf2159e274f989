"""Receiving ends with 31 May (question 15): the last second is good, the next one is not."""

import pytest
from django.test import Client

from config import clock
from payouts import orders, releasing
from payouts.models import Payout, PointOrder
from tests.makers import japan, regionpay, told
from tests.receiving.people import (
    CODE,
    FIRST_TOO_LATE,
    LAST_SECOND,
    address,
    choice,
    headline,
    let_in,
    link,
    said,
    stock,
    take,
)

pytestmark = pytest.mark.django_db


def test_the_last_second_of_may_is_good(client):
    to = link()
    stock()
    clock.move_to(japan(LAST_SECOND))
    let_in(client, to)
    assert "今日が締め切りです" in said(client.get("/r/"))
    assert CODE in said(client.post("/r/review/", choice(to), follow=True))


def test_the_first_of_june_is_too_late_inside_and_outside(client):
    to = link()
    let_in(client, to)
    clock.move_to(japan(FIRST_TOO_LATE))
    for answer in (client.get("/r/"), client.get(address(to)), let_in(client, to)):
        assert headline(answer) == "受取期限がすぎました"
        assert "2023年5月31日（水）23:59まで" in said(answer)
    assert client.post("/r/review/", choice(to))["Location"] == "/r/"
    assert PointOrder.objects.count() == 0


def test_what_has_lapsed_says_so_too(client):
    to = link()
    let_in(client, to)
    clock.move_to(japan(FIRST_TOO_LATE))
    told()
    assert releasing.lapse(regionpay()) == 1
    assert Payout.objects.get(pk=to.payout_id).state == Payout.State.LAPSED
    for where in ("/r/", address(to)):
        assert headline(client.get(where)) == "受取期限がすぎました"


def test_a_received_code_is_seen_until_the_date(client):
    to = link()
    stock()
    take(to)
    clock.move_to(japan(LAST_SECOND))
    let_in(client, to)
    assert CODE in said(client.get("/r/code/"))
    clock.move_to(japan(FIRST_TOO_LATE))
    assert client.get("/r/code/")["Location"] == "/r/"
    assert headline(client.get("/r/")) == "受取期限がすぎました"


def test_a_code_that_came_after_the_date_is_shown_for_as_long_as_a_link_must_have(client):
    to = link()
    order = take(to, at=LAST_SECOND)
    clock.move_to(japan("2023-06-05 12:00"))
    let_in(client, to)
    assert headline(client.get("/r/")) == "ポイントを準備しています"

    stock()
    orders.settle(order_id=order.pk)
    assert "2023年6月19日（月）23:59まで" in said(client.get("/r/code/"))
    clock.move_to(japan("2023-06-20 00:00"))
    assert headline(client.get("/r/")) == "受取期限がすぎました"


def test_a_voided_payout_lets_nobody_in_any_more():
    client, to = Client(), link()
    let_in(client, to)
    releasing.void(payout_id=to.payout_id, who="test", reason="test")
    assert client.get("/r/").status_code == 403
    assert client.get(address(to)).status_code == 410
