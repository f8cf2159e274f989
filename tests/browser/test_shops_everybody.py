"""Shop confirmation in a browser: axe finds nothing, nothing scrolls sideways; a call by keyboard; the sheet on A4."""

import re

import pytest
from playwright.sync_api import Page

from claims.models import Incident
from tests.browser.test_review_everybody import at_the_desk, everybody_can_work_with, open_all, press
from tests.shops.pages import STATES

pytestmark = pytest.mark.browser
__all__ = ["at_the_desk"]


@pytest.mark.parametrize("state", STATES)
def test_everybody_can_work_with_it(at_the_desk: Page, site: str, state: str):
    at_the_desk.goto(site + STATES[state]())
    open_all(at_the_desk)
    everybody_can_work_with(at_the_desk)


def test_a_call_by_keyboard_alone_and_with_a_fault(at_the_desk: Page, site: str):
    page = at_the_desk
    page.goto(site + STATES["shop_of_mine"]())
    for says in page.get_by_label("店舗の回答").all():
        says.focus()
        page.keyboard.press("ArrowDown")  # 一致
    press(page, "回答を記録する")
    assert page.title().startswith("エラー：")
    assert "店側のご担当者のお名前を入力してください。" in page.locator(".review").inner_text()
    everybody_can_work_with(page)
    page.get_by_label("店側のご担当者").focus()
    page.keyboard.type("店長 山城")
    press(page, "回答を記録する")
    assert set(Incident.objects.values_list("state", flat=True)) == {"confirmed"}


def test_the_wrong_shop_by_keyboard_alone_and_with_a_fault(at_the_desk: Page, site: str):
    page = at_the_desk
    page.goto(site + STATES["shop_of_mine_that_was_another_cases"]())
    page.get_by_text("この店舗ではなかった").focus()
    page.keyboard.press("Enter")
    page.get_by_label("お申し出", exact=False).first.focus()
    page.keyboard.press("ArrowDown")
    page.get_by_label("正しい店舗").focus()
    page.keyboard.type("ない店")
    page.get_by_label("店舗がちがっていたわけ").focus()
    page.keyboard.press("ArrowDown")
    press(page, "店舗を直す")
    assert "この番号や名前の店舗は、記録にありません。" in page.locator(".review").inner_text()
    everybody_can_work_with(page)
    page.get_by_label("正しい店舗").fill("喫茶")
    press(page, "店舗を直す")
    assert "喫茶店（S2）のお申し出にしました。" in page.locator(".messagelist").inner_text()


def test_the_call_sheet_is_one_page_of_a4(at_the_desk: Page, site: str):
    page = at_the_desk
    page.goto(site + STATES["call_sheet"]())
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 1
    page.emulate_media(media="print")
    assert not page.locator("#header").is_visible()
    assert page.get_by_text("聞き取り票", exact=True).is_visible()
