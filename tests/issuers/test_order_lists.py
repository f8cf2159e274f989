"""What is owed of a brand goes out as one file: frozen, every order in one list only."""

import io
from hashlib import sha256

import pytest
from openpyxl import load_workbook

from payouts import orders
from payouts.issuers import lists
from payouts.models import OrderList, PointOrder
from tests.issuers.files import lines_of
from tests.issuers.people import AT, by_way, ordered, state_of
from tests.makers import regionpay
from tests.races.guards import drop_trigger, refusal
from tests.receiving.people import stop
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def nanaco_by_list(db) -> None:
    by_way("list")


def made(brand: str = "nanaco") -> OrderList:
    return lists.make(scheme=regionpay(), brand=brand, who="taro", at=AT)


def test_the_list_holds_each_orders_key_brand_and_amount(nanaco_by_list):
    first, second = ordered(1000), ordered(2345)

    a_list = made()

    assert lines_of(a_list) == [
        [str(first.request_key), "nanaco ギフト", 1000],
        [str(second.request_key), "nanaco ギフト", 2345],
    ]
    page = load_workbook(io.BytesIO(bytes(a_list.xlsx))).active
    assert [page["A1"].value, page["B1"].value, page["C1"].value] == ["申込番号", "種類", "金額"]
    assert (page["A4"].value, page["C4"].value, page["A2"].number_format) == ("合計", 3345, "@")
    assert (a_list.line_count, a_list.total_yen) == (2, 3345)
    assert bytes(a_list.digest) == sha256(bytes(a_list.xlsx)).digest()
    event = AuditEvent.objects.get(action="listed")
    assert (event.who, event.about, event.detail["yen"]) == ("taro", f"payouts.orderlist/{a_list.pk}", 3345)


def test_an_order_is_in_one_list_only(nanaco_by_list):
    first = ordered()
    one = made()
    with pytest.raises(lists.NothingToList):
        made()
    second = ordered()

    two = made()

    first.refresh_from_db(), second.refresh_from_db()
    assert (first.order_list, second.order_list) == (one, two)
    assert (state_of(first), state_of(second)) == (("requested", "ordered"),) * 2
    assert refusal(lambda: PointOrder.objects.update(order_list=None)) == "an_order_is_in_one_list_only"
    assert refusal(lambda: PointOrder.objects.update(order_list=two)) == "an_order_is_in_one_list_only"


def test_what_was_sent_stands_as_it_was_sent(nanaco_by_list):
    ordered()
    made()

    assert "a_list_stands_as_it_was_sent" in refusal(lambda: OrderList.objects.update(xlsx=b"other"))
    assert "a_list_stands_as_it_was_sent" in refusal(lambda: OrderList.objects.all()._raw_delete("default"))


def test_a_list_has_orders_of_its_brand_that_go_by_list(nanaco_by_list):
    ordered()
    a_list = made()
    by_way("list", "edy")
    other = ordered(brand="edy")
    in_stock = ordered(brand="ponta")
    put = lambda order: lambda: PointOrder.objects.filter(pk=order.pk).update(order_list=a_list)

    assert refusal(put(other)) == "a_list_has_orders_of_its_own_brand"
    drop_trigger("a_list_has_orders_of_its_own_brand", "payouts_pointorder")
    put(other)()
    assert refusal(put(in_stock)) == "only_what_goes_by_list_is_in_a_list"


def test_no_duty_asks_anybody_for_what_goes_by_list(nanaco_by_list):
    order = ordered()

    assert orders.settle(order_id=order.pk, at=AT) is False
    assert (orders.settle_orders(AT), state_of(order)) == (0, ("requested", "ordered"))


def test_a_stopped_scheme_orders_nothing(nanaco_by_list):
    ordered()
    stop()

    assert list(lists.to_list()) == []
    with pytest.raises(lists.NothingToList):
        made()


def test_what_waits_is_counted_by_brand(nanaco_by_list):
    by_way("list", "edy")
    ordered(1000), ordered(500), ordered(300, "edy"), ordered(700, "ponta")

    found = {row["brand"]: (row["orders"], row["yen"]) for row in lists.to_list()}

    assert found == {"nanaco": (2, 1500), "edy": (1, 300)}
