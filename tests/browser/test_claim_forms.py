"""The claim forms as browsers treat them: Enter, focus, Back after a fault, a second click, cookies switched off."""

import pytest
from playwright.sync_api import Page, Route, expect

from claims.models import Claim
from tests.browser import claim_pages as on
from tests.browser.claim_pages import NUMBERS, arrive, press, start, step_of
from tests.browser.everybody import go_back

pytestmark = pytest.mark.browser


def test_enter_goes_on_and_does_not_remove_a_coupon(page: Page, site: str):
    start(page, site, "points")
    on.coupons(page, NUMBERS[0], "12")
    page.get_by_label("2枚目", exact=True).fill(NUMBERS[1])
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("お客様情報")


def test_the_faults_have_the_focus_and_lead_to_their_fields(page: Page, site: str):
    start(page, site, "points")
    on.coupons(page, NUMBERS[0], "12")
    expect(page.locator(".faults")).to_be_focused()
    expect(page).to_have_title("エラー：クーポンの情報（1/5） - 地域クーポン補償 特設サイト")
    page.get_by_role("link", name="2枚目のお問合せ番号は2桁です。").press("Enter")
    field = page.get_by_label("2枚目", exact=True)
    expect(field).to_be_focused()
    expect(field).to_have_accessible_description(
        "1枚ごとに番号が違います。数字の間の空白や「－」は、あってもなくてもかまいません。"
        " 2枚目のお問合せ番号は2桁です。12桁の数字を入力してください。"
    )


def test_an_added_row_has_the_focus(page: Page, site: str):
    start(page, site, "points")
    press(page, "＋ クーポンを追加する")
    expect(page.get_by_label("2枚目", exact=True)).to_be_focused()
    page.locator("[name=remove]").last.click()
    expect(page.get_by_label("2枚目", exact=True)).to_have_count(0)


def test_back_works_after_faults_and_added_rows(page: Page, site: str):
    """A page that came as the answer to a form, and may not be stored, could not be gone back to."""
    start(page, site, "points")
    on.coupons(page, NUMBERS[0], "12")
    page.get_by_label("2枚目", exact=True).fill(NUMBERS[1])
    press(page)
    assert step_of(page) == "you"
    go_back(page)
    expect(page.get_by_label("2枚目", exact=True)).to_have_value("2000 0000 0002")
    expect(page.locator("h1")).to_have_text("クーポンの情報")


def test_clicking_twice_files_once(page: Page, site: str):
    arrive(page, site, "points", "review")
    page.get_by_label("個人情報の取り扱いに同意する").check()
    page.get_by_role("button", name=on.FILE, exact=True).dblclick()
    expect(page.locator("h1")).to_have_text("申請を受け付けました")
    go_back(page)
    expect(page.locator("h1")).to_have_text("申請を受け付けました")
    assert Claim.objects.count() == 1


def test_with_cookies_switched_off_the_page_says_so(page: Page, site: str):
    def without_cookies(route: Route) -> None:
        answer = route.fetch(headers={**route.request.headers, "cookie": ""})
        route.fulfill(response=answer, headers={k: v for k, v in answer.headers.items() if k != "set-cookie"})

    page.route(f"{site}/**", without_cookies)
    start(page, site, "points")
    on.coupons(page, NUMBERS[0])
    expect(page.locator("main")).to_contain_text("Cookie")


def test_the_receipt_prints_on_one_page(page: Page, site: str):
    arrive(page, site, "refund", "review")
    on.agree(page)
    expect(page.locator("h1")).to_have_text("申請を受け付けました")
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 1
