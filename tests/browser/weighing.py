"""What a view costs on the line: its addresses and their bytes.

Counted by address: the icon in the tab is the picture of the page again, and whether Chromium asks for it a second time
or takes it from its cache is a matter of milliseconds.
"""

from urllib.parse import urlsplit

from playwright.sync_api import Page

BYTES_MAX, REQUESTS_MAX = 30 * 1024, 4


class Weighed:
    """Everything the page asks for from now on."""

    def __init__(self, page: Page):
        self._urls: dict[str, str] = {}
        self._bytes: dict[str, int] = {}
        self._page = page
        network = page.context.new_cdp_session(page)
        network.send("Network.enable")
        network.send("Network.clearBrowserCache")
        network.on("Network.requestWillBeSent", self._asked)
        network.on("Network.loadingFinished", self._came)

    def _asked(self, event: dict) -> None:
        self._urls[event["requestId"]] = event["request"]["url"]

    def _came(self, event: dict) -> None:
        url = self._urls.get(event["requestId"])
        if url is None:
            return  # asked for by the page before this one
        self._bytes[url] = max(self._bytes.get(url, 0), int(event["encodedDataLength"]))

    def is_light(self, site: str) -> None:
        """At most 30 KB in 4 requests, all to our own host (ux.md d2)."""
        self._page.wait_for_load_state("networkidle")
        assert {urlsplit(url).netloc for url in self._urls.values()} == {urlsplit(site).netloc}
        assert len(self._bytes) <= REQUESTS_MAX
        assert 0 < sum(self._bytes.values()) <= BYTES_MAX
