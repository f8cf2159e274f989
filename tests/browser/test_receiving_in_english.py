"""The receiving site in English, every state: axe finds nothing, and it is the same with JavaScript and without.

What a client was answered is shown in a browser; style sheets come from the site.
"""

import pytest
from django.db import transaction
from django.test import Client
from playwright.sync_api import Page

from tests.browser.everybody import FAULTS, NARROW, NO_FAULTS, PHONE, SIDEWAYS, as_wide_as, bring_axe
from tests.english.receiving_states import RECEIVING

pytestmark = pytest.mark.browser


def answers() -> dict[str, str]:
    """The HTML of every state; nothing of it stays in the database."""
    found = {}
    for name, see in RECEIVING.items():
        with transaction.atomic():
            found[name] = see(Client()).content.decode()
            transaction.set_rollback(True)
    return found


def show(page: Page, site: str, html: str) -> None:
    page.route("**/shown", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto(f"{site}/shown")
    page.unroute("**/shown")


def faults_of(page: Page) -> dict:
    """What is wrong with the page that is shown; empty for none."""
    bring_axe(page)
    as_wide_as(page, PHONE)
    found = page.evaluate(FAULTS)
    as_wide_as(page, NARROW)
    found["sideways"] = max(found["sideways"], page.evaluate(SIDEWAYS))
    return {} if found == NO_FAULTS else found


def test_every_state_is_for_everybody_and_reads_the_same_without_javascript(
    page: Page, page_without_javascript: Page, site: str
):
    """No page has a script; axe itself needs JavaScript, so it looks where there is some."""
    faults, differs = {}, []
    for name, html in answers().items():
        show(page, site, html)
        said = page.locator("main").inner_text()
        scripts = page.locator("script, noscript").count()
        if found := faults_of(page):
            faults[name] = found
        show(page_without_javascript, site, html)
        if scripts or page_without_javascript.locator("main").inner_text() != said:
            differs.append(name)
    assert (faults, differs) == ({}, [])
