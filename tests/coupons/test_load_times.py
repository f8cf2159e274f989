"""Times without a zone are Japan time; what is no instant is refused; an expiry is stored as its last minute + 1."""

from datetime import UTC, datetime

import pytest

from coupons.models import Coupon, Entry
from tests.coupons.load_files import TARO, load_rows, places, taros_coupon
from tests.makers import issuer, japan, regionpay

pytestmark = pytest.mark.django_db

AT_18_IN_JAPAN = datetime(2023, 2, 24, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "time",
    [
        "2023-02-24 18:00",
        "2023-02-24 18:00:00",
        "2023-02-24 18:00:00.000000",
        "2023-02-24T18:00",
        "2023/02/24 18:00",
        "2023/2/24  18:00",
        "2023-02-24 09:00Z",
        "2023-02-24T09:00:00Z",
        "2023-02-24 9:00 Z",
        "2023-02-24 18:00+09:00",
        "2023-02-24T18:00:00+0900",
        "2023-02-24 18:00 +09",
        "2023-02-24 04:00-05:00",
    ],
)
def test_one_instant_in_many_writings(tmp_path, time):
    taros_coupon()
    load_rows(tmp_path, "entries", f"T1,{TARO},決済,500,{time},S1,")

    entry = Entry.objects.get(kind="payment")

    assert (entry.occurred_at, entry.counts_at) == (AT_18_IN_JAPAN, AT_18_IN_JAPAN)


@pytest.mark.parametrize(
    "time",
    [
        "",
        "2023-02-24",
        "2023-02-24 24:00",
        "2023-02-24 23:60",
        "2023-02-24 23:59:60",
        "2023-02-24 23:59:59.9999999",
        "2023-02-30 12:00",
        "2023-13-01 12:00",
        "2023-00-10 12:00",
        "1999-12-31 23:59",
        "3023-02-24 18:00",
        "23-02-24 18:00",
        "now",
        "today",
        "infinity",
        "-infinity",
        "epoch",
        "24.02.2023 18:00",
        "2023-02-24 18:00 JST",
        "2023-02-24 18:00 Asia/Tokyo",
        "2023-02-24 18:00+99:00",
        "2023-02-24 6:00 PM",
        "20230224 1800",
        "44981.75",
    ],
)
def test_what_is_no_instant_is_refused(tmp_path, time):
    taros_coupon()

    report = load_rows(tmp_path, "entries", f"T1,{TARO},決済,500,{time},S1,")

    assert places(report.refused) == [(2, "occurred_at")]
    assert Entry.objects.filter(kind="payment").count() == 0


@pytest.mark.parametrize("day", ["", "2023-02-29", "2023-02-24 00:00", "now", "infinity", "1999-02-24", "2023-2"])
def test_what_is_no_day_is_refused(tmp_path, day):
    issuer(regionpay())

    report = load_rows(tmp_path, "coupons", f"{TARO},47,I1,3000,2023-02-23 15:00,{day},2023-02-24 23:59,,")

    assert places(report.refused) == [(2, "travel_on")]


@pytest.mark.parametrize(
    ("last_minute", "too_late"),
    [
        ("2023-02-24 23:59", "2023-02-25 00:00"),
        ("2023-02-24 23:59:00", "2023-02-25 00:00"),
        ("2023-02-24 23:59:59", "2023-02-25 00:00"),
        ("2023-02-24 14:59Z", "2023-02-25 00:00"),
        ("2023-12-31 23:59", "2024-01-01 00:00"),
        ("2023-02-25 00:00", "2023-02-25 00:01"),
    ],
)
def test_an_expiry_is_stored_as_the_first_minute_that_is_too_late(tmp_path, last_minute, too_late):
    issuer(regionpay())
    load_rows(tmp_path, "coupons", f"{TARO},47,I1,3000,2023-02-23 15:00,2023-02-23,{last_minute},,")

    assert Coupon.objects.get().expires_at == japan(too_late)


def test_within_a_larger_transaction_times_read_afterwards_are_right(tmp_path):
    on = taros_coupon()
    load_rows(tmp_path, "members", "M1,,,")

    assert Coupon.objects.get().expires_at == on.expires_at
