"""A file that the bank did not take: void by two persons, and its refunds leave once, in another one."""

import pytest

from notifications.models import Message
from payouts import outcome_files, outcomes
from payouts.audit import breaches
from payouts.batches import exporting, refusing
from payouts.batches.lines import NoReason
from payouts.batches.spreadsheet import reference
from payouts.models import Payout, RefundBatch
from tests.makers import japan, regionpay, staff
from tests.races.guards import Background, drop_trigger, refusal, rewrite_function
from tests.refunds import bank_reader, people


@pytest.fixture
def house(db) -> None:
    people.house()


def refused(batch: RefundBatch) -> RefundBatch:
    refusing.say(batch_id=batch.pk, by="one", reason="委託者コードの誤り")
    return refusing.confirm(batch_id=batch.pk, by="two")


def test_its_refunds_leave_in_the_next_batch_once(house):
    payouts = people.refunds(people.claim(1000), people.claim(2500))
    void = refused(people.not_yet_due())
    assert {people.state(payout) for payout in payouts} == {"open"}

    batch = people.not_yet_due(people.approved(people.submitted(people.drafted())))

    found = bank_reader.read(bytes(batch.zengin))
    assert [int(one["reference"]) for one in found.transfers] == [payout.pk for payout in payouts]
    assert (people.again(void).state, batch.number, batch.total_yen) == ("refused", void.number + 1, 3500)
    assert {people.state(payout) for payout in payouts} == {"ordered"}
    with pytest.raises(people.drafting.NothingToTransfer):
        people.drafted()
    assert breaches(regionpay()) == {}


def test_the_void_file_is_not_taken_out_and_counts_for_nothing(house):
    payout = people.refund()
    batch = people.exported()
    line = people.line_of(payout)
    void = refused(batch)

    with pytest.raises(exporting.Void):
        exporting.download(batch_id=batch.pk, kind="zengin", by="operator", reason="x")
    with pytest.raises(outcomes.NotLeft):
        outcomes.say(line_id=line.pk, outcome="credited", by=staff("typist"))
    with pytest.raises(outcomes.NotLeft):
        outcomes.close(batch_id=batch.pk, by="operator", rest_is_credited=True)
    row = f"支払番号（顧客コード）,振込額,結果\n{reference(payout.pk)},1000,入金済\n".encode()
    with pytest.raises(outcome_files.Faulty):
        outcome_files.take(scheme=regionpay(), name="x.csv", data=row, by=staff("taker"))
    assert (people.state(payout), bytes(people.again(void).zengin)) == ("open", bytes(batch.zengin))
    by_sql = lambda **values: refusal(lambda: RefundBatch.objects.filter(pk=batch.pk).update(**values))
    assert by_sql(state="closed") == "a_batch_moves_along_its_table"
    assert by_sql(refused_reason="x") == "what_was_said_of_a_file_stays"
    assert refusal(lambda: batch.lines.update(outcome="credited", outcome_at=japan("2023-05-20 10:00"))) == (
        "lines_are_frozen_with_their_batch"
    )


def test_it_takes_two_persons(house):
    payout = people.refund()
    batch = people.not_yet_due()
    with pytest.raises(refusing.NothingSaid):
        refusing.confirm(batch_id=batch.pk, by="two")
    with pytest.raises(NoReason):
        refusing.say(batch_id=batch.pk, by="one", reason=" ")
    refusing.say(batch_id=batch.pk, by="one", reason="委託者コードの誤り")

    with pytest.raises(refusing.SamePerson):
        refusing.confirm(batch_id=batch.pk, by="one")
    by_sql = lambda **values: refusal(lambda: RefundBatch.objects.filter(pk=batch.pk).update(**values))
    assert by_sql(state="refused", refusal_confirmed_by="one") == "a_file_is_void_by_two_persons"
    assert by_sql(state="refused") == "a_file_is_void_by_two_persons"
    assert (people.state(payout), people.again(batch).state) == ("ordered", "exported")


def test_who_was_mistaken_takes_it_back(house):
    people.refund()
    batch = people.not_yet_due()
    refusing.say(batch_id=batch.pk, by="one", reason="x")

    refusing.take_back(batch_id=batch.pk, by="one")

    with pytest.raises(refusing.NothingSaid):
        refusing.confirm(batch_id=batch.pk, by="two")
    assert people.again(batch).refused_by is None


def test_while_it_may_be_void_the_rest_is_not_credited(house):
    payout = people.refund()
    batch = people.exported()
    refusing.say(batch_id=batch.pk, by="one", reason="x")

    with pytest.raises(outcomes.SaidToBeRefused):
        outcomes.close(batch_id=batch.pk, by="operator", rest_is_credited=True)
    by_sql = lambda: RefundBatch.objects.filter(pk=batch.pk).update(state="closed")
    assert (refusal(by_sql), people.state(payout)) == ("what_may_be_void_is_not_closed", "ordered")


