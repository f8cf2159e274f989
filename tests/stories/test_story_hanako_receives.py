"""花子 reads her mail, follows the link, takes nanaco, and sees the code a week later (notice 2.A2-app, -brands)."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from config import clock
from notifications.models import Message
from notifications.render import render
from payouts.models import Payout, PointOrder
from tests.browser.receiving_pages import answer, choose, confirm
from tests.makers import japan
from tests.receiving.people import CODE, link, stock

pytestmark = pytest.mark.browser


def mailed_address() -> str:
    """The path of the link in the mail that was written for her."""
    message = Message.objects.get(template="receive_link")
    (found,) = re.findall(r"https?://\S+", render(message).text)
    return urlsplit(found).path


def test_hanako_takes_her_points_and_sees_the_code_again(page: Page, site: str):
    page.set_viewport_size({"width": 390, "height": 844})
    to = link(2000, 1240)
    stock(yen=3240)

    page.goto(site + mailed_address())
    expect(page.get_by_role("heading", level=1)).to_have_text("ご本人の確認")
    expect(page.locator("main")).not_to_contain_text("3,240")
    answer(page)
    assert page.url == f"{site}/r/"
    expect(page.locator("main")).to_contain_text("3,240円相当")
    choose(page, "nanaco ギフト")
    expect(page.locator("main")).to_contain_text("nanaco ギフト 3,240円分を受け取ります。")
    confirm(page)
    expect(page.locator("main")).to_contain_text(CODE)
    assert Payout.objects.get(pk=to.payout_id).state == Payout.State.PAID

    clock.move_to(japan("2023-04-17 09:00"))
    page.context.clear_cookies()
    page.goto(f"{site}/r/")
    expect(page.locator("main")).to_contain_text("もう一度、メールまたはSMSのURLを開いてください。")
    page.goto(site + mailed_address())
    answer(page)
    expect(page.locator("main")).to_contain_text("で受け取り済みです。")
    page.get_by_role("link", name="番号をもう一度見る").click()
    expect(page.locator("main")).to_contain_text(CODE)


def test_two_tabs_that_choose_two_brands_get_the_first(page: Page, page_without_javascript: Page, site: str):
    """A phone and a computer, which share no cookies, both at the review when the first one confirms."""
    link()
    stock()
    stock("paypay", plain="PAY-1")
    phone, computer = page, page_without_javascript
    for tab, brand in ((phone, "nanaco ギフト"), (computer, "PayPay ポイント")):
        tab.goto(site + mailed_address())
        answer(tab)
        choose(tab, brand)
    confirm(phone)
    expect(phone.locator("main")).to_contain_text(CODE)
    confirm(computer)
    expect(computer.locator("main")).to_contain_text("nanaco ギフト 3,000円分で受け取り済みです。")
    computer.get_by_role("link", name="番号をもう一度見る").click()
    expect(computer.locator("main")).to_contain_text(CODE)
    assert PointOrder.objects.get().brand == "nanaco"


def test_a_mail_scanner_with_a_browser_that_presses_every_button_takes_nothing(page: Page, site: str):
    to = link()
    page.goto(site + mailed_address())
    for _ in range(6):
        for button in page.get_by_role("button").all():
            button.click()
    to.refresh_from_db()
    assert (to.tries, to.locked_at, PointOrder.objects.count()) == (0, None, 0)
