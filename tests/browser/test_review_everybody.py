"""The review's pages in every state, in a browser: axe finds nothing, nothing scrolls sideways, no script is needed."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from playwright.sync_api import Page

from config import clock
from tests.browser.everybody import DESK, NARROW, SIDEWAYS, VIOLATIONS, as_wide_as
from tests.review.pages import STATES
from tests.review.people import AT
from tests.staff.people import client_of, staff

pytestmark = pytest.mark.browser


@pytest.fixture
def at_the_desk(page: Page, site: str) -> Page:
    """Logged in as somebody who may do everything of the review, on 11 April."""
    clock.move_to(AT)
    user = staff("sato", "clerk", "reviewer", "approver", "operator")
    session = client_of(user).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
    return page


def everybody_can_work_with(page: Page) -> None:
    page.evaluate(AXE_SCRIPT)
    for width in (DESK, NARROW):
        as_wide_as(page, width)
        assert page.evaluate(VIOLATIONS) == []
    assert page.evaluate(SIDEWAYS) == 0
    assert page.locator("h1").count() == 1
    as_wide_as(page, DESK)


def open_all(page: Page) -> None:
    """What is folded is read too."""
    for summary in page.locator("#content summary").all():
        summary.press("Enter")


@pytest.mark.parametrize("state", STATES)
def test_everybody_can_work_with_it(at_the_desk: Page, site: str, state: str):
    page = at_the_desk
    page.goto(site + STATES[state]())
    assert page.locator(".review").count() == 1
    open_all(page)
    everybody_can_work_with(page)


def test_with_faults(at_the_desk: Page, site: str):
    page = at_the_desk
    page.goto(site + STATES["taking_refund"]())
    page.get_by_role("button", name="復唱へ進む").press("Enter")
    assert page.title().startswith("エラー：")
    everybody_can_work_with(page)
    page.goto(site + STATES["case_of_mine"]())
    page.get_by_text("断る", exact=True).first.press("Enter")
    page.get_by_role("button", name="断って、理由を伝える").press("Enter")
    assert "断る理由を選んでください。" in page.locator(".review").inner_text()
    everybody_can_work_with(page)
