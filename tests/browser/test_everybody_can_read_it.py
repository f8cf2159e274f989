"""axe finds nothing, nothing scrolls sideways, text and targets are large enough: every page in every state."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.pages import STATES, open_page

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("state", STATES)]

WCAG_TEXT_SPACING = "* {line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important}"
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL_TARGETS = """[...document.querySelectorAll("a, button, input, summary")]
    .map(element => [element.textContent.trim(), element.getBoundingClientRect()])
    .filter(([, box]) => box.width < 44 || box.height < 44).map(([text]) => text)"""
SMALL_TEXT = """[...document.body.querySelectorAll("*")]
    .filter(element => [...element.childNodes].some(node => node.nodeType == 3 && node.data.trim()))
    .filter(element => parseFloat(getComputedStyle(element).fontSize) < 15).map(element => element.textContent)"""


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(page: Page, site: str, state: str, width: int):
    open_page(page, site, state, width)
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == []


def test_nothing_scrolls_sideways_at_320_pixels_nor_with_text_twice_as_large(page: Page, site: str, state: str):
    open_page(page, site, state, width=320)
    sideways = [page.evaluate(SIDEWAYS)]
    for style in ("html {font-size: 200%}", WCAG_TEXT_SPACING):
        page.add_style_tag(content=style)
        sideways.append(page.evaluate(SIDEWAYS))
    assert sideways == [0, 0, 0]


def test_targets_have_44_pixels_and_text_15(page: Page, site: str, state: str):
    open_page(page, site, state)
    assert page.evaluate(SMALL_TARGETS) == []
    assert page.evaluate(SMALL_TEXT) == []
