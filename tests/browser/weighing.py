"""What a view costs on the line: its addresses and their bytes, by the browser's own record of the page that is open.

What came from the cache counts as if it had not; the icon of the tab, which the record leaves out, is added.
"""

from urllib.parse import urlsplit

from playwright.sync_api import Page

BYTES_MAX, REQUESTS_MAX = 30 * 1024, 4
# Bytes of an answer before its content, which the record does not tell: a page's, with its cookies, and a file's.
HEADERS = {"navigation": 900, "resource": 300}
RECORD = """[...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .map(asked => [asked.entryType, asked.name.split("#")[0], asked.encodedBodySize])"""
ICONS = "[...document.querySelectorAll('link[rel~=icon]')].map(link => link.href)"


def weight(page: Page) -> dict[str, int]:
    """Bytes by address."""
    page.wait_for_load_state()  # a click returns when the next page has only begun
    weights: dict[str, int] = {}
    for kind, address, size in page.evaluate(RECORD):
        weights[address] = max(size + HEADERS[kind], weights.get(address, 0))
    for icon in page.evaluate(ICONS):
        weights[icon] = weights.get(icon) or len(page.request.get(icon).body()) + HEADERS["resource"]
    return weights


def is_light(page: Page, site: str) -> None:
    """At most 30 KB in 4 requests, all to our own host (ux.md d2)."""
    weights = weight(page)
    assert {urlsplit(address).netloc for address in weights} == {urlsplit(site).netloc}
    assert len(weights) <= REQUESTS_MAX
    assert sum(weights.values()) <= BYTES_MAX
