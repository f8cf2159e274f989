"""Cancellations: what they may name, how much they may give back, and when they count."""

import pytest

from coupons.models import Entry
from tests.coupons.load_files import TARO, balance, contents, load_rows, places, tally, taros_coupon
from tests.makers import coupon, japan

pytestmark = pytest.mark.django_db

PAYMENT = f"T1,{TARO},決済,500,2023-02-24 18:00,S1,"


def cancellation(no: str, yen: int, cancels: str = "T1", number: str = TARO) -> str:
    return f"{no},{number},取消,{yen},2023-03-05 10:00,S1,{cancels}"


def test_a_named_cancellation_counts_when_its_payment_did_and_an_unnamed_one_when_it_occurs(tmp_path):
    taros_coupon()
    load_rows(tmp_path, "entries", PAYMENT, cancellation("T2", 300), cancellation("T3", 200, ""))

    assert dict(Entry.objects.filter(kind="cancellation").values_list("entry_no", "counts_at")) == {
        "T2": japan("2023-02-24 18:00"),
        "T3": japan("2023-03-05 10:00"),
    }


def test_a_cancellation_may_point_forward_in_the_file(tmp_path):
    on = taros_coupon()

    assert tally(load_rows(tmp_path, "entries", cancellation("T2", 500), PAYMENT)) == {"read": 2, "added": 2}
    assert balance(on) == 3000


def test_what_is_no_payment_of_the_same_coupon_cannot_be_cancelled(tmp_path):
    taros_coupon()
    other = coupon(inquiry_no="100000000002")
    rows = [
        PAYMENT,
        f"T2,{other.inquiry_no},決済,500,2023-02-24 18:00,S1,",
        f"T3,{TARO},決済,0,2023-02-24 18:00,S1,",
        cancellation("T4", 100, "T404"),
        cancellation("T5", 100, "T2"),
        cancellation("T6", 100, "T3"),
        cancellation("T7", 100, "HOSHO-I" + TARO),
        cancellation("T8", 100, "T8"),
        cancellation("T9", 100, "T1"),
        cancellation("T10", 100, "T9"),
    ]

    report = load_rows(tmp_path, "entries", *rows)

    assert places(report.refused) == [(4, "amount"), *((line, "cancels") for line in (5, 6, 7, 8, 9, 11))]
    assert report.added == 3


def test_a_payment_of_another_coupon_on_record_cannot_be_cancelled(tmp_path):
    on, other = taros_coupon(), coupon(inquiry_no="100000000002")
    load_rows(tmp_path, "entries", f"T1,{other.inquiry_no},決済,500,2023-02-24 18:00,S1,")

    report = load_rows(tmp_path, "entries", cancellation("T2", 100))

    assert (places(report.refused), balance(on), balance(other)) == ([(2, "cancels")], 3000, 2500)


def test_a_payment_that_is_refused_as_a_repetition_cannot_be_cancelled(tmp_path):
    taros_coupon()
    other = coupon(inquiry_no="100000000002")
    repetition = f"T1,{other.inquiry_no},決済,500,2023-02-24 18:00,S1,"

    report = load_rows(tmp_path, "entries", PAYMENT, repetition, cancellation("T2", 500, "T1", other.inquiry_no))

    assert places(report.refused) == [(3, "entry_no"), (4, "cancels")]
    assert balance(other) == 3000


@pytest.mark.parametrize(
    ("yens", "refused", "left"),
    [
        ([501], [3], 2500),
        ([500, 1], [4], 3000),
        ([300, 300, 200], [4], 3000),
        ([600, 500], [3], 3000),
        ([250, 250], [], 3000),
    ],
)
def test_no_more_is_cancelled_than_was_paid_in_one_file_or_over_several(tmp_path, yens, refused, left):
    on = taros_coupon()
    rows = [cancellation(f"C{line}", yen) for line, yen in enumerate(yens, 3)]

    report = load_rows(tmp_path, "entries", PAYMENT, *rows)

    assert places(report.refused) == [(line, "cancels") for line in refused]
    assert (report.added, balance(on)) == (1 + len(yens) - len(refused), left)
    for line, row in enumerate(rows, 3):
        assert tally(load_rows(tmp_path, "entries", row)) == {
            "read": 1,
            "refused" if line in refused else "unchanged": 1,
        }


def test_over_two_files_the_second_is_refused_what_the_first_has_given_back(tmp_path):
    on = taros_coupon()
    load_rows(tmp_path, "entries", PAYMENT, cancellation("T2", 300))

    report = load_rows(tmp_path, "entries", cancellation("T3", 300), cancellation("T4", 200))

    assert (places(report.refused), report.added, balance(on)) == ([(2, "cancels")], 1, 3000)


def test_an_unnamed_cancellation_may_come_before_its_payment(tmp_path):
    on = taros_coupon()

    assert load_rows(tmp_path, "entries", cancellation("T2", 500, "")).added == 1
    assert balance(on) == 3500
    assert load_rows(tmp_path, "entries", PAYMENT).added == 1
    assert balance(on) == 3000


def test_a_named_cancellation_is_refused_until_its_payment_is_there(tmp_path):
    on = taros_coupon()
    first = load_rows(tmp_path, "entries", cancellation("T2", 500))
    load_rows(tmp_path, "entries", PAYMENT)
    then = load_rows(tmp_path, "entries", cancellation("T2", 500))

    assert (places(first.refused), then.added, balance(on)) == ([(2, "cancels")], 1, 3000)


def test_again_nothing_changes_and_naming_another_payment_differs(tmp_path):
    taros_coupon()
    load_rows(tmp_path, "entries", PAYMENT, cancellation("T2", 500), PAYMENT.replace("T1", "T3"))
    before = contents()
    rows = [cancellation("T2", 500), cancellation("T2", 500, "T3")]

    assert tally(load_rows(tmp_path, "entries", rows[0])) == {"read": 1, "unchanged": 1}
    assert tally(load_rows(tmp_path, "entries", rows[1])) == {"read": 1, "differing": 1}
    assert contents() == before


def test_only_a_cancellation_names_a_payment(tmp_path):
    taros_coupon()

    report = load_rows(tmp_path, "entries", PAYMENT, f"T2,{TARO},決済,500,2023-02-24 18:00,S1,T1")

    assert places(report.refused) == [(3, "cancels")]


def test_a_thousand_cancellations_beyond_one_payment_are_refused_one_by_one(tmp_path):
    on = taros_coupon()
    rows = [cancellation(f"C{number}", 1) for number in range(1000)]

    report = load_rows(tmp_path, "entries", PAYMENT, *rows)

    assert (report.added, report.refused.count, balance(on)) == (501, 500, 3000)
    assert places(report.refused)[0] == (503, "cancels")
