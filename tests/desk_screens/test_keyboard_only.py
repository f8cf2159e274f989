"""A call from ringing to saved, without a mouse: with the two keys of desk.js, and by Tab alone without JavaScript."""

import pytest
from playwright.sync_api import Page

from claims.models import CallNote
from config import clock
from tests.desk_screens.browsing import log_in
from tests.desk_screens.people import DESK, NO, in_the_app
from tests.makers import japan

pytestmark = pytest.mark.browser

FOCUSED = """(on => [on.name || '', on.value || '', on.textContent.trim()].join('|'))(document.activeElement)"""
LONGEST_WAY = 60


def tab_to(page: Page, what: str) -> int:
    """Press Tab until `what` has the focus; how often."""
    for pressed in range(1, LONGEST_WAY):
        page.keyboard.press("Tab")
        if what in page.evaluate(FOCUSED):
            return pressed
    raise AssertionError(f"Tab does not reach {what}")


def find(page: Page, number: str) -> None:
    """The box has the focus when the desk opens: type, Enter."""
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type(number)
    page.keyboard.press("Enter")
    page.wait_for_url("**/coupon/*/")


def identify(page: Page) -> None:
    for fact in ("because|phone", "because|travel"):
        tab_to(page, fact)
        page.keyboard.press("Space")
    tab_to(page, "連絡先を表示する")
    page.keyboard.press("Enter")
    page.get_by_text("ご本人と確認しました").wait_for()


def write_note(page: Page) -> None:
    tab_to(page, "disposition|")
    page.keyboard.press("End")  # 「番号違い・切断」
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    page.keyboard.type("二重に引かれたとのこと")


def test_by_tab_alone_without_javascript(page: Page, site: str):
    in_the_app()
    log_in(page, site)
    page.context.new_cdp_session(page).send("Emulation.setScriptExecutionDisabled", {"value": True})
    page.goto(site + DESK)
    find(page, NO)
    identify(page)
    assert "090-1234-5678" in page.locator(".data").inner_text()
    assert page.locator(".timeline li").last.inner_text().startswith("2023年2月27日（月）00:00")
    write_note(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("通話を記録しました（ご意見・苦情）。").wait_for(timeout=10_000)
    assert page.evaluate("document.activeElement.id") == "q"
    find(page, NO)
    assert "通話 ご意見・苦情（担当 clerk） 二重に引かれたとのこと" in page.locator(
        ".timeline li"
    ).last.inner_text().replace("　", " ")


def test_with_slash_and_alt_s(page: Page, site: str):
    coupon = in_the_app()
    clock.move_to(japan("2023-03-20 12:00"))
    log_in(page, site)
    page.goto(f"{site}{DESK}coupon/{coupon.pk}/")
    write_note(page)
    page.keyboard.press("Alt+s")
    page.get_by_text("通話を記録しました（ご意見・苦情）。").wait_for(timeout=10_000)
    assert CallNote.objects.get().coupon == coupon
    page.goto(f"{site}{DESK}coupon/{coupon.pk}/")
    page.keyboard.press("/")
    assert (page.evaluate("document.activeElement.id"), page.locator("#q").input_value()) == ("q", "")


def test_the_slash_is_a_slash_in_a_field_and_can_be_turned_off(page: Page, site: str):
    coupon = in_the_app()
    log_in(page, site)
    page.goto(f"{site}{DESK}coupon/{coupon.pk}/")
    page.get_by_label("メモ").focus()
    page.keyboard.type("3/31")
    assert page.get_by_label("メモ").input_value() == "3/31"
    page.get_by_role("button", name="一文字のキー操作").press("Enter")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == ""
