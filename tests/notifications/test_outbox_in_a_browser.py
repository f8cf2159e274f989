"""The outbox in a real browser: read a mail, follow its link, without JavaScript; axe finds nothing."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.everybody import DESK, NARROW, everybody_can_read
from tests.notifications.people import queued

pytestmark = pytest.mark.browser
PAGE = "/demo/outbox/"


def full() -> str:
    for _ in range(15):
        queued(channel="mail", to="hanako.with.a.long.name.that.goes.on.and.on@mail.example.jp")
        queued(context={})
    return PAGE


def one() -> str:
    queued(channel="mail", to="hanako@example.jp")
    return PAGE


def empty() -> str:
    return PAGE


def not_found() -> str:
    return f"{PAGE}?to=taro"


@pytest.mark.parametrize("prepare", [full, one, empty, not_found], ids=lambda state: state.__name__)
def test_everybody_can_read_it(page: Page, site: str, prepare: Callable[[], str]):
    page.goto(site + prepare())
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    everybody_can_read(page, NARROW, DESK)


def test_a_mail_is_found_read_and_its_link_followed_without_javascript(
    page_without_javascript: Page, site: str, settings
):
    page, settings.SITE_URL = page_without_javascript, site
    queued(channel="mail", to="hanako@example.jp")
    queued()
    page.goto(site + PAGE)
    page.get_by_label("送り先").fill("hanako")
    page.get_by_role("button", name="さがす").click()
    page.locator("summary").click()
    page.locator("summary").click()
    page.get_by_role("link", name=f"{site}/r/").click()
    assert page.url.startswith(f"{site}/r/")
