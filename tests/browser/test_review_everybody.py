"""The review's pages in every state, in a browser: axe finds nothing, nothing scrolls sideways, no script is needed."""

import pytest
from django.conf import settings
from playwright.sync_api import Page

from claims.models import Claim, OneTimeCode
from config import clock
from tests.browser.everybody import everybody_can_work_with, press_enter
from tests.filing.drafts_made import code_of
from tests.review.pages import STATES
from tests.review.people import AT
from tests.staff.people import client_of, staff

pytestmark = pytest.mark.browser
# Field by field, in the order of the page; the year is there already, and a checkbox is passed by.
TYPED = ("", "2", "23", "123456789012", "", "沖縄 太郎", "オキナワ タロウ", "09012345678", "", "SMS", "09012345678")


@pytest.fixture
def at_the_desk(page: Page, site: str) -> Page:
    """Logged in as somebody who may do everything of the review, on 11 April."""
    clock.move_to(AT)
    user = staff("sato", "clerk", "reviewer", "approver", "operator")
    session = client_of(user).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
    return page


def open_all(page: Page) -> None:
    """What is folded is read too."""
    for summary in page.locator("#content summary").all():
        summary.press("Enter")


@pytest.mark.parametrize("state", STATES)
def test_everybody_can_work_with_it(at_the_desk: Page, site: str, state: str):
    page = at_the_desk
    page.goto(site + STATES[state]())
    assert page.locator(".review").count() >= 1
    open_all(page)
    everybody_can_work_with(page)


def test_with_faults(at_the_desk: Page, site: str):
    page = at_the_desk
    page.goto(site + STATES["taking_refund"]())
    press_enter(page, page.get_by_role("button", name="復唱へ進む"))
    assert page.title().startswith("エラー：")
    everybody_can_work_with(page)
    page.goto(site + STATES["case_of_mine"]())
    page.get_by_text("断る", exact=True).first.press("Enter")
    press_enter(page, page.get_by_role("button", name="断って、理由を伝える"))
    assert "断る理由を選んでください。" in page.locator(".review").inner_text()
    everybody_can_work_with(page)


def test_a_claim_taken_by_keyboard_alone(at_the_desk: Page, site: str):
    """From the first field to the receipt number, with Tab, typing and Enter; each page on the way is for everybody."""
    page = at_the_desk
    page.goto(site + STATES["taking_points"]())
    page.get_by_label("ご旅行先の都道府県").focus()
    page.keyboard.press("End")  # 沖縄県 is the last
    page.keyboard.press("Tab")
    for keys in TYPED:
        page.keyboard.type(keys)
        page.keyboard.press("Tab")
    press(page, "復唱へ進む")
    assert "1234 5678 9012" in page.locator(".review").inner_text()
    everybody_can_work_with(page)
    press(page, "認証コードを送る")
    page.get_by_label("お客様が読み上げた6桁").focus()
    page.keyboard.type("000000")
    press(page, "コードを確かめる")
    assert "認証コードが違います。あと4回入力できます。" in page.locator(".review").inner_text()
    everybody_can_work_with(page)
    page.get_by_label("お客様が読み上げた6桁").fill(code_of(OneTimeCode.objects.get()))
    press(page, "コードを確かめる")
    press(page, "申請を受け付ける")
    assert Claim.objects.get().receipt_no in page.locator(".review").inner_text()
    everybody_can_work_with(page)


def press(page: Page, button: str) -> None:
    """Enter on a button, and the next page is there."""
    page.get_by_role("button", name=button, exact=True).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
