"""The first view is small, comes from our own host alone, and needs no JavaScript."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.pages import STATES, open_page
from tests.browser.weighing import Weighed

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("state", STATES)]


def test_the_first_view_is_at_most_30_kb_in_4_requests_of_our_own_host(page: Page, site: str, state: str):
    weighed = Weighed(page)
    open_page(page, site, state)
    weighed.is_light(site)


def test_a_page_reads_the_same_without_javascript(page: Page, browser: Browser, site: str, state: str):
    open_page(page, site, state)
    context = browser.new_context(java_script_enabled=False)
    without = context.new_page()
    without.goto(page.url)
    assert without.locator("h1").count() == 1
    assert without.locator("main").inner_text() == page.locator("main").inner_text()
    assert without.locator("script").count() == 0
    context.close()
