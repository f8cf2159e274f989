"""The screens of those who could not be reached, in a browser."""

import pytest
from django.conf import settings
from playwright.sync_api import Page

from tests.browser.everybody import everybody_can_work_with
from tests.desk_screens.people import identify
from tests.staff.people import client_of, staff
from tests.unreached.people import asked, locked, told_in_vain, unreached, without_contact

pytestmark = pytest.mark.browser
LIST = "/admin/desk/delivery/"


def one_listed(client) -> str:
    unreached(), locked(), without_contact()
    return LIST


def in_march(client) -> str:
    told_in_vain()
    return LIST


def to_be_moved(client) -> str:
    payout = unreached()
    identify(client, payout.member, "name", "travel")
    return f"{LIST}{payout.pk}/"


def to_be_unlocked(client) -> str:
    return f"{LIST}{locked().pk}/"


def waiting(client) -> str:
    return f"{LIST}{asked(staff('yamada', 'clerk')).payout_id}/"


@pytest.mark.parametrize("state", [lambda client: LIST, one_listed, in_march, to_be_moved, to_be_unlocked, waiting])
def test_everybody_can_work_with_it(page: Page, site: str, state):
    client = client_of(staff("sato", "clerk", "reviewer", "approver"))
    address = state(client)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
    page.goto(site + address)
    assert page.locator(".review").count() == 1
    for summary in page.locator("#content summary").all():
        summary.press("Enter")
    everybody_can_work_with(page)
