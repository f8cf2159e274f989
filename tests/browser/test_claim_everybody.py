"""The claim forms in every state: everybody can use them, they are light and need no script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.claim_pages import STATES, address, arrive, start
from tests.browser.everybody import everybody_can_read, everybody_can_use, go_back

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("method", "step", "doings"), STATES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_everybody_can_use_it(page: Page, site: str, method: str, step: str, doings: list[Callable[[Page], None]]):
    arrive(page, site, method, step)
    everybody_can_use(page, site)
    for do in doings:
        do(page)
        everybody_can_use(page, site)


def test_the_start_and_a_session_that_is_over(page: Page, site: str):
    start(page, site, "refund")
    go_back(page)
    everybody_can_use(page, site)
    page.context.add_cookies([{"name": "draft-points-regionpay-2023", "value": "old", "url": site}])
    page.goto(address(site, "points", "you"))
    assert page.locator("h1").inner_text() == "時間がたったため、もう一度入力をお願いします"
    everybody_can_read(page)


def test_yucho_by_symbol_and_number(page: Page, site: str):
    arrive(page, site, "refund", "bank")
    page.get_by_label("ゆうちょ銀行").check()
    page.get_by_role("button", name="次へ進む", exact=True).click()
    everybody_can_use(page, site)
    page.get_by_role("button", name="次へ進む", exact=True).click()
    everybody_can_use(page, site)
