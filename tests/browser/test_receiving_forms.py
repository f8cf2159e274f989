"""The receiving site's forms by keyboard, with their faults, without JavaScript, and with what browsers tell of us."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from payouts.orders import settle_orders
from tests.browser.receiving_pages import badly_typed_trip, check_by_phone, choose, code, confirm, enter, wrong_digits
from tests.receiving.people import CODE, DIGITS, link, stock

pytestmark = pytest.mark.browser


def test_a_fault_has_the_focus_and_leads_to_its_field(page: Page, site: str):
    badly_typed_trip(page, site)
    expect(page.locator(".faults")).to_be_focused()
    expect(page).to_have_title("エラー：ご本人の確認 - 地域クーポン補償 特設サイト")
    page.get_by_role("link", name="ご旅行先の都道府県を選んでください。").press("Enter")
    expect(page.locator("#id_prefecture")).to_be_focused()
    page.get_by_role("link", name="2月30日はありません。").press("Enter")
    expect(page.locator("#id_travel_day")).to_be_focused()


def test_the_field_says_what_is_wrong_to_a_screen_reader(page: Page, site: str):
    wrong_digits(page, site)
    field = page.get_by_label("電話番号の下4桁")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(
        "アプリなどに登録された電話番号の、最後の4つの数字です。 電話番号の下4桁が違います。あと4回入力できます。"
    )


def test_points_are_taken_by_keyboard_alone(page: Page, site: str):
    stock()
    check_by_phone(page, site)
    page.get_by_label("電話番号の下4桁").focus()
    page.keyboard.type(DIGITS)
    page.keyboard.press("Enter")
    page.wait_for_url("**/r/")
    page.locator("#id_brand").focus()
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("nanaco ギフト 3,000円分を受け取ります。")
    page.get_by_role("button", name="受け取りを確定する").press("Enter")
    expect(page.locator("main")).to_contain_text(CODE)


def test_points_are_taken_without_javascript(page_without_javascript: Page, site: str):
    code(page_without_javascript, site)
    expect(page_without_javascript.locator("main")).to_contain_text(CODE)


def test_a_page_that_waits_shows_the_code_by_itself(page: Page, site: str):
    enter(page, site, link())
    choose(page)
    confirm(page)
    expect(page.get_by_role("status")).to_contain_text("ポイントを準備しています。")
    stock()
    assert settle_orders() == 1
    expect(page.locator("main")).to_contain_text(CODE, timeout=15_000)


def test_no_request_tells_the_address_with_the_token(page: Page, context: BrowserContext, site: str):
    """The pages of a form tell their origin, as the CSRF check wants it, and never their path."""
    told = []
    context.on("request", lambda request: told.append(request.all_headers()))
    stock()
    enter(page, site, to := link())
    choose(page)
    confirm(page)
    expect(page.locator("main")).to_contain_text(CODE)
    posts = [headers["origin"] for headers in told if "origin" in headers]
    assert posts == [site, site]
    assert {headers.get("referer", "") for headers in told} <= {"", f"{site}/"}
    assert all(to.token not in str(headers) for headers in told)
