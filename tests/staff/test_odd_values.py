"""Whatever is sent to a staff address, by its forms or made by hand, none of them is an error of the server's."""

import re
from pathlib import Path

import pytest
from django.test import Client

from desk import roles
from tests.odd_values import ODD, is_an_error, sent_to
from tests.staff.people import client_of, staff
from tests.staff.test_every_address import TABLE, address, world

pytestmark = pytest.mark.django_db
ROOMS = ("desk", "payouts", "claims", "notifications", "trail", "config")
READ_BY_NAME = re.compile(r"""(?:POST|GET)(?:\.get|\.getlist)?[\[(]"(\w+)\"""")
# Its row is one that the schema forbids: said of a line that was never written to a file.
NO_SUCH_ROW = ("refund_settle", "admin:logout")
__all__ = ["world"]  # the fixture


def names() -> list[str]:
    """Every value that a view reads past a form."""
    root = Path(__file__).parents[2]
    files = (file for room in ROOMS for file in (root / room).rglob("*.py"))
    return sorted({name for file in files for name in READ_BY_NAME.findall(file.read_text())})


@pytest.fixture
def everybody() -> Client:
    """One who may do everything."""
    return client_of(staff("everybody", *roles.ROLES))


def addresses(world: dict[str, int]) -> list[str]:
    return [address(name, world) for name in TABLE if name not in NO_SUCH_ROW]


def test_there_is_much_to_send(world, everybody):
    page = everybody.get("/admin/desk/incident/new/").content.decode()

    assert len(names()) > 30
    assert len(list(sent_to(page, "/admin/desk/incident/new/"))) >= len(ODD)


@pytest.mark.parametrize("odd", ["too great", "no digit"])  # the others are sent by the forms below
def test_made_by_hand(world, everybody, odd):
    values = dict.fromkeys(names(), ODD[odd])
    sent = [(method, to) for to in addresses(world) for method in ("get", "post")]
    errors = [is_an_error(everybody, method, to, values) for method, to in sent]

    assert [one for one in errors if one] == []


def test_by_the_forms_of_its_page(world, everybody):
    forbidden = address("refund_settle", world)
    errors = []
    for to in addresses(world):
        page = everybody.get(to)
        if page.status_code == 200 and page.headers["Content-Type"].startswith("text/html"):
            sent = sent_to(page.content.decode(), to)
            errors += [is_an_error(everybody, *one) for one in sent if one[1] not in (forbidden, "/admin/logout/")]

    assert [one for one in errors if one] == []
