"""The keys of desk.js: along the results, from column to column, their list, and how to turn the single ones off."""

import pytest
from playwright.sync_api import Page, expect

from claims.models import CallNote
from config import clock
from tests.browser.everybody import VIOLATIONS, bring_axe
from tests.desk_screens.browsing import log_in, several, typed
from tests.desk_screens.people import DESK, PHONE, in_the_app, path
from tests.desk_screens.test_keyboard_only import write_note
from tests.makers import japan

pytestmark = pytest.mark.browser
FOCUSED = "document.activeElement.id || document.activeElement.textContent.trim()"


def press(page: Page, *keys: str) -> list[str]:
    """What has the focus after each key."""
    focused = []
    for key in keys:
        page.keyboard.press(key)
        focused.append(page.evaluate(FOCUSED))
    return focused


@pytest.fixture
def on_a_coupon(page: Page, site: str) -> Page:
    coupon = in_the_app()
    clock.move_to(japan("2023-03-20 12:00"))
    log_in(page, site)
    page.goto(site + path(coupon))
    return page


def test_down_and_up_along_the_results_and_enter(page: Page, site: str):
    log_in(page, site)
    several(page, site)
    expect(page.locator("#q")).to_be_focused()  # given with the first picture, not with the load
    coupon, claim = [hit.inner_text().split()[0] for hit in page.locator(".hits a").all()]
    assert (coupon, claim) == ("クーポン", "申請")
    down, further, stays, up, back = press(page, "ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp")
    assert [text.split()[0] for text in (down, further, stays, up, back)] == [coupon, claim, claim, coupon, "q"]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/coupon/*/")


def test_along_the_recent_ones_too(page: Page, site: str):
    in_the_app()
    log_in(page, site)
    typed(page, site, PHONE)
    page.goto(site + DESK)
    expect(page.locator("#q")).to_be_focused()
    assert "1件" in press(page, "ArrowDown")[0]


def test_arrows_scroll_where_nothing_was_found(on_a_coupon: Page):
    assert press(on_a_coupon, "Alt+1", "ArrowDown") == ["person-title", "person-title"]


def test_from_column_to_column_also_out_of_a_field(on_a_coupon: Page):
    on_a_coupon.get_by_label("メモ").focus()
    assert press(on_a_coupon, "Alt+2", "Alt+1", "Alt+3") == ["timeline-title", "person-title", "deal-title"]


def test_alt_s_saves(on_a_coupon: Page):
    write_note(on_a_coupon)
    on_a_coupon.keyboard.press("Alt+s")
    on_a_coupon.get_by_text("通話を記録しました（ご意見・苦情）。").wait_for(timeout=10_000)
    assert CallNote.objects.get().coupon is not None


def test_the_question_mark_lists_them_and_escape_leads_back(on_a_coupon: Page):
    page = on_a_coupon
    page.locator("#timeline-title").focus()
    page.keyboard.press("?")
    assert page.get_by_role("dialog", name="キーの一覧").is_visible()
    bring_axe(page)
    assert page.evaluate(VIOLATIONS) == []
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.textContent") == "閉じる"
    page.keyboard.press("Escape")
    assert (page.locator("#keys-help").is_visible(), page.evaluate(FOCUSED)) == (False, "timeline-title")


def test_by_mouse_or_tab_the_list_opens_too(on_a_coupon: Page):
    on_a_coupon.get_by_role("button", name="キーの一覧").press("Enter")
    assert on_a_coupon.get_by_text("検索の欄へ").is_visible()


def test_the_slash_leads_to_the_box(on_a_coupon: Page):
    assert press(on_a_coupon, "/") == ["q"]
    assert on_a_coupon.locator("#q").input_value() == ""


def test_single_keys_are_letters_in_a_field_and_can_be_turned_off(on_a_coupon: Page):
    page = on_a_coupon
    page.get_by_label("メモ").focus()
    page.keyboard.type("3/31?")
    assert page.get_by_label("メモ").input_value() == "3/31?"
    page.get_by_role("button", name="一文字のキー操作").press("Enter")
    page.reload()
    page.keyboard.press("/")
    page.keyboard.press("?")
    assert (page.evaluate("document.activeElement.id"), page.locator("#keys-help").is_visible()) == ("", False)
    assert press(page, "Alt+2") == ["timeline-title"]
    page.get_by_role("button", name="一文字のキー操作").press("Enter")
