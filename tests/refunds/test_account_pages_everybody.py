"""The pages on which a claimant gives another account, in a real browser: from the link to the last page."""

import pytest
from playwright.sync_api import Page

from payouts.models import AccountRequest
from tests.browser.everybody import everybody_can_use
from tests.refunds import people

pytestmark = pytest.mark.browser
NEXT = "次へ進む"


@pytest.fixture
def asked(own_database) -> AccountRequest:
    people.house()
    payout = people.refund()
    people.exported()
    people.came_back(payout)
    return AccountRequest.objects.get()


def go_on(page: Page, button: str = NEXT) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=button).last.click()


def test_from_the_link_to_the_end_everybody_can_use_every_page(page: Page, asked, site: str):
    page.goto(f"{site}/a/{asked.token}/")
    everybody_can_use(page, site)
    page.get_by_label("電話番号の下4桁").fill("9999")
    go_on(page)
    assert page.title().startswith("エラー：")
    everybody_can_use(page, site)
    page.get_by_label("電話番号の下4桁").fill("0002")
    go_on(page)
    everybody_can_use(page, site)
    page.get_by_label("琉球銀行").check()
    go_on(page)
    everybody_can_use(page, site)
    page.get_by_label("那覇支店").check()
    go_on(page)
    page.get_by_label("口座番号").fill("1234")
    page.get_by_label("口座名義（カナ）").fill("オキナワ タロウ")
    everybody_can_use(page, site)
    go_on(page)
    assert "0001234" in page.locator("main").inner_text()
    everybody_can_use(page, site)
    go_on(page, "この口座にする")
    assert page.locator("h1").inner_text() == "振込口座を受け付けました"
    everybody_can_use(page, site)
    assert AccountRequest.objects.get().answered_by == "account site"


def test_the_ends_of_the_way(page: Page, asked, site: str):
    page.goto(f"{site}/a/bank/")
    assert page.locator("h1").inner_text() == "もう一度、URLを開いてください"
    everybody_can_use(page, site)
    AccountRequest.objects.update(tries=5, locked_at=people.AT)
    page.goto(f"{site}/a/{asked.token}/")
    assert page.locator("h1").inner_text() == "このURLは使えなくなりました"
    everybody_can_use(page, site)
