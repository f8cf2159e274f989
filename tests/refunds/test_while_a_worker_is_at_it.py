"""What is refused while a draft is built or checked, and a limit that is lowered meanwhile."""

import pytest

from payouts.batches import approving, drafting, lines, working
from payouts.models import Consignor, RefundBatch
from tests.makers import regionpay
from tests.races.guards import refusal
from tests.refunds import people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def house(db) -> None:
    people.house()


def test_a_draft_that_is_to_be_checked_again_is_not_submitted_nor_changed():
    payout = people.refund()
    batch = people.drafted()
    working.ask_to_check(batch.pk, by="maker")

    with pytest.raises(lines.BeingWorkedOn):
        people.submitted(batch)
    with pytest.raises(lines.BeingWorkedOn):
        lines.exclude(batch_id=batch.pk, line_ids=[people.line_of(payout).pk], by="maker", reason="x")
    with pytest.raises(lines.BeingWorkedOn):
        working.ask_to_check(batch.pk, by="another")
    working.work()
    assert people.submitted(batch).state == "submitted"


def test_so_says_the_database():
    people.refund()
    batch = people.submitted()

    name = "only_a_draft_is_built_and_only_what_is_approved_written_out"
    for work in ("build", "check", "export"):
        assert refusal(lambda work=work: RefundBatch.objects.filter(pk=batch.pk).update(work=work)) == name


def test_a_draft_that_is_being_built_or_checked_is_given_up():
    people.refund()
    batch = drafting.ask(scheme=regionpay(), by="maker", transfer_on=people.ON)
    approving.give_up(batch_id=batch.pk, by="maker", reason="作り直す")

    assert working.work() == 0
    assert (people.again(batch).state, people.again(batch).work) == ("cancelled", "")
    assert people.drafted().lines.count() == 1


def test_a_limit_that_is_lowered_while_a_draft_is_built_stops_it_there(monkeypatch):
    monkeypatch.setattr(drafting, "CHUNK", 3)
    payouts = people.refunds(*[people.claim() for _ in range(5)])
    batch = drafting.ask(scheme=regionpay(), by="maker", transfer_on=people.ON)
    assert drafting.build(batch) is True
    Consignor.objects.update(most_lines=2)

    working.work()
    working.work()

    rows = list(RefundBatch.objects.order_by("number"))
    assert [(row.lines.count(), row.work) for row in rows] == [(3, ""), (2, "")]
    with pytest.raises(approving.TooManyLines) as told:
        people.submitted(rows[0])
    assert told.value.most == 2
    lines.exclude(batch_id=rows[0].pk, line_ids=[people.line_of(payouts[0]).pk], by="maker", reason="上限")
    assert people.submitted(rows[0]).line_count == 2
