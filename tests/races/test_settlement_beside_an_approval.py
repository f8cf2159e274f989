"""An approval of the last minute is committed when the shops' list is closed already: in one list, and in one only."""

import threading

from django.db import transaction

from coupons import settlements
from coupons.models import SettledEntry, SettlementList
from tests.changes.people import restored
from tests.changes.test_settlements import closed, restored_at
from tests.makers import regionpay
from tests.races.guards import Background


def numbers(of: SettlementList) -> list[str]:
    return [entry.entry_no for entry in settlements.entries(regionpay(), of)]


def test_committed_after_the_list_was_closed_it_stands_in_the_next_and_in_one_only(own_database):
    """Approved at 23:59 on 31 March; the list of March is closed while that is not committed yet."""
    first = restored_at("2023-03-20 10:00").entry_no
    is_written, may_commit = threading.Event(), threading.Event()

    def approve() -> str:
        with transaction.atomic():
            late = restored_at("2023-03-31 23:59").entry_no
            is_written.set()
            assert may_commit.wait(20)
        return late

    approval = Background(approve)
    assert is_written.wait(20)
    march = closed()
    may_commit.set()
    late = approval.join().result
    april = closed("2023-05-01 00:00", at="2023-05-01 00:05")

    assert (numbers(march), numbers(april)) == ([first], [late])
    assert (march.line_count, april.line_count) == (1, 1)


def test_of_two_who_close_at_once_one_closes(own_database):
    restored()
    both = [Background(closed) for _ in range(2)]

    assert sorted(type(one.join().error).__name__ for one in both) == ["NoneType", "NothingToSettle"]
    assert SettledEntry.objects.count() == 1
