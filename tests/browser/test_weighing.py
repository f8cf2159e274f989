"""The record by which views are weighed says what really goes over the line, and not less."""

import pytest
from playwright.sync_api import Page

from tests.browser.pages import open_page
from tests.browser.receiving_pages import open_state
from tests.browser.weighing import weight

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("state", ["after the freeze", "not found", "broken"])
def test_the_record_has_every_address_and_no_fewer_bytes(page: Page, site: str, state: str):
    line = Line(page)
    open_page(page, site, state)
    assert_it_says_no_less(page, line)


def test_also_of_a_page_that_comes_with_cookies(page: Page, site: str):
    open_state(page, site, "choice")
    page.wait_for_load_state("networkidle")
    line = Line(page)
    page.reload()
    assert_it_says_no_less(page, line)


def assert_it_says_no_less(page: Page, line: "Line") -> None:
    page.wait_for_load_state("networkidle")
    weights = weight(page)
    assert set(line.bytes) == set(weights)
    assert [address for address, size in line.bytes.items() if not 0 < size <= weights[address]] == []


class Line:
    """Addresses and bytes as the network sees them."""

    def __init__(self, page: Page):
        self.bytes: dict[str, int] = {}
        self._addresses: dict[str, str] = {}
        network = page.context.new_cdp_session(page)
        network.send("Network.enable")
        network.send("Network.clearBrowserCache")
        network.on("Network.requestWillBeSent", self._asked)
        network.on("Network.loadingFinished", self._came)

    def _asked(self, event: dict) -> None:
        self._addresses[event["requestId"]] = event["request"]["url"]

    def _came(self, event: dict) -> None:
        if address := self._addresses.get(event["requestId"]):  # else asked for by the page before this one
            self.bytes[address] = max(self.bytes.get(address, 0), int(event["encodedDataLength"]))
