"""Every public page that is only read, in every state, and how to open it."""

from collections.abc import Callable

from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render
from django.test import RequestFactory
from playwright.sync_api import Page

from claims.views.closed import closed
from claims.views.refusals import too_many
from config.clock import move_to
from payouts.models import Summary
from tests.claims.pages import RESULTS, TOP
from tests.makers import japan, other_scheme, regionpay, without_schemes

BEFORE, OPEN, AFTER, OVER = "2023-03-05 12:00", "2023-04-05 12:00", "2023-05-01 00:00", "2023-06-01 00:00"


def at(time: str, address: str = "", root: str = TOP) -> Callable[[], str]:
    """A page at a legal time."""

    def prepare() -> str:
        move_to(japan(time))
        return root + address

    return prepare


def progress_at(time: str) -> Callable[[], str]:
    """The page of the scheme's progress, with some figures to show."""

    def prepare() -> str:
        public = {"people": 1241, "yen": 3_456_789, "oldest_unchecked": "2023-04-18T15:00:00+09:00"}
        Summary.objects.create(scheme=regionpay(), at=japan(time), figures={"public": public})
        return at(time, "progress/")()

    return prepare


def list_of_schemes() -> str:
    other_scheme()
    return "/"


def no_scheme() -> str:
    without_schemes()
    return "/"


def not_found() -> str:
    return "/nothing/is/here/"


def broken() -> str:
    with connection.cursor() as cursor:
        cursor.execute("alter table coupons_scheme rename to gone")
    return "/"


def _request():
    return RequestFactory().get(f"{TOP}claim/points/")


def closed_form(method: str, time: str) -> Callable[[], HttpResponse]:
    return lambda: closed(_request(), regionpay(), method, japan(time))


def shown(template: str, status: int) -> Callable[[], HttpResponse]:
    return lambda: render(_request(), template, {"minutes": 30}, status=status)


STATES: dict[str, Callable[[], str | HttpResponse]] = {
    "before the site opens": at(BEFORE),
    "before the freeze": at("2023-03-25 12:00"),
    "after the freeze": at(OPEN),
    "last days for the phone": at("2023-04-22 12:00"),
    "after claims": at(AFTER),
    "after all": at(OVER),
    "in English": at(OPEN, root=f"/en{TOP}"),
    "several schemes": list_of_schemes,
    "no scheme": no_scheme,
    "notice": at(OPEN, "notice/"),
    "faq": at(OPEN, "faq/"),
    "sheet": at(OPEN, "sheet/"),
    "privacy": at(OPEN, "privacy/"),
    "accessibility": at(OPEN, "accessibility/"),
    "progress before": at(BEFORE, "progress/"),
    "progress": progress_at("2023-04-20 12:00"),
    "news": at(OPEN, "news/"),
    "announcement": at(OPEN, "news/1/"),
    "announcement in English": at(OPEN, "news/1/", root=f"/en{TOP}"),
    "first question": at(OPEN, "check/"),
    "second question": at(OPEN, "check/?happened=unused"),
    "third question": at(OPEN, "check/?happened=unused&expiry=yes"),
    "third question in English": at(OPEN, "check/?happened=unused&expiry=yes", root=f"/en{TOP}"),
    "claim later": at(BEFORE, f"check/?{RESULTS['claim']}"),
    "claim": at(OPEN, f"check/?{RESULTS['claim']}"),
    "claim too late": at(AFTER, f"check/?{RESULTS['claim']}"),
    "not needed": at(OPEN, f"check/?{RESULTS['not needed']}"),
    "not needed and over": at(OVER, f"check/?{RESULTS['not needed']}"),
    "call": at(OPEN, f"check/?{RESULTS['call']}"),
    "not covered": at(OPEN, f"check/?{RESULTS['not covered']}"),
    "easy": at(OPEN, "easy/"),
    "easy and over": at(OVER, "easy/"),
    "easy how": at(OPEN, "easy/how/"),
    "easy question": at(OPEN, "easy/check/?happened=unused&expiry=yes"),
    "easy claim": at(OPEN, f"easy/check/?{RESULTS['claim']}"),
    "easy call": at(OPEN, f"easy/check/?{RESULTS['call']}"),
    "closed before": closed_form("points", BEFORE),
    "closed after": closed_form("refund", AFTER),
    "closed and over": closed_form("points", OVER),
    "not found": not_found,
    "broken": broken,
    "forbidden": shown("403.html", 403),
    "forged": shown("403_csrf.html", 403),
    "too many tries": lambda: too_many(_request(), wait_seconds=1800, scheme=regionpay()),
    "maintenance": shown("503.html", 503),
}


def open_page(page: Page, site: str, state: str, width: int = 390) -> None:
    """Open a state. What has no address of its own is answered in its form's place, with the site's own style."""
    page.set_viewport_size({"width": width, "height": 844})
    found = STATES[state]()
    if isinstance(found, HttpResponse):
        address, body = f"{site}{TOP}claim/points/", found.content
        page.route(address, lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8"))
    else:
        address = site + found
    page.goto(address)
