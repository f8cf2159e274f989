"""After filing, on a phone and at a desk, with and without JavaScript: look up, correct, receive, take back."""

import pytest
from playwright.sync_api import Page, expect

from claims import matching
from claims.models import OneTimeCode
from config import clock
from notifications.models import Message
from tests.browser.status_pages import look
from tests.filing.drafts_made import code_of
from tests.makers import japan
from tests.matching.people import covered
from tests.status import people
from tests.status.people import LATER, STATUS, UNKNOWN_NO, matched

pytestmark = pytest.mark.browser


@pytest.fixture(params=[(390, True), (390, False), (1280, True), (1280, False)], ids=str)
def visitor(request: pytest.FixtureRequest) -> Page:
    """Somebody with a width and with or without JavaScript."""
    width, has_scripts = request.param
    page = request.getfixturevalue("page" if has_scripts else "page_without_javascript")
    page.set_viewport_size({"width": width, "height": 844})
    return page


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name).click()


def follow(page: Page, name: str) -> None:
    page.locator("main").get_by_role("link", name=name).click()


def test_a_number_is_corrected_and_the_coupon_accepted(visitor: Page, site: str):
    right = covered()
    look(visitor, site, matched(UNKNOWN_NO))
    expect(visitor.locator("main")).to_contain_text("クーポンの番号をご確認ください")
    follow(visitor, "番号を確認する")
    visitor.get_by_label("1枚目").fill(f"番号：{right.inquiry_no}")
    press(visitor, "確認画面へ進む")
    press(visitor, "入力し直す")
    press(visitor, "確認画面へ進む")
    press(visitor, "この内容で直す")
    expect(visitor.get_by_role("status")).to_contain_text("番号を直しました。")
    matching.match_claims(japan(LATER))
    visitor.reload()
    expect(visitor.locator("main")).to_contain_text("申請を認めました")


def test_a_claim_is_taken_back_and_the_page_closed(visitor: Page, site: str):
    look(visitor, site, people.sent())
    follow(visitor, "申請を取り下げる")
    follow(visitor, "取り下げずに戻る")
    expect(visitor.locator("main")).to_contain_text("受取のご案内をお送りしました")
    follow(visitor, "申請を取り下げる")
    press(visitor, "申請を取り下げる")
    expect(visitor.locator("main")).to_contain_text("この申請は取り下げられました")
    press(visitor, "調べ終わる")
    expect(visitor).to_have_url(f"{site}{STATUS}")
    visitor.goto(f"{site}{STATUS}claim/")
    expect(visitor).to_have_url(f"{site}{STATUS}")


def test_a_url_is_sent_again_after_a_look_up_by_code(visitor: Page, site: str):
    made = people.sent(by="09011112222", phone="")
    clock.move_to(japan(LATER))
    visitor.goto(site + STATUS)
    follow(visitor, "認証コードで調べる")
    visitor.get_by_label("受付番号").fill(made.receipt_no)
    press(visitor, "認証コードを送る")
    visitor.get_by_label("認証コード").fill(code_of(OneTimeCode.objects.get()))
    visitor.keyboard.press("Enter")
    expect(visitor.locator("main")).to_contain_text("下4桁が2222の携帯電話")
    press(visitor, "URLをもう一度送る")
    expect(visitor.get_by_role("status")).to_contain_text("URLをもう一度お送りしました。")
    assert Message.objects.filter(template="receive_link_again", to="09011112222").count() == 1
