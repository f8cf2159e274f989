"""The screens of issuers in every state, in a browser: axe finds nothing, nothing scrolls sideways."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page

from config import clock
from payouts import orders, releasing
from payouts.issuers import delivered, refusing
from payouts.models import OrderRefusal
from tests.browser.everybody import everybody_can_work_with
from tests.issuers.files import as_csv, row_for
from tests.issuers.people import by_way, kept_apart, listed, ordered
from tests.makers import code, coupon, hanako, japan, opened, pay, regionpay, told
from tests.staff.people import client_of, staff

pytestmark = pytest.mark.browser


def nothing_waits() -> str:
    return reverse("desk_issuer")


def all_kinds_wait() -> str:
    by_way("http", "edy")
    kept_apart(ordered(brand="edy"))
    unknown = ordered(brand="edy")
    type(unknown).objects.filter(pk=unknown.pk).update(state="unknown", tries=3, last_answer="TimeoutError")
    ordered(700), listed()
    return reverse("desk_issuer")


def an_order_with_an_answer_to_settle() -> str:
    by_way("http", "edy")
    order = ordered(brand="edy")
    kept_apart(order)
    return reverse("desk_issuer_order", args=[order.pk])


def lists_made_and_to_make() -> str:
    listed()
    ordered(2000)
    return reverse("desk_issuer_lists")


def codes_in_stock() -> str:
    code("nanaco", 700), orders.settle(order_id=ordered(700).pk), code("nanaco", 700)
    ordered(1000)
    return reverse("desk_issuer_stock")


def refusals_to_believe() -> str:
    by_way("http", "edy")
    order = ordered(brand="edy")
    kept_apart(order)
    type(order).objects.filter(pk=order.pk).update(tries=1)
    refusing.refuse(order_id=order.pk, who="jiro", reason="発行会社のメール 4月6日")
    rows = [row_for(listed().orders.get(), code="", refused="在庫切れ")]
    delivered.take(data=as_csv(rows), name="no.csv", who="taro")
    return reverse("desk_issuer_refusals")


def an_order_that_waits_for_a_second_person() -> str:
    refusals_to_believe()
    return reverse("desk_issuer_order", args=[OrderRefusal.objects.first().order_id])


def leftovers() -> str:
    late = coupon(member=hanako(regionpay()))
    opened(late)
    pay(late, 500, "2023-03-31 18:00")
    told()
    opened(coupon(), at="2023-04-06 00:00")
    code("nanaco", 700), orders.settle(order_id=ordered(700).pk)
    releasing.lapse(regionpay(), japan("2023-06-20 00:00"))
    return reverse("desk_issuer_leftovers")


STATES: dict[str, Callable[[], str]] = {
    making.__name__: making
    for making in (
        nothing_waits,
        all_kinds_wait,
        an_order_with_an_answer_to_settle,
        lists_made_and_to_make,
        codes_in_stock,
        refusals_to_believe,
        an_order_that_waits_for_a_second_person,
        leftovers,
    )
}


@pytest.fixture
def operator(page: Page, site: str) -> Page:
    """Logged in, on 7 April."""
    clock.move_to(japan("2023-04-07 15:00"))
    session = client_of(staff("taro", "operator", "approver")).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
    return page


@pytest.mark.parametrize("state", STATES)
def test_everybody_can_work_with_it(operator: Page, site: str, state: str):
    operator.goto(site + STATES[state]())
    assert operator.locator(".review").count() == 1
    for summary in operator.locator("#content summary").all():
        summary.press("Enter")
    everybody_can_work_with(operator)


def test_a_file_with_faults_is_told_at_the_top(operator: Page, site: str):
    order = listed().orders.get()
    operator.goto(site + reverse("desk_issuer_lists"))
    rows = as_csv([row_for(order, amount=1), row_for(order, brand="suica")])
    operator.get_by_label("発行会社から届いたファイル").set_input_files(
        {"name": "codes.csv", "mimeType": "text/csv", "buffer": rows}
    )
    operator.get_by_role("button", name="番号を取り込む").press("Enter")
    assert "2行目" in operator.locator(".review").inner_text()
    assert operator.title().startswith("エラー：")
    everybody_can_work_with(operator)
