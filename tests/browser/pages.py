"""Every public page in every state, and how to open it."""

from collections.abc import Callable

from django.db import connection
from playwright.sync_api import Page

from config.clock import move_to
from coupons.models import Scheme
from tests.makers import japan, other_scheme


def at(time: str) -> Callable[[], str]:
    """The first page at a legal time."""

    def prepare() -> str:
        move_to(japan(time))
        return "/regionpay-2023/"

    return prepare


def list_of_schemes() -> str:
    other_scheme()
    return "/"


def no_scheme() -> str:
    Scheme.objects.all().delete()
    return "/"


def not_found() -> str:
    return "/nothing/is/here/"


def broken() -> str:
    with connection.cursor() as cursor:
        cursor.execute("alter table coupons_scheme rename to gone")
    return "/"


STATES = {
    "before the site opens": at("2023-03-05 12:00"),
    "before the freeze": at("2023-03-25 12:00"),
    "after the freeze": at("2023-04-05 12:00"),
    "after claims": at("2023-05-01 00:00"),
    "after all": at("2023-06-01 00:00"),
    "several schemes": list_of_schemes,
    "no scheme": no_scheme,
    "not found": not_found,
    "broken": broken,
}


def open_page(page: Page, site: str, state: str, width: int = 390) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(site + STATES[state]())
