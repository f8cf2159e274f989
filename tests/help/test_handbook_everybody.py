"""The handbook: axe finds nothing, nothing scrolls sideways, and it is reached by keyboard."""

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page

from desk.help.topics import TOPICS
from tests.browser.everybody import everybody_can_work_with, press_enter
from tests.staff.people import client_of, staff

pytestmark = pytest.mark.browser


def test_everybody_can_read_the_handbook(page: Page, site: str):
    session = client_of(staff("taro", "reviewer", "clerk")).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
    page.goto(site + reverse("desk_review"))
    press_enter(page, page.get_by_role("link", name="手引き", exact=True))
    assert page.locator("h1").inner_text() == "申請を確認する"
    page.goto(site + reverse("help"))
    everybody_can_work_with(page)
    for topic in TOPICS:
        press_enter(page, page.locator("#content").get_by_role("link", name=topic.title, exact=True))
        everybody_can_work_with(page)