def test_while_it_may_be_void_it_is_neither_taken_out_nor_handed_in(house):
    people.refund()
    batch = people.not_yet_due()
    refusing.say(batch_id=batch.pk, by="one", reason="x")

    with pytest.raises(exporting.SaidToBeRefused):
        exporting.download(batch_id=batch.pk, kind="zengin", by="three", reason="x")
    with pytest.raises(exporting.SaidToBeRefused):
        refusing.hand_in(batch_id=batch.pk, by="three")
    values = {"handed_in_at": japan("2023-05-16 10:00"), "handed_in_by": "three"}
    by_sql = lambda: RefundBatch.objects.filter(pk=batch.pk).update(**values)
    assert refusal(by_sql) == "what_may_be_void_is_not_handed_in"
    refusing.take_back(batch_id=batch.pk, by="one")
    assert exporting.download(batch_id=batch.pk, kind="zengin", by="three")[1] == bytes(batch.zengin)
    assert refusing.hand_in(batch_id=batch.pk, by="three").handed_in_by == "three"


@pytest.mark.parametrize("outcome", ["credited", "returned", "unknown"])
def test_what_the_bank_has_carried_out_in_part_is_not_void(house, outcome):
    payout, _other = people.refunds(people.claim(), people.claim())
    batch = people.exported()
    refusing.say(batch_id=batch.pk, by="one", reason="x")
    outcomes.say(line_id=people.line_of(payout).pk, outcome=outcome, by=staff("typist"), reason="x")

    with pytest.raises(refusing.CarriedOut):
        refusing.confirm(batch_id=batch.pk, by="two")
    with pytest.raises(refusing.CarriedOut):
        refusing.say(batch_id=batch.pk, by="one", reason="x")
    values = {"state": "refused", "refusal_confirmed_by": "two"}
    void = lambda: RefundBatch.objects.filter(pk=batch.pk).update(**values)
    assert refusal(void) == "what_the_bank_carried_out_is_not_void"
    rewrite_function("a_batch_moves_along_its_table", "new.state = 'refused' and exists", "false and exists")
    assert void() == 1


def test_only_what_has_left_is_handed_in_or_refused(house):
    people.refund()
    batch = people.approved()
    for deed in (refusing.hand_in, lambda **more: refusing.say(reason="x", **more)):
        with pytest.raises(refusing.NotOut):
            deed(batch_id=batch.pk, by="one")
    batch = people.not_yet_due(batch)
    handed_in = refusing.hand_in(batch_id=batch.pk, by="one")

    assert (handed_in.handed_in_by, handed_in.handed_in_at) == ("one", people.AT)
    with pytest.raises(refusing.HandedInAlready):
        refusing.hand_in(batch_id=batch.pk, by="two")
    by_sql = refusal(lambda: RefundBatch.objects.filter(pk=batch.pk).update(handed_in_by="two"))
    assert by_sql == "what_was_said_of_a_file_stays"


def test_claimants_are_told_of_the_new_day_only(house):
    people.refund()
    void = refused(people.not_yet_due())
    assert [one.state for one in Message.objects.filter(template="refund_ordered")] == ["cancelled"]

    people.not_yet_due(people.approved(people.submitted(people.drafted())))

    told = Message.objects.filter(template="refund_ordered").order_by("pk")
    assert [(one.key.rsplit("/", 1)[1], one.state) for one in told] == [
        (str(void.number), "cancelled"),
        (str(void.number + 1), "queued"),
    ]


def test_two_who_confirm_together_let_go_once(own_database):
    people.house()
    people.refund()
    batch = people.not_yet_due()
    refusing.say(batch_id=batch.pk, by="one", reason="x")

    both = [Background(lambda name=name: refusing.confirm(batch_id=batch.pk, by=name)) for name in ("two", "three")]
    errors = sorted(type(one.join().error).__name__ for one in both)

    assert errors == ["NoneType", "NotOut"]
    assert Payout.objects.get().state == "open"
    assert breaches(regionpay()) == {}


def test_a_void_file_that_still_held_its_refunds_would_be_found(house):
    people.refund()
    batch = people.not_yet_due()
    drop_trigger("a_batch_moves_along_its_table", "payouts_refundbatch")
    values = {"refused_at": people.AT, "refused_by": "one", "refused_reason": "x", "refusal_confirmed_by": "two"}
    RefundBatch.objects.filter(pk=batch.pk).update(state="refused", **values)

    assert "a batch that was given up holds nobody's refund" in breaches(regionpay())
