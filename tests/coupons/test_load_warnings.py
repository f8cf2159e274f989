"""What is loaded, but looks odd: prefectures outside the scheme, payments out of validity or beyond the balance."""

import pytest

from coupons import reinstatement
from coupons.models import Coupon, Entry
from tests.coupons.load_files import TARO, load_rows, places, taros_coupon
from tests.makers import issuer, japan, pay, regionpay

pytestmark = pytest.mark.django_db


def payment(no: str, yen: int, at: str) -> str:
    return f"{no},{TARO},決済,{yen},{at},S1,"


def test_a_coupon_outside_the_schemes_prefectures_is_loaded_with_a_warning(tmp_path):
    scheme = regionpay()
    scheme.prefectures = ["47"]
    scheme.save()
    issuer(scheme)
    rows = [f"10000000007{p[1]},{p},I1,3000,2023-02-23 15:00,2023-02-23,2023-02-24 23:59,," for p in ("47", "01")]

    report = load_rows(tmp_path, "coupons", *rows)

    assert (report.added, places(report.warnings)) == (2, [(3, "prefecture")])
    assert Coupon.objects.count() == 2
    assert places(load_rows(tmp_path, "coupons", *rows).warnings) == []


@pytest.mark.parametrize(
    ("last_minute", "at", "warned"),
    [
        ("2023-02-23 23:59", "2023-02-23 14:59:59", True),
        ("2023-02-23 23:59", "2023-02-23 15:00:00", False),
        ("2023-02-23 23:59", "2023-02-23 23:59:59", False),
        ("2023-02-23 23:59", "2023-02-24 00:00:00", True),
        ("2023-02-24 23:59", "2023-03-31 23:59:59", False),
        ("2023-02-24 23:59", "2023-04-01 00:00:00", True),
    ],
)
def test_a_payment_outside_the_validity_is_loaded_with_a_warning(tmp_path, last_minute, at, warned):
    taros_coupon(last_minute=last_minute)

    report = load_rows(tmp_path, "entries", payment("T1", 500, at))

    assert (report.added, places(report.warnings)) == (1, [(2, "occurred_at")] if warned else [])


@pytest.mark.parametrize(
    ("at", "warned"), [("2023-02-22 12:00", True), ("2023-03-31 23:59", False), ("2023-04-01 00:00", True)]
)
def test_an_extended_coupon_is_valid_until_its_extension_ends_but_not_before_it_was_issued(tmp_path, at, warned):
    on = taros_coupon(last_minute="2023-02-25 23:59")
    wrong = pay(on, 500, "2023-02-24 18:00")
    reinstatement.reinstate(payment=wrong, amount_yen=500, ground="B1", who="staff", at=japan("2023-03-20 10:00"))

    report = load_rows(tmp_path, "entries", payment("T1", 500, at))

    assert places(report.warnings) == ([(2, "occurred_at")] if warned else [])


def test_each_payment_beyond_the_balance_of_its_time_is_loaded_with_a_warning(tmp_path):
    taros_coupon(yen=3000)
    rows = [
        payment("T1", 2000, "2023-02-24 10:00"),
        payment("T2", 1001, "2023-02-24 12:00"),
        payment("T3", 1, "2023-02-24 13:00"),
        payment("T4", 1000, "2023-02-24 11:00"),
    ]

    report = load_rows(tmp_path, "entries", *rows)

    assert (report.added, places(report.warnings)) == (4, [(3, "amount"), (4, "amount")])


def test_the_last_yen_may_be_paid_and_paid_again_after_a_cancellation(tmp_path):
    taros_coupon(yen=3000)
    rows = [
        payment("T1", 3000, "2023-02-24 10:00"),
        f"T2,{TARO},取消,3000,2023-02-24 11:00,S1,T1",
        payment("T3", 3000, "2023-02-24 12:00"),
    ]

    assert places(load_rows(tmp_path, "entries", *rows).warnings) == []


def test_only_new_payments_are_warned_of(tmp_path):
    taros_coupon(yen=3000)
    row = payment("T1", 3001, "2023-04-02 10:00")

    first, second = load_rows(tmp_path, "entries", row), load_rows(tmp_path, "entries", row)

    assert places(first.warnings) == [(2, "occurred_at"), (2, "amount")]
    assert (places(second.warnings), second.unchanged) == ([], 1)
    assert Entry.objects.filter(kind="payment").count() == 1
