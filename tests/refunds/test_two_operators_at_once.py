"""Two operators press together, two workers work together: each of 600 refunds leaves in one file, once."""

from collections.abc import Callable

from payouts.audit import breaches
from payouts.batches import drafting, exporting, working
from payouts.models import Payout, RefundBatch, RefundLine
from tests.makers import regionpay
from tests.races.guards import Background
from tests.refunds import bank_reader, many, people


def together(*deeds: Callable) -> list[Background]:
    """Each in a thread with a connection of its own, all at once."""
    return [one.join() for one in [Background(deed) for deed in deeds]]


def told(both: list[Background]) -> list[str]:
    return sorted(type(one.error).__name__ for one in both)


def test_600_refunds_leave_once_however_often_everything_is_pressed(own_database):
    people.house()
    owed = {payout.pk: payout.amount_yen for payout in many.refunds(600)}
    make = lambda name: lambda: drafting.ask(scheme=regionpay(), by=name, transfer_on=people.ON)

    assert told(together(make("one"), make("two"))) == ["BeingBuilt", "NoneType"]
    assert told(together(working.work, working.work)) == ["NoneType"] * 2
    again = together(make("one"), make("two"))
    assert told(again) == ["NothingToTransfer"] * 2
    assert [batch.number for batch in again[0].error.batches] == [1]

    batch = people.approved(people.submitted(RefundBatch.objects.get()))
    ask = lambda name: lambda: exporting.ask(batch_id=batch.pk, by=name)
    assert told(together(ask("one"), ask("two"))) == ["BeingExported", "NoneType"]
    assert told(together(working.work, working.work)) == ["NoneType"] * 2
    assert told(together(ask("one"), ask("two"))) == ["AlreadyExported"] * 2
    take = lambda: exporting.download(batch_id=batch.pk, kind="zengin", by="one")[1]
    as_sheet = lambda: exporting.download(batch_id=batch.pk, kind="xlsx", by="two")[1]
    both = together(take, as_sheet)

    assert told(both) == ["NoneType", "TakenBefore"]
    found = bank_reader.read(bytes(RefundBatch.objects.get().zengin))
    assert {int(one["reference"]): int(one["yen"]) for one in found.transfers} == owed
    assert (found.count, found.total_yen) == (600, sum(owed.values()))
    assert RefundLine.objects.count() == 600
    assert set(Payout.objects.values_list("state", flat=True)) == {"ordered"}
    assert breaches(regionpay()) == {}
