"""The page without a mouse: the skip link first, then all links in reading order, each visibly focused."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import open_page

pytestmark = pytest.mark.browser

FOCUSED = "document.activeElement.textContent.trim()"
FOCUS_RING = "getComputedStyle(document.activeElement).outlineWidth"
IS_IN_VIEW = """(() => {
    const box = document.activeElement.getBoundingClientRect();
    return box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight;
})()"""


def tab(page: Page) -> tuple[str, str, bool]:
    """Presses Tab; what has the focus, how thick its ring is, and whether one sees it."""
    page.keyboard.press("Tab")
    return page.evaluate(FOCUSED), page.evaluate(FOCUS_RING), page.evaluate(IS_IN_VIEW)


def test_tab_reaches_every_link_in_reading_order_and_shows_where_it_is(page: Page, site: str):
    open_page(page, site, "after the freeze")
    assert [tab(page) for _ in range(6)] == [
        ("本文へ移動", "4px", True),
        ("地域クーポン補償 特設サイト", "4px", True),
        ("電話で相談", "4px", True),
        ("English", "4px", True),
        ("やさしい日本語", "4px", True),
        ("対象かどうか調べる（1分）", "4px", True),
    ]


def test_the_skip_link_goes_past_the_header(page: Page, site: str):
    open_page(page, site, "after the freeze")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    assert tab(page) == ("対象かどうか調べる（1分）", "4px", True)


def test_the_header_leads_to_the_call_centre(page: Page, site: str):
    open_page(page, site, "after the freeze")
    page.get_by_role("link", name="電話で相談").press("Enter")
    expect(page.locator("#help")).to_be_focused()
    assert page.locator("#help .tel").get_attribute("href") == "tel:0120479249"


def test_the_checker_is_answered_by_keyboard(page: Page, site: str):
    open_page(page, site, "first question")
    page.get_by_role("link", name="クーポンが使えず、残額がある").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**happened=unused")
    page.get_by_role("link", name="わからない").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**expiry=unknown")
    assert tab(page)[0] == "本文へ移動"
