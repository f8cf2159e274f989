"""The first view is small, comes from our own host alone, and needs no JavaScript."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.pages import STATES, open_page

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("state", STATES)]

BYTES_MAX, REQUESTS_MAX = 30 * 1024, 4


def test_the_first_view_is_at_most_30_kb_in_4_requests_of_our_own_host(page: Page, site: str, state: str):
    asked, answers, sizes = [], [], []
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
    network.on("Network.responseReceived", lambda event: answers.append(event["response"]["status"]))
    network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    open_page(page, site, state)
    page.wait_for_load_state("networkidle")
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(site).netloc}
    assert set(answers[1:]) == {200}
    assert (len(asked) <= REQUESTS_MAX, sum(sizes) <= BYTES_MAX) == (True, True)


def test_a_page_reads_the_same_without_javascript(page: Page, browser: Browser, site: str, state: str):
    open_page(page, site, state)
    context = browser.new_context(java_script_enabled=False)
    without = context.new_page()
    without.goto(page.url)
    assert without.locator("h1").count() == 1
    assert without.locator("main").inner_text() == page.locator("main").inner_text()
    assert without.locator("script").count() == 0
    context.close()
