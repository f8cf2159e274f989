"""Case 29: the shop cancels by itself what staff restored: a difference for people, never above the face value."""

import pytest

from coupons import reinstatement
from coupons.models import Coupon, Entry
from tests.coupons.load_files import TARO, balance, contents, load_rows, places, tally, taros_coupon
from tests.makers import japan, pay

pytestmark = pytest.mark.django_db

AT = japan("2023-03-20 10:00")
A_DIFFERENCE = {"read": 1, "differing": 1, "warnings": 1}


def paid(on: Coupon, yen: int = 500) -> Entry:
    return pay(on, yen, "2023-02-24 18:00")


def restore(payment: Entry, yen: int) -> Entry:
    return reinstatement.reinstate(payment=payment, amount_yen=yen, ground="B2", who="staff", at=AT)


def cancellation(yen: int, cancels: str = "", no: str = "C1") -> str:
    return f"{no},{TARO},取消,{yen},2023-03-22 09:00,S1,{cancels}"


@pytest.mark.parametrize("names_it", [True, False], ids=["named", "unnamed"])
def test_the_same_payment_given_back_twice_is_a_difference_with_a_warning(tmp_path, names_it):
    on = taros_coupon()
    payment = paid(on)
    restore(payment, 500)
    before = contents()
    row = cancellation(500, payment.entry_no if names_it else "")

    for _ in range(2):
        report = load_rows(tmp_path, "entries", row)

        assert (tally(report), places(report.warnings)) == (A_DIFFERENCE, [(2, "cancels")])
        assert contents() == before
    assert balance(on) == 3000


def test_what_was_not_restored_may_still_be_cancelled(tmp_path):
    on = taros_coupon()
    payment = paid(on)
    restore(payment, 300)

    report = load_rows(
        tmp_path, "entries", cancellation(200, payment.entry_no), cancellation(1, payment.entry_no, "C2")
    )

    assert (report.added, report.differing, places(report.warnings)) == (1, 1, [(3, "cancels")])
    assert balance(on) == 3000


def test_a_plain_fault_beside_a_restoration_is_refused_as_a_fault(tmp_path):
    on = taros_coupon()
    restore(paid(on), 500)
    other = paid(on, 200)

    report = load_rows(tmp_path, "entries", cancellation(201, other.entry_no))

    assert (tally(report), places(report.refused)) == ({"read": 1, "refused": 1}, [(2, "cancels")])


def test_another_payment_of_the_coupon_may_be_cancelled(tmp_path):
    on = taros_coupon()
    restore(paid(on), 500)
    other = paid(on, 200)

    assert load_rows(tmp_path, "entries", cancellation(200, other.entry_no)).added == 1
    assert balance(on) == 3000


def test_after_we_reverse_ours_the_shops_own_cancellation_is_taken(tmp_path):
    on = taros_coupon()
    payment = paid(on)
    ours = restore(payment, 500)
    row = cancellation(500, payment.entry_no)
    load_rows(tmp_path, "entries", row)
    reinstatement.reverse(reinstatement=ours, amount_yen=500, who="staff", at=AT)

    assert tally(load_rows(tmp_path, "entries", row)) == {"read": 1, "added": 1}
    assert balance(on) == 3000


def test_a_repeated_row_of_it_is_one_more_difference(tmp_path):
    on = taros_coupon()
    payment = paid(on)
    restore(payment, 500)
    row = cancellation(500, payment.entry_no)

    report = load_rows(tmp_path, "entries", row, row)

    assert (tally(report), places(report.warnings)) == (
        {"read": 2, "differing": 2, "warnings": 2},
        [(2, "cancels"), (3, "cancels")],
    )
