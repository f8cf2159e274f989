"""A file of results is taken whole or not at all, each fault at its line and column."""

import csv
from io import BytesIO, StringIO

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from coupons.sheets.opening import Unreadable
from payouts import outcome_files, outcome_rows, outcomes
from payouts.audit import breaches
from payouts.batches.spreadsheet import reference
from payouts.models import AccountRequest, ResultFile, TransferOutcome
from tests.makers import regionpay, staff
from tests.races.guards import refusal
from tests.refunds import people

pytestmark = pytest.mark.django_db

HEADINGS = [
    "支払番号（顧客コード1）",
    "振込額",
    "結果",
    "理由コード",
    "理由",
]  # a bank knows no number of ours beside it


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


def confirmed() -> ResultFile:
    return outcome_files.confirm(file_id=ResultFile.objects.latest("pk").pk, by=staff("second"))


def faults(data: bytes) -> list[tuple[int, str]]:
    with pytest.raises(outcome_files.Faulty) as refused:
        take(data)
    return [(fault.line, fault.column) for fault in refused.value.faults]


def test_what_was_credited_is_booked_at_once_and_what_came_back_waits_for_another_person(payouts):
    one, two, three = payouts
    found = take(
        table(
            [reference(one.pk), "1,000円", "入金済", "", ""],
            [reference(two.pk), "2000", "振込不能", "1", "口座なし"],
            [reference(three.pk), "3000", "不明", "", "照会中"],
        )
    )

    assert (found.credited, found.returned, found.unknown, found.returned_yen) == (1, 1, 1, 2000)
    assert [people.state(each) for each in payouts] == ["paid", "ordered", "ordered"]
    assert (AccountRequest.objects.count(), TransferOutcome.objects.filter(file__isnull=False).count()) == (0, 3)
    confirmed()
    assert [people.state(each) for each in payouts] == ["paid", "returned", "ordered"]
    assert AccountRequest.objects.get().returned == two
    assert breaches(regionpay()) == {}


def test_the_template_is_filled_in_and_comes_back(payouts):
    out = BytesIO()
    outcome_rows.template(people.line_of(payouts[0]).batch, out)
    book = load_workbook(out)
    for row in book.active.iter_rows(min_row=2):
        row[3].value = "入金済"
    filled = BytesIO()
    book.save(filled)

    assert take(filled.getvalue()).credited == 3
    assert {people.state(each) for each in payouts} == {"paid"}


def template(payout, *outcomes: tuple[str, str]) -> bytes:
    """The batch's template, fetched now and filled in from the top with outcome and reason; what stands there stays."""
    out, filled = BytesIO(), BytesIO()
    outcome_rows.template(people.line_of(payout).batch, out)
    book = load_workbook(out)
    for row, (outcome, reason) in zip(book.active.iter_rows(min_row=2), outcomes, strict=False):
        row[3].value, row[5].value = outcome or row[3].value, reason or row[5].value
    book.save(filled)
    return filled.getvalue()


def test_a_template_that_was_filled_in_partly_comes_back_filled_in_further(payouts):
    first = payouts[0]
    take(template(first, ("入金済", ""), ("", ""), ("組戻し・振込不能", "口座がない")))
    confirmed()

    found = take(template(first, ("", ""), ("不明（銀行に確認中）", "照会中")))
    assert (found.known, found.unknown, found.returned) == (2, 1, 0)
    found = take(template(first, ("", ""), ("入金済", "")))
    assert (found.known, found.credited) == (2, 1)
    found = outcome_files.preview(regionpay(), template(first, ("", "通帳で確認")))
    assert (found.known, found.entries) == (3, [])
    assert [people.state(each) for each in payouts] == ["paid", "paid", "returned"]


def test_what_waits_is_known_to_a_second_file(payouts):
    row = [reference(payouts[0].pk), "1000", "組戻し・振込不能", "1", ""]
    take(table(row))

    found = take(table(row, [reference(payouts[1].pk), "2000", "不明（銀行に確認中）", "", ""]))

    assert (found.known, found.unknown, found.returned) == (1, 1, 0)


def test_who_knows_that_it_arrived_does_not_ask_any_more(payouts):
    take(table([reference(payouts[0].pk), "1000", "入金済", "", ""]))

    assert faults(table([reference(payouts[0].pk), "1000", "不明", "", ""])) == [(2, "outcome")]


