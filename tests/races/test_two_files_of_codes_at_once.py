"""Two operators hand in codes at one moment: the same file is taken once, and one code is given to one order."""

import pytest

from payouts.audit import breaches
from payouts.issuers import delivered, lists
from payouts.issuers.delivered import FileRefused, Taken
from payouts.models import PointCode, PointOrder
from tests.issuers.files import as_csv, row_for
from tests.issuers.people import AT, by_way, code_of, ordered, state_of
from tests.makers import regionpay
from tests.races.guards import at_once


@pytest.fixture
def listed(own_database) -> list[PointOrder]:
    by_way("list")
    made = [ordered(yen) for yen in (1000, 2000)]
    lists.make(scheme=regionpay(), brand="nanaco", who="taro", at=AT)
    return made


def taking(*rows: list, results: list):
    """Hands in a file of these rows; what became of it is added to `results`."""
    data = as_csv(rows)
    return lambda: results.append(delivered.take(data=data, name="codes.csv", who="taro", at=AT))


def test_the_same_file_is_taken_once(listed):
    results: list[Taken] = []
    rows = [row_for(order) for order in listed]

    waited, second = at_once(taking(*rows, results=results), taking(*rows, results=results))

    assert (waited, second.error) == (True, None)
    assert results == [Taken(2, 0, 0, 0), Taken(0, 0, 0, 2)]
    assert PointCode.objects.count() == 2
    assert breaches(regionpay(), AT) == {}


def test_one_code_for_two_orders_goes_to_the_first(listed):
    first, second = listed
    results: list[Taken] = []
    one, other = row_for(first, "CODE-1"), row_for(second, "CODE-1")

    waited, late = at_once(taking(one, results=results), taking(other, results=results))

    assert waited
    assert isinstance(late.error, FileRefused)
    assert [found.line for found in late.error.findings] == [1]
    assert (code_of(first), state_of(second)) == ("CODE-1", ("requested", "ordered"))
    with pytest.raises(FileRefused) as again:
        taking(other, results=results)()
    assert [(found.line, found.reason) for found in again.value.findings] == [(2, "前に届いた番号です。")]
