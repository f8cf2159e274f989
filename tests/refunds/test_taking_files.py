"""Taking a file: both kinds are the same transfers, so whoever comes second, for either, is told who has them."""

import pytest

from payouts.batches import exporting
from tests.races.guards import at_once
from tests.refunds import people


def take(batch, kind: str, by: str, reason: str = "") -> bytes:
    return exporting.download(batch_id=batch.pk, kind=kind, by=by, reason=reason)[1]


@pytest.mark.django_db
@pytest.mark.parametrize(("first", "second"), [("zengin", "xlsx"), ("xlsx", "zengin"), ("zengin", "zengin")])
def test_the_second_is_told_who_and_when_and_says_why(first, second):
    people.house()
    people.refund()
    batch = people.not_yet_due()
    take(batch, first, "one")

    for reason in ("", "  "):
        with pytest.raises(exporting.TakenBefore) as told:
            take(batch, second, "two", reason)
    [event] = told.value.downloads
    assert (event.who, event.at, event.detail["kind"]) == ("one", people.AT, first)

    assert take(batch, second, "two", "壊れていた")
    assert [event.detail.get("reason") for event in exporting.downloads(batch)] == [None, "壊れていた"]


def test_of_two_at_once_the_second_waits_and_is_told(own_database):
    people.house()
    people.refund()
    batch = people.not_yet_due()

    waited, later = at_once(lambda: take(batch, "zengin", "one"), lambda: take(batch, "xlsx", "two"))

    assert (waited, type(later.error)) == (True, exporting.TakenBefore)
    assert [event.who for event in exporting.downloads(batch)] == ["one"]
