"""Case 17: a group of 40, all charged to the leader, 80,000 yen; case 22: 1 yen. The bank carries all."""

import pytest
from django.test import Client

from payouts import orders
from payouts.audit import breaches
from payouts.models import Brand, ReceiveLink
from payouts.statement import totals
from tests.makers import japan, regionpay, told
from tests.receiving.people import DAY, choice, let_in, link, said, stock

pytestmark = pytest.mark.django_db
NO = "お選びになれません。"


def page(client: Client, to: ReceiveLink) -> str:
    let_in(client, to)
    return said(client.get("/r/"))


def offered(client: Client) -> list[str]:
    return client.get("/r/").context["look"].brands


def test_the_leaders_80_000_yen_go_by_the_brands_that_carry_them_or_by_bank(client):
    to = link(*[2000] * 40)
    words = page(client, to)

    assert "80,000円相当 クーポン40枚分" in words
    assert words.count(NO) == 2
    assert "この種類でお送りできるのは、1円から25,000円までです。" in words
    assert "この種類でお送りできるのは、1円から50,000円までです。" in words
    assert offered(client) == [Brand.AMAZON, Brand.PONTA, Brand.PAYPAY]
    assert "銀行振込を希望する" in words
    trips = client.get("/r/bank/").context["trips"]
    assert [(len(trip.inquiry_nos), trip.yen) for trip in trips] == [(20, 40_000), (20, 40_000)]


def test_the_leader_receives_all_of_it_by_one_code_of_a_brand_that_carries_it(client):
    to = link(*[2000] * 40)
    told()
    stock("paypay", 80_000, "PAY-80000")
    let_in(client, to)

    assert "PAY-80000" in said(client.post("/r/review/", choice(to, "paypay"), follow=True))
    assert totals(regionpay(), japan(DAY))["paid_points_yen"] == 80_000
    assert breaches(regionpay(), japan(DAY)) == {}


def test_a_brand_that_does_not_carry_it_is_not_ordered(client):
    to = link(*[2000] * 40)
    let_in(client, to)

    assert client.get("/r/review/", choice(to, "edy")).context["form"].errors
    with pytest.raises(orders.BrandCannotCarry):
        orders.order(payout_id=to.payout_id, brand=Brand.EDY, who="test", at=japan(DAY))


def test_one_yen_goes_by_the_brands_that_carry_it_or_by_bank(client):
    words = page(client, link(1))

    assert "1円相当 クーポン1枚分" in words
    assert (words.count(NO), "この種類でお送りできるのは、15円から500,000円までです。" in words) == (1, True)
    assert Brand.AMAZON not in offered(client)
    assert [trip.yen for trip in client.get("/r/bank/").context["trips"]] == [1]


def test_who_is_owed_one_yen_receives_it(client):
    to = link(1)
    stock("ponta", 1, "PONTA-1")
    let_in(client, to)

    assert "PONTA-1" in said(client.post("/r/review/", choice(to, "ponta"), follow=True))
    assert totals(regionpay(), japan(DAY))["paid_points_yen"] == 1


def test_what_no_brand_carries_is_told_with_the_bank_as_the_way_out(client):
    words = page(client, link(*[30_000] * 20))

    assert (offered(client), "この額をお送りできるポイントがありません。" in words) == ([], True)
    assert "銀行振込でお返しします。下のボタンからお申し込みください。" in words
    assert "確認画面へ進む" not in words
    assert client.get("/r/bank/").status_code == 200
