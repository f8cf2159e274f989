"""No page holds anything that the content security policy forbids, and no browser reports that one does."""

from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import Page

from config import clock
from desk import roles
from tests.browser import receiving_pages
from tests.english.receiving_states import RECEIVING
from tests.english.states import CLAIMING, READ
from tests.english.status_states import STATUS_PAGES
from tests.makers import coupon, hanako, japan, regionpay
from tests.staff.people import client_of, staff
from tests.staff.test_every_address import NOBODY, TABLE, address, world

__all__ = ["world"]
PUBLIC = READ | CLAIMING | RECEIVING | STATUS_PAGES
LOADED = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "srcset", "object": "data"}
IN_ADMIN = ("/admin/", "/admin/auth/user/add/", "/admin/claims/announcement/add/", "/admin/coupons/coupon/")


class Forbidden(HTMLParser):
    """What a page holds that the policy does not let run or load."""

    def __init__(self, html: str):
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("style", "base") or (tag == "script" and "src" not in given):
            self.found.append(f"<{tag}>")
        self.found += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        outside = given.get(LOADED.get(tag, ""), "/") or "/"
        if not outside.startswith("/") or outside.startswith("//"):
            self.found.append(f"{tag} {outside[:60]}")
        if (given.get("href") or "").startswith("javascript:"):
            self.found.append(f"{tag} javascript:")


def forbidden(answer: HttpResponse) -> list[str]:
    """That every answer has the policy, tests/config/test_headers.py asks."""
    return Forbidden(answer.content.decode()).found if answer["Content-Type"].startswith("text/html") else []


@pytest.mark.parametrize(
    "html",
    [
        "<script>1</script>",
        "<style>p {}</style>",
        '<p style="color: red">',
        '<p onclick="x()">',
        '<img src="data:image/png;base64,AA==">',
        '<script src="//elsewhere.example/x.js"></script>',
        '<a href="javascript:x()">',
        '<base href="/">',
    ],
)
def test_what_is_forbidden_is_seen(html):
    assert len(Forbidden(html).found) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("state", [one for one in PUBLIC if one not in ("broken", "no scheme")])
def test_a_public_page_holds_nothing_forbidden(client, state):
    assert forbidden(PUBLIC[state](client)) == []


@pytest.mark.django_db
def test_no_staff_page_holds_anything_forbidden(world):
    everything = client_of(staff("everything", *roles.ROLES))
    pages = {name: everything.get(address(name, world)) for name, needed in TABLE.items() if needed != NOBODY}
    seen = [name for name, answer in pages.items() if answer.status_code == 200]

    assert {name: forbidden(pages[name]) for name in seen if forbidden(pages[name])} == {}
    assert len(seen) > 60


def reports(page: Page) -> list[str]:
    """What the browser says of violations, from now on."""
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text) if "Content Security Policy" in one.text else None)
    return said


@pytest.mark.browser
def test_a_browser_reports_what_is_not_allowed(page: Page, site: str):
    said = reports(page)
    page.goto(site)
    assert said == []
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))")

    assert (len(said), page.evaluate("window.ran")) == (2, None)


@pytest.mark.browser
@pytest.mark.parametrize("state", receiving_pages.STATES)
def test_the_receiving_site_in_a_browser(page: Page, site: str, state: str):
    said = reports(page)
    receiving_pages.open_state(page, site, state)
    page.wait_for_load_state()

    assert said == []


@pytest.mark.browser
def test_desk_and_admin_in_a_browser(page: Page, site: str):
    clock.move_to(japan("2023-04-05 12:00"))
    on = coupon(member=hanako(regionpay()))
    client: Client = client_of(staff("everything", *roles.ROLES))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
    said = reports(page)
    for where in (
        *IN_ADMIN,
        "/admin/desk/",
        f"/admin/desk/coupon/{on.pk}/",
        "/admin/operations/",
        "/admin/second-factor/",
    ):
        assert page.goto(site + where).status == 200
        page.wait_for_load_state("networkidle")

    assert said == []
