import pytest
from django.test import Client

from coupons.models import Entry
from desk.roles import make_groups
from tests.incidents.people import now_is
from tests.makers import coupon, pay
from tests.staff.people import client_of, staff


@pytest.fixture
def march(db) -> None:
    """It is 12 March at noon, and the roles are there to be given."""
    make_groups()
    now_is("2023-03-12 12:00")


@pytest.fixture
def clerk() -> Client:
    return client_of(staff("hana", "clerk"))


@pytest.fixture
def sato() -> Client:
    return client_of(staff("sato", "reviewer"))


@pytest.fixture
def payment(db) -> Entry:
    """1,000 yen in the evening of the outage."""
    return pay(coupon(yen=3000), 1000, "2023-02-24 18:00")
