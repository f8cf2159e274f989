import pytest
from django.test import Client

from config import clock
from tests.shops.people import AT
from tests.staff.people import client_of
from tests.staff.people import staff as person


@pytest.fixture
def march(db) -> None:
    clock.move_to(AT)


@pytest.fixture
def sato() -> Client:
    return client_of(person("sato", "clerk"))
