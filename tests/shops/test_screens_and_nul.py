"""A NUL in an address or a form, which no keyboard makes, is no error of the server's."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.shops.people import shop, two_cases
from tests.staff.people import client_of, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("march")]
NUL = "\0"
PERIOD = {"since": "2023-03-01", "last": "2023-03-31"}
CALL = {"mark": NUL, "person": NUL, "note": NUL, "case": NUL, "store_no": NUL, f"says_{NUL}": "agrees"}


@pytest.fixture
def all_of_it() -> Client:
    return client_of(staff("sato", "clerk", "operator", "approver"))


@pytest.mark.parametrize("name", ["confirm_queue", "changes", "settlements"])
def test_in_an_address(all_of_it, name):
    for key in ("scheme", "q", "after"):
        assert all_of_it.get(reverse(name), {key: f"{NUL}x"}).status_code in (200, 404)


@pytest.mark.parametrize("name", ["confirm_list", "confirm_take", "change_make", "change_take", "settlement_download"])
def test_in_a_form(all_of_it, name):
    for key in ("scheme", "q", "store"):
        assert all_of_it.post(reverse(name), PERIOD | {key: f"{NUL}x"}).status_code in (200, 302, 404, 422)


@pytest.mark.parametrize("name", ["confirm_call", "confirm_absent", "confirm_wrong"])
def test_on_a_call(all_of_it, name):
    two_cases()
    all_of_it.post(reverse("confirm_open", args=[shop().pk]))
    assert all_of_it.post(reverse(name, args=[shop().pk]), CALL).status_code in (409, 422)
