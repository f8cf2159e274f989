"""Every screen of bank refunds in a browser: axe finds nothing, nothing scrolls sideways, no script is needed."""

import pytest
from django.conf import settings
from playwright.sync_api import Page

from config import clock
from payouts.models import RefundBatch
from tests.browser.everybody import everybody_can_work_with, press_enter
from tests.refunds import people
from tests.refunds.pages import STATES, address
from tests.staff.people import client_of, staff

pytestmark = pytest.mark.browser


@pytest.fixture
def at_the_desk(page: Page, site: str) -> Page:
    """Logged in as somebody who may do everything, in mid-May."""
    people.house()
    log_in(page, site, "sato", "operator", "approver", "reviewer")
    return page


def log_in(page: Page, site: str, name: str, *roles: str) -> None:
    session = client_of(staff(name, *roles)).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])


@pytest.mark.parametrize("state", STATES)
def test_everybody_can_work_with_it(at_the_desk: Page, site: str, state: str):
    page = at_the_desk
    page.goto(site + STATES[state]() + ("?still" if state == "being_built" else ""))
    assert page.locator(".review").count() == 1
    for summary in page.locator("#content summary").all():
        summary.press("Enter")
    everybody_can_work_with(page)


def press(page: Page, button: str) -> None:
    press_enter(page, page.get_by_role("button", name=button, exact=True))


def test_approved_by_keyboard_alone_with_its_faults_told(at_the_desk: Page, site: str):
    people.refunds(people.claim(1000), people.claim(2500))
    batch = people.submitted()
    page = at_the_desk
    page.goto(site + address("refund_batch", batch.pk))
    press(page, "承認する")
    assert page.title().startswith("エラー：")
    everybody_can_work_with(page)
    page.get_by_label("件数 必須").focus()
    page.keyboard.type("2")
    page.keyboard.press("Tab")
    page.keyboard.type("３，５００円")
    press(page, "承認する")
    assert "承認しました。" in page.locator("body").inner_text()
    row = RefundBatch.objects.get()
    assert (row.state, row.approved_by) == ("approved", "sato")
    assert clock.now() >= people.AT
