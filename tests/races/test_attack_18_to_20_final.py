"""Attacks 18 to 20: a late answer to a refused order; a code of another brand or value; a link left over."""

import pytest

from notifications.models import Message
from payouts import links, orders, releasing
from payouts.models import Payout, PointCode, PointOrder, ReceiveLink
from tests.makers import code, coupon, hanako, japan, opened, regionpay
from tests.races.guards import drop_trigger, refusal

pytestmark = pytest.mark.django_db

AT = japan("2023-04-05 12:00")


@pytest.fixture
def payout() -> Payout:
    [payout] = opened(coupon(member=hanako(regionpay()), yen=1000))
    return payout


@pytest.fixture
def order(payout) -> PointOrder:
    return orders.order(payout_id=payout.pk, brand="nanaco", who="test", at=AT)


def answer_late(order: PointOrder) -> None:
    PointOrder.objects.filter(pk=order.pk).update(state="issued", code_sealed=b"late", settled_at=AT)


def test_18_refused_is_final(payout, order):
    PointOrder.objects.update(state="refused")
    Payout.objects.update(state="open")
    releasing.void(payout_id=payout.pk, who="test", reason="test", at=AT)

    assert refusal(lambda: answer_late(order)) == "issued_and_refused_are_final"


def test_18_without_the_guard_a_void_payout_is_issued(payout, order):
    drop_trigger("an_order_moves_along_its_table", "payouts_pointorder")
    PointOrder.objects.update(state="refused")
    Payout.objects.update(state="open")
    releasing.void(payout_id=payout.pk, who="test", reason="test", at=AT)

    answer_late(order)

    assert PointOrder.objects.get().payout.state == "void"


def test_18_issued_is_final_too(order):
    code("nanaco", 1000)
    orders.settle(order_id=order.pk, at=AT)

    assert refusal(lambda: PointOrder.objects.update(code_sealed=b"other")) == "issued_and_refused_are_final"


def test_18_one_order_a_payout(payout, order):
    again = lambda: PointOrder.objects.create(payout=payout, brand="edy", ordered_at=AT)

    assert refusal(again) == "one_order_per_payout_unless_refused"


def test_18_the_request_key_is_for_ever(order):
    assert refusal(lambda: PointOrder.objects.update(request_key="00000000-0000-0000-0000-000000000001")) == (
        "an_order_keeps_its_payout_brand_and_key"
    )


@pytest.mark.parametrize(("brand", "yen"), [("edy", 500), ("edy", 1000), ("nanaco", 500)])
def test_19_a_code_has_the_brand_and_value_of_its_order(order, brand, yen):
    wrong = code(brand, yen)

    assert refusal(lambda: PointCode.objects.filter(pk=wrong.pk).update(order=order)) == (
        "a_code_has_the_brand_and_value_of_its_order"
    )


def test_19_without_the_guard_a_500_yen_edy_code_goes_to_a_1000_yen_nanaco_order(order):
    wrong = code("edy", 500)
    drop_trigger("a_code_fits_its_order", "payouts_pointcode")

    assert PointCode.objects.filter(pk=wrong.pk).update(order=order) == 1


def test_19_a_code_is_given_once(order):
    first = code("nanaco", 1000)
    orders.settle(order_id=order.pk, at=AT)

    assert refusal(lambda: PointCode.objects.filter(pk=first.pk).update(order=None)) == "a_code_is_given_once"


def test_19_one_code_is_in_stock_once():
    code("nanaco", 1000, "SAME")

    assert "code_fingerprint" in refusal(lambda: code("nanaco", 1000, "SAME"))


def test_20_releasing_kills_the_link_and_what_waits_to_be_said(payout):
    token = ReceiveLink.objects.get().token
    assert links.find(token).payout == payout

    releasing.void(payout_id=payout.pk, who="test", reason="test", at=AT)

    assert links.find(token) is None
    assert Message.objects.get().state == "cancelled"


def test_20_a_payout_is_not_taken_back_under_a_live_link(payout):
    assert refusal(lambda: Payout.objects.update(state="void")) == "a_link_dies_before_its_payout"


def test_20_no_link_is_made_for_a_void_payout(payout):
    releasing.void(payout_id=payout.pk, who="test", reason="test", at=AT)
    late = {"payout": payout, "key_id": "demo", "channel": "mail", "destination": "x@example.jp", "made_at": AT}

    assert refusal(lambda: ReceiveLink.objects.create(**late)) == "a_link_is_for_points_that_can_be_received"


def test_20_without_the_guards_a_void_payout_has_a_live_link(payout):
    drop_trigger("a_payout_moves_along_its_table", "payouts_payout")
    Payout.objects.update(state="void")

    assert ReceiveLink.objects.get(revoked_at=None).payout.state == "void"


def test_20_a_dead_link_stays_dead(payout):
    releasing.void(payout_id=payout.pk, who="test", reason="test", at=AT)

    assert refusal(lambda: ReceiveLink.objects.update(revoked_at=None)) == "a_link_keeps_what_it_opens"
