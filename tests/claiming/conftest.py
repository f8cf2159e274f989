import pytest
from django.test import Client

from tests.claiming.directory import write_banks
from tests.claiming.walking import Walker


@pytest.fixture
def points(db, client: Client) -> Walker:
    return Walker(client)


@pytest.fixture
def refund(db, client: Client, banks: None) -> Walker:
    return Walker(client, "refund")


@pytest.fixture
def banks(db) -> None:
    """Two banks of the list, and ゆうちょ銀行."""
    write_banks()
