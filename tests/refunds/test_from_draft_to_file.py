"""A batch from its draft to its two files: what two persons approve is what leaves, once."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from notifications.models import Message
from notifications.render import render
from payouts.audit import breaches
from payouts.batches import approving, exporting, working
from payouts.models import Payout, RefundBatch
from tests.makers import japan, regionpay
from tests.races.guards import drop_trigger
from tests.refunds import bank_reader, people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def house(db) -> None:
    people.house()


def test_three_refunds_leave_in_one_file_that_another_program_reads():
    first, second, third = people.refunds(*[people.claim(yen) for yen in (1000, 2500, 3000)])

    batch = people.exported()

    found = bank_reader.read(bytes(batch.zengin))
    assert [(int(one["reference"]), int(one["yen"])) for one in found.transfers] == [
        (first.pk, 1000),
        (second.pk, 2500),
        (third.pk, 3000),
    ]
    assert (found.count, found.total_yen, found.header["day"]) == (3, 6500, "0518")
    assert {people.state(one) for one in (first, second, third)} == {"ordered"}
    assert (batch.state, batch.line_count, batch.total_yen, batch.work) == ("exported", 3, 6500, "")
    assert breaches(regionpay()) == {}


def test_the_spreadsheet_keeps_its_zeros_has_no_formula_and_adds_up():
    people.refund(1000, account_no="0000123", person={"name": "=1+1"})
    people.refund(2500)

    batch = people.exported()
    sheet = load_workbook(BytesIO(bytes(batch.xlsx))).active
    headings, *rows, total = [[cell.value for cell in row] for row in sheet.iter_rows()]
    first = dict(zip(headings, rows[0], strict=True))

    assert (first["口座番号"], first["金融機関コード"], first["支店コード"]) == ("0000123", "0187", "101")
    assert (first["お名前"], first["支払番号（顧客コード1）"][:3]) == ("=1+1", "000")
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    assert dict(zip(headings, total, strict=True))["振込額"] == batch.total_yen == 3500
    assert dict(zip(headings, total, strict=True))["件数"] == batch.line_count == 2
    assert sheet.print_title_rows == "$1:$1"


def test_each_download_is_the_same_bytes_and_on_the_trail():
    people.refund()
    batch = people.exported()

    take = lambda reason: exporting.download(batch_id=batch.pk, kind="zengin", by="operator", reason=reason)

    assert {take(""), take("壊れていた")} == {("furikomi_20230518_0001.txt", bytes(batch.zengin))}
    assert [(event.who, event.detail) for event in exporting.downloads(batch)] == [
        ("operator", {"kind": "zengin"}),
        ("operator", {"kind": "zengin", "reason": "壊れていた"}),
    ]


def test_claimants_are_told_when_it_comes_and_under_which_name():
    payout = people.refund(1500)

    people.exported()

    [message] = Message.objects.filter(template="refund_ordered")
    assert (message.about, message.channel) == (f"payouts.payout/{payout.pk}", "mail")
    text = render(message).text
    assert ("1,500円" in text, "2023年5月18日（木）" in text, "ﾁｲｷｸ-ﾎﾟﾝﾎｼﾖｳ" in text) == (True, True, True)


def test_nothing_leaves_that_was_not_approved():
    people.refund()
    batch = people.submitted()

    with pytest.raises(exporting.NotApproved):
        exporting.ask(batch_id=batch.pk, by="operator")
    with pytest.raises(exporting.NotApproved):
        exporting.download(batch_id=batch.pk, kind="xlsx", by="operator")


def test_a_second_export_is_told_that_it_has_left():
    people.refund()
    batch = people.exported()

    with pytest.raises(exporting.AlreadyExported) as told:
        exporting.ask(batch_id=batch.pk, by="colleague")
    assert told.value.batch == batch


def test_while_a_worker_is_at_it_a_second_press_is_told_so():
    people.refund()
    batch = people.approved()
    exporting.ask(batch_id=batch.pk, by="operator")

    with pytest.raises(exporting.BeingExported) as told:
        exporting.ask(batch_id=batch.pk, by="colleague")
    assert told.value.by == "operator"


def test_a_file_that_does_not_add_up_does_not_leave_and_the_page_says_why():
    people.refund(1000)
    batch = people.approved()
    exporting.ask(batch_id=batch.pk, by="operator")
    other = people.again(batch)
    other.total_yen = 999

    with pytest.raises(exporting.NotTheSame):
        exporting.export(other, lambda done: None)
    assert people.again(batch).state == "approved"


def test_an_account_that_does_not_open_stops_the_file_not_the_worker():
    people.refund()
    batch = people.approved()
    exporting.ask(batch_id=batch.pk, by="operator")
    drop_trigger("lines_are_frozen_with_their_batch", "payouts_refundline")
    batch.lines.update(account_sealed=b"k1:broken")

    assert working.work() == 0
    row = people.again(batch)
    assert (row.state, row.work, bool(row.work_error)) == ("approved", "", True)


def test_after_the_last_day_to_hand_it_in_nothing_is_approved_or_written_out():
    people.refund()
    batch = people.approved()
    late = japan("2023-05-18 09:00")

    with pytest.raises(approving.TooLate):
        exporting.ask(batch_id=batch.pk, by="operator", at=late)


def test_an_approved_batch_that_is_given_up_opens_its_refunds_for_the_next():
    payout = people.refund()
    batch = people.approved()

    approving.give_up(batch_id=batch.pk, by="operator", reason="日付がすぎた")

    assert (people.again(batch).state, people.state(payout)) == ("cancelled", "open")
    again = people.exported(people.approved(people.submitted(people.drafted())))
    assert again.lines.get(excluded_at=None).payout == payout
    assert RefundBatch.objects.filter(state="exported").count() == 1
    assert breaches(regionpay()) == {}


def test_what_has_left_is_not_given_up():
    people.refund()
    batch = people.exported()

    with pytest.raises(approving.HasLeft):
        approving.give_up(batch_id=batch.pk, by="operator", reason="x")
    assert Payout.objects.get().state == "ordered"
