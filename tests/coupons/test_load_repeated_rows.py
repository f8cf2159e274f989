"""Two rows of one file with one key: the same content is unchanged, other content refuses the later one."""

import pytest

from coupons.models import Coupon, Entry, Member
from tests.coupons.load_files import TARO, load_rows, places, tally, taros_coupon
from tests.makers import issuer, regionpay

pytestmark = pytest.mark.django_db


def test_an_identical_row_is_unchanged_and_another_one_is_refused_at_the_key(tmp_path):
    rows = ["M1,0980000000,,", "M1,0980000001,,", "M1,0980000000,,", "M1,098-000-0000,, ", "M2,,,"]

    report = load_rows(tmp_path, "members", *rows)

    assert tally(report) == {"read": 5, "added": 2, "unchanged": 2, "refused": 1}
    assert places(report.refused) == [(3, "member_no")]
    assert Member.objects.get(member_no="M1").phone == "0980000000"


@pytest.mark.parametrize(
    ("kind", "first", "second", "key"),
    [
        ("issuers", "I2,宿,47,", "I2,宿,46,", "issuer_no"),
        ("stores", "S2,店,47,", "S2,店２,47,", "store_no"),
        ("entries", f"T1,{TARO},決済,500,2023-02-24 18:00,S1,", f"T1,{TARO},決済,500,2023-02-24 18:01,S1,", "entry_no"),
        ("entries", f"T1,{TARO},取消,500,2023-02-24 18:00,S1,", f"T1,{TARO},決済,500,2023-02-24 18:00,S1,", "entry_no"),
        (
            "coupons",
            "100000000077,47,I1,3000,2023-02-23 15:00,2023-02-23,2023-02-24 23:59,,",
            "100000000077,47,I1,3000,2023-02-23 15:00,2023-02-23,2023-02-25 23:59,,",
            "inquiry_no",
        ),
    ],
)
def test_every_kind_refuses_the_later_row_at_its_key(tmp_path, kind, first, second, key):
    taros_coupon()

    report = load_rows(tmp_path, kind, first, second, first)

    assert (tally(report), places(report.refused)) == (
        {"read": 3, "added": 1, "unchanged": 1, "refused": 1},
        [(3, key)],
    )


def test_the_same_cancellation_of_another_payment_is_other_content(tmp_path):
    taros_coupon()
    payments = [f"{no},{TARO},決済,500,2023-02-24 18:00,S1," for no in ("T1", "T2")]
    cancellations = [f"T3,{TARO},取消,500,2023-02-24 19:00,S1,{cancels}" for cancels in ("T1", "T2", "")]

    report = load_rows(tmp_path, "entries", *payments, *cancellations)

    assert (report.added, places(report.refused)) == (3, [(5, "entry_no"), (6, "entry_no")])


@pytest.mark.parametrize(
    "faulty",
    [
        f"T1,{TARO},決済,0,2023-02-24 18:00,S1,",
        f"T1,{TARO},取消,500,2023-02-24 18:00,S1,T404",
        f"T1,{TARO},戻入,500,2023-02-24 18:00,S1,",
    ],
    ids=["faulty amount", "cancels nothing known", "no echo"],
)
def test_a_refused_row_does_not_stand_in_the_way_of_a_good_one(tmp_path, faulty):
    taros_coupon()

    report = load_rows(tmp_path, "entries", faulty, f"T1,{TARO},決済,500,2023-02-24 18:00,S1,")

    assert (tally(report), [line for line, _ in places(report.refused)]) == (
        {"read": 2, "added": 1, "refused": 1},
        [2],
    )
    assert Entry.objects.filter(kind="payment").count() == 1


def test_the_repetition_of_a_refused_cancellation_is_refused_too(tmp_path):
    taros_coupon()
    too_much = f"T2,{TARO},取消,600,2023-02-24 19:00,S1,T1"

    report = load_rows(tmp_path, "entries", f"T1,{TARO},決済,500,2023-02-24 18:00,S1,", too_much, too_much)

    assert (tally(report), places(report.refused)) == (
        {"read": 3, "added": 1, "refused": 2},
        [(3, "cancels"), (4, "cancels")],
    )


def test_a_key_that_is_on_record_and_twice_in_the_file_changes_at_most_once(tmp_path):
    issuer(regionpay())
    load_rows(tmp_path, "members", "M1,0980000000,,")

    report = load_rows(tmp_path, "members", "M1,0980000001,,", "M1,0980000002,,", "M1,0980000001,,")

    assert tally(report) == {"read": 3, "changed": 1, "contacts": 1, "unchanged": 1, "refused": 1}
    assert Member.objects.get().phone == "0980000001"
    assert Coupon.objects.count() == 0
