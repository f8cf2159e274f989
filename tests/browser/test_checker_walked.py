"""The checker in a browser without JavaScript: three answers, a result, nothing kept."""

import pytest
from playwright.sync_api import Page

from tests.browser.pages import open_page

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("answers", "result"),
    [
        (["クーポンが使えず、残額がある", "はい", "していない"], "特設サイトから申請できます"),
        (["クーポンが使えず、残額がある", "わからない", "わからない"], "特設サイトから申請できます"),
        (["クーポンが使えず、残額がある", "いいえ"], "対象にならない可能性があります"),
        (["支払いボタンを何度か押して、二重に支払われた"], "お電話でお手続きください"),
    ],
)
def test_the_checker_is_walked_without_javascript(
    page_without_javascript: Page, site: str, answers: list[str], result: str
):
    page = page_without_javascript
    open_page(page, site, "after the freeze")
    page.get_by_role("link", name="対象かどうか調べる").click()
    for answer in answers:
        page.get_by_role("link", name=answer, exact=True).click()
    assert page.locator("h1").inner_text().replace("\n", "") == result
    assert page.context.cookies() == []
