"""A file that the bank did not take: void by two persons, and its refunds leave once, in another one."""

from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from config import clock
from notifications.models import Message
from payouts import outcome_files, outcome_rows, outcomes
from payouts.audit import breaches
from payouts.batches import exporting, lines, refusing
from payouts.batches.lines import NoReason
from payouts.batches.spreadsheet import reference
from payouts.models import Payout, RefundBatch, TransferOutcome
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
    row = f"支払番号（顧客コード1）,振込額,結果\n{reference(payout.pk)},1000,入金済\n".encode()
    with pytest.raises(outcome_files.Faulty):
        outcome_files.take(scheme=regionpay(), name="x.csv", data=row, by=staff("taker"))
    assert (people.state(payout), bytes(people.again(void).zengin)) == ("open", bytes(batch.zengin))
    by_sql = lambda **values: refusal(lambda: RefundBatch.objects.filter(pk=batch.pk).update(**values))
    assert by_sql(state="closed") == "a_batch_moves_along_its_table"
    assert by_sql(refused_reason="x") == "what_was_said_of_a_file_stays"
    assert refusal(lambda: batch.lines.update(outcome="credited", outcome_at=japan("2023-05-20 10:00"))) == (
        "lines_are_frozen_with_their_batch"
    )


class TestWhatTheBankSaysAfterwards:
    """The same payments leave again under the same numbers: the batch's number says of which file the bank speaks."""

    HEADINGS = "支払番号（顧客コード1）,データ番号（顧客コード2）,振込額,結果,理由"

    @pytest.fixture
    def payout(self, house) -> Payout:
        """It was in data 1, which is void, and is in data 2."""
        payout = people.refund()
        refused(people.not_yet_due())
        people.exported()
        return payout

    def take(self, payout: Payout, of_batch: str, outcome: str = "入金済", reason: str = "") -> None:
        row = f"{reference(payout.pk)},{of_batch},1000,{outcome},{reason}"
        data = f"{self.HEADINGS}\n{row}\n".encode()
        outcome_files.take(scheme=regionpay(), name="x.csv", data=data, by=staff("taker"))

    @pytest.mark.parametrize("outcome", ["入金済", "振込不能", "不明"])
    @pytest.mark.parametrize(
        ("of_batch", "why"),
        [
            ("1", "データ1は、銀行が受け付けなかったので無効です。"),
            ("0000000001", "データ1は、銀行が受け付けなかったので無効です。"),
            ("", "無効になったデータ1にもあった支払です。データ番号を入れてください。"),
            ("0000000000", "無効になったデータ1にもあった支払です。データ番号を入れてください。"),
            ("3", "この支払は、データ2の振込です。"),
            ("二", "この支払は、データ2の振込です。"),
        ],
    )
    def test_of_the_void_file_or_of_either_it_is_not_booked(self, payout, of_batch, why, outcome):
        with pytest.raises(outcome_files.Faulty) as refusal:
            self.take(payout, of_batch, outcome, "口座なし")

        [fault] = refusal.value.faults
        assert (fault.line, fault.column, fault.reason.startswith(why)) == (2, "batch", True)
        assert (people.state(payout), TransferOutcome.objects.count()) == ("ordered", 0)

    @pytest.mark.parametrize("of_batch", ["2", "0000000002", "２"])
    def test_of_the_file_that_counts_it_is(self, payout, of_batch):
        self.take(payout, of_batch)

        assert people.state(payout) == "paid"

    def test_the_template_says_it_by_itself(self, payout):
        out = BytesIO()
        outcome_rows.template(people.line_of(payout).batch, out)
        headings, row = [[cell.value for cell in row] for row in load_workbook(out).active.iter_rows()]

        assert dict(zip(headings, row, strict=True))["データ番号（顧客コード2）"] == "2"

    def test_both_files_say_it(self, payout):
        batch = people.line_of(payout).batch
        [found] = bank_reader.read(bytes(batch.zengin)).transfers
        headings, row, _total = [[cell.value for cell in row] for row in load_workbook(BytesIO(batch.xlsx)).active]

        assert (found["reference"], found["second"]) == (reference(payout.pk), "0000000002")
        assert dict(zip(headings, row, strict=True))["データ番号（顧客コード2）"] == "2"


def test_a_result_of_a_void_file_is_told_while_its_refund_is_in_no_other(house):
    payout = people.refund()
    void = people.exported()
    refused(void)

    row = f"支払番号（顧客コード1）,データ番号（顧客コード2）,振込額,結果\n{reference(payout.pk)},1,1000,入金済\n"
    with pytest.raises(outcome_files.Faulty) as refusal:
        outcome_files.take(scheme=regionpay(), name="x.csv", data=row.encode(), by=staff("taker"))

    assert [(fault.column, fault.reason[:7]) for fault in refusal.value.faults] == [("batch", "データ1は、銀")]


def test_what_was_left_out_of_a_file_before_it_was_void_was_in_no_other(house):
    one, two = people.refunds(people.claim(1000), people.claim(2500))
    draft = people.drafted()
    lines.exclude(batch_id=draft.pk, line_ids=[people.line_of(one).pk], by="maker", reason="x")
    clock.move_to(clock.now() + timedelta(minutes=5))
    refused(people.not_yet_due(people.approved(people.submitted(draft))))
    people.exported()

    row = "支払番号（顧客コード1）,振込額,結果\n" + f"{reference(one.pk)},1000,入金済\n"
    outcome_files.take(scheme=regionpay(), name="x.csv", data=row.encode(), by=staff("taker"))

    assert (people.state(one), people.state(two)) == ("paid", "ordered")


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
