"""The receiving site in every state: axe finds nothing, nothing scrolls sideways, it is light and has no script."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.receiving_pages import STATES, open_state
from tests.browser.test_everybody_can_read_it import SIDEWAYS, SMALL_TARGETS, SMALL_TEXT, WCAG_TEXT_SPACING
from tests.browser.weighing import Weighed

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("state", STATES)]

BIG_ENOUGH_BY_THEIR_CARD = "document.querySelectorAll('.choice input, [type=hidden]').forEach(e => e.remove())"


def test_everybody_can_use_it(page: Page, site: str, state: str):
    """At the width of a phone and of a desk: axe, targets of 44 pixels, text of 15."""
    open_state(page, site, state)
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        found = Axe().run(page).response["violations"]
        assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.locator("h1").count() == 1
    assert page.evaluate(SMALL_TEXT) == []
    page.evaluate(BIG_ENOUGH_BY_THEIR_CARD)
    assert page.evaluate(SMALL_TARGETS) == []


def test_nothing_scrolls_sideways_at_320_pixels_nor_with_text_twice_as_large(page: Page, site: str, state: str):
    open_state(page, site, state, width=320)
    sideways = [page.evaluate(SIDEWAYS)]
    for style in ("html {font-size: 200%}", WCAG_TEXT_SPACING):
        page.add_style_tag(content=style)
        sideways.append(page.evaluate(SIDEWAYS))
    assert sideways == [0, 0, 0]


def test_it_is_at_most_30_kb_in_4_requests_of_our_own_host_without_a_script(page: Page, site: str, state: str):
    open_state(page, site, state)
    weighed = Weighed(page)
    page.reload()
    weighed.is_light(site)
    assert page.locator("script").count() == 0
