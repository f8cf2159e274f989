import pytest

from config import clock
from desk.roles import make_groups
from tests.claiming.directory import write_banks
from tests.review.people import AT


@pytest.fixture
def april(db) -> None:
    """It is 11 April at noon, and the roles are there to be given."""
    make_groups()
    clock.move_to(AT)


@pytest.fixture
def banks(db) -> None:
    """Two banks of the list, and ゆうちょ銀行."""
    write_banks()
