"""A file of results is taken whole or not at all, each fault at its line and column."""

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from coupons.sheets.opening import Unreadable
from payouts import outcome_files
from payouts.audit import breaches
from payouts.batches.spreadsheet import reference
from payouts.models import AccountRequest, ResultFile, TransferOutcome
from tests.makers import regionpay, staff
from tests.refunds import people

pytestmark = pytest.mark.django_db

HEADINGS = ["支払番号（顧客コード）", "振込額", "結果", "理由コード", "理由"]


@pytest.fixture(autouse=True)
def house(db) -> None:
    people.house()


@pytest.fixture
def payouts() -> list:
    payouts = people.refunds(people.claim(1000), people.claim(2000), people.claim(3000))
    people.exported()
    return payouts


def table(*rows: list) -> bytes:
    out = StringIO()
    csv.writer(out).writerows([HEADINGS, *rows])
    return out.getvalue().encode()


def take(data: bytes) -> outcome_files.Preview:
    return outcome_files.take(scheme=regionpay(), name="kekka.csv", data=data, by=staff("operator"))


def faults(data: bytes) -> list[tuple[int, str]]:
    with pytest.raises(outcome_files.Faulty) as refused:
        take(data)
    return [(fault.line, fault.column) for fault in refused.value.faults]


def test_a_file_books_what_became_of_each(payouts):
    one, two, three = payouts
    found = take(
        table(
            [reference(one.pk), "1,000円", "入金済", "", ""],
            [reference(two.pk), "2000", "振込不能", "1", "口座なし"],
            [reference(three.pk), "3000", "不明", "", "照会中"],
        )
    )

    assert (found.credited, found.returned, found.unknown, found.returned_yen) == (1, 1, 1, 2000)
    assert [people.state(each) for each in payouts] == ["paid", "returned", "ordered"]
    assert AccountRequest.objects.get().returned == two
    assert TransferOutcome.objects.filter(file__isnull=False).count() == 3
    assert breaches(regionpay()) == {}


def test_the_template_is_filled_in_and_comes_back(payouts):
    out = BytesIO()
    outcome_files.template(people.line_of(payouts[0]).batch, out)
    book = load_workbook(out)
    for row in book.active.iter_rows(min_row=2):
        row[2].value = "入金済"
    filled = BytesIO()
    book.save(filled)

    assert take(filled.getvalue()).credited == 3
    assert {people.state(each) for each in payouts} == {"paid"}


def test_rows_that_are_not_filled_in_say_nothing(payouts):
    found = take(table([reference(payouts[0].pk), "1000", "", "", ""]))

    assert (found.entries, found.blank) == ([], 1)


def test_one_fault_and_nothing_of_the_file_is_taken(payouts):
    one, two, three = payouts
    rows = [
        [reference(one.pk), "1000", "入金済", "", ""],
        [reference(two.pk), "2001", "入金済", "", ""],
        [reference(three.pk), "3000", "たぶん", "", ""],
        ["0009999999", "1000", "入金済", "", ""],
        [reference(one.pk), "1000", "入金済", "", ""],
        [str(three.pk), "3000", "入金済", "", ""],
    ]

    assert faults(table(*rows)) == [
        (3, "amount"),
        (4, "outcome"),
        (5, "reference"),
        (6, "reference"),
        (7, "reference"),
    ]
    assert (TransferOutcome.objects.count(), ResultFile.objects.count()) == (0, 0)
    assert people.state(one) == "ordered"


@pytest.mark.parametrize(("code", "reason", "column"), [("", "", "reason"), ("3", "x", "reason_code")])
def test_a_return_says_why(payouts, code, reason, column):
    assert faults(table([reference(payouts[0].pk), "1000", "組戻し", code, reason])) == [(2, column)]


def test_the_same_file_comes_in_once(payouts):
    data = table([reference(payouts[0].pk), "1000", "入金済", "", ""])
    take(data)

    with pytest.raises(outcome_files.TakenBefore):
        take(data)


def test_another_file_that_says_the_same_changes_nothing(payouts):
    row = [reference(payouts[0].pk), "1000", "振込不能", "2", ""]
    take(table(row))

    found = take(table(row, [reference(payouts[1].pk), "2000", "入金済", "", ""]))

    assert (found.known, found.credited, AccountRequest.objects.count()) == (1, 1, 1)


def test_what_came_back_is_not_credited_by_a_file(payouts):
    take(table([reference(payouts[0].pk), "1000", "振込不能", "2", ""]))

    assert faults(table([reference(payouts[0].pk), "1000", "入金済", "", "x"])) == [(2, "outcome")]


def test_of_what_has_not_left_a_file_says_nothing():
    payout = people.refund(1000)
    people.approved()

    assert faults(table([reference(payout.pk), "1000", "入金済", "", ""])) == [(2, "reference")]


def test_a_table_without_its_headings_is_refused(payouts):
    with pytest.raises(Unreadable):
        take("支払番号,結果\n1,入金済\n".encode())