class TestTwoPersons:
    """What a file says came back, anybody could have written into our template (attack 21)."""

    @pytest.fixture
    def file(self, payouts) -> ResultFile:
        one, two, _three = payouts
        rows = [[reference(each.pk), str(each.amount_yen), "振込不能", "1", ""] for each in (one, two)]
        take(table(*rows))
        return ResultFile.objects.get()

    def test_nothing_is_paid_again_before_another_person_has_confirmed_the_file(self, file, payouts):
        assert (file.state, {people.state(each) for each in payouts}) == ("waiting", {"ordered"})
        with pytest.raises(outcomes.SamePerson):
            outcome_files.confirm(file_id=file.pk, by=staff("operator"))
        by_sql = lambda **more: TransferOutcome.objects.update(state="booked", **more)
        assert refusal(by_sql) == "a_return_is_booked_by_another_person"
        assert refusal(lambda: by_sql(settled_by=staff("operator"))) == "a_return_is_booked_by_another_person"

        assert confirmed().state == "booked"

        assert [people.state(each) for each in payouts] == ["returned", "returned", "ordered"]
        with pytest.raises(outcomes.NothingWaits):
            confirmed()

    def test_all_or_nothing_of_it(self, file):
        for deed in (outcomes.confirm, outcomes.send_back):
            with pytest.raises(outcomes.InAFile):
                deed(outcome_id=TransferOutcome.objects.first().pk, by=staff("second"))

    def test_sent_back_it_may_be_taken_again(self, file, payouts):
        outcome_files.send_back(file_id=file.pk, by=staff("second"))
        assert ({people.state(each) for each in payouts}, AccountRequest.objects.count()) == ({"ordered"}, 0)

        rows = [[reference(each.pk), str(each.amount_yen), "振込不能", "1", ""] for each in payouts[:2]]
        take(table(*rows))
        confirmed()

        assert AccountRequest.objects.count() == 2
        with pytest.raises(outcome_files.TakenBefore):
            take(table(*rows))

    def test_what_the_bank_has_credited_since_is_not_confirmed(self, file, payouts):
        take(table([reference(payouts[1].pk), "2000", "入金済", "", ""]))

        with pytest.raises(outcomes.CreditedSince):
            outcome_files.confirm(file_id=file.pk, by=staff("second"))
        by_sql = lambda: TransferOutcome.objects.filter(file=file).update(state="booked", settled_by=staff("second"))
        assert refusal(by_sql) == "a_return_is_older_than_no_credit"
        assert [people.state(each) for each in payouts] == ["ordered", "paid", "ordered"]

    def test_a_settled_file_stays(self, file, payouts):
        confirmed()
        take(table([reference(payouts[2].pk), "3000", "", "", ""]))
        says_nothing = ResultFile.objects.latest("pk")

        assert refusal(lambda: ResultFile.objects.update(state="refused")) == "a_file_of_results_is_settled_once"
        assert refusal(says_nothing.delete) == "a_file_of_results_is_settled_once"


def test_a_long_file_asks_the_database_as_often_as_a_short_one(payouts):
    """The clock too: asked for each row, 9,999 rows took 15 seconds of a request."""
    rows = [[reference(each.pk), str(each.amount_yen), "入金済", "", ""] for each in payouts]
    asked = []
    for some in (rows[:1], rows):
        with CaptureQueriesContext(connection) as queries, transaction.atomic():
            take(table(*some))
            transaction.set_rollback(True)
        asked.append(len(queries))

    assert asked[0] == asked[1]


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

    assert (found.known, found.credited, TransferOutcome.objects.filter(outcome="returned").count()) == (1, 1, 1)


def test_what_came_back_is_not_credited_by_a_file(payouts):
    take(table([reference(payouts[0].pk), "1000", "振込不能", "2", ""]))
    confirmed()

    assert faults(table([reference(payouts[0].pk), "1000", "入金済", "", "x"])) == [(2, "outcome")]


def test_of_what_has_not_left_a_file_says_nothing():
    payout = people.refund(1000)
    people.approved()

    assert faults(table([reference(payout.pk), "1000", "入金済", "", ""])) == [(2, "reference")]


def test_a_table_without_its_headings_is_refused(payouts):
    with pytest.raises(Unreadable):
        take("支払番号,結果\n1,入金済\n".encode())
