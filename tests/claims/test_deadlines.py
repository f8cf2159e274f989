"""What is still ahead and what is over, to the instant, in Japan's days."""

from datetime import UTC

import pytest

from claims.deadlines import claim_window, days_left, deadlines, phase
from tests.makers import japan, regionpay

pytestmark = pytest.mark.django_db

LAST_INSTANT = "23:59:59.999999"


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2023-03-05 12:00", "usable"),
        (f"2023-03-31 {LAST_INSTANT}", "usable"),
        ("2023-04-01 00:00", "claimable"),
        (f"2023-04-30 {LAST_INSTANT}", "claimable"),
        ("2023-05-01 00:00", "receivable"),
        (f"2023-05-31 {LAST_INSTANT}", "receivable"),
        ("2023-06-01 00:00", "over"),
    ],
)
def test_each_phase_ends_with_the_last_minute_of_its_deadline(at, expected):
    assert phase(regionpay(), japan(at)) == expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2023-04-05 12:00", "残り25日"),
        (f"2023-04-28 {LAST_INSTANT}", "残り2日"),
        ("2023-04-29 00:00", "あと1日"),
        ("2023-04-30 00:00", "今日が締め切りです"),
        (f"2023-04-30 {LAST_INSTANT}", "今日が締め切りです"),
    ],
)
def test_days_left_count_japans_midnights(at, expected):
    assert days_left(japan("2023-05-01 00:00"), japan(at)) == expected


def test_days_left_are_japans_also_for_a_clock_in_utc():
    deadline, at = japan("2023-05-01 00:00").astimezone(UTC), japan("2023-04-29 00:00").astimezone(UTC)
    assert days_left(deadline, at) == "あと1日"


def test_a_deadline_at_noon_has_its_own_day_as_the_last():
    assert days_left(japan("2023-05-01 12:00"), japan("2023-05-01 11:59")) == "今日が締め切りです"


def statuses(at: str, scheme=None) -> dict[str, str]:
    return {step.title: step.status(japan(at)) for step in deadlines(scheme or regionpay())}


def test_before_the_site_opens_claims_are_still_to_come():
    assert statuses(f"2023-03-21 {LAST_INSTANT}")["申請"] == "これから"
    assert statuses("2023-03-22 00:00")["申請"] == "残り39日"


def test_the_steps_stand_in_the_order_of_their_dates():
    assert [step.title for step in deadlines(regionpay())] == [
        "お店での利用",
        "受取サイトのURLの送付",
        "申請",
        "銀行振込での返金",
        "ポイントの受け取り",
    ]


def test_what_begins_and_has_no_end_is_first_to_come_and_then_says_nothing():
    assert statuses(f"2023-04-02 {LAST_INSTANT}")["受取サイトのURLの送付"] == "これから"
    assert statuses("2023-04-03 00:00")["受取サイトのURLの送付"] == ""
    assert statuses("2023-05-15 00:00")["銀行振込での返金"] == ""


def test_refunds_with_a_deadline_of_their_own_stand_apart():
    scheme = regionpay()
    scheme.refund_claims_until = japan("2023-05-11 00:00")
    assert statuses("2023-05-05 12:00", scheme) == {
        "お店での利用": "お店での利用は終わりました",
        "受取サイトのURLの送付": "",
        "ポイントの申請": "受付は終わりました",
        "銀行振込の申請": "残り5日",
        "銀行振込での返金": "これから",
        "ポイントの受け取り": "残り26日",
    }


@pytest.mark.parametrize(
    ("method", "at", "expected"),
    [
        ("points", f"2023-03-21 {LAST_INSTANT}", "before"),
        ("points", "2023-03-22 00:00", "open"),
        ("points", f"2023-04-30 {LAST_INSTANT}", "open"),
        ("points", "2023-05-01 00:00", "after"),
        ("refund", f"2023-03-21 {LAST_INSTANT}", "before"),
        ("refund", "2023-03-22 00:00", "open"),
        ("refund", f"2023-05-10 {LAST_INSTANT}", "open"),
        ("refund", "2023-05-11 00:00", "after"),
    ],
)
def test_each_kind_of_claim_has_its_window(method, at, expected):
    scheme = regionpay()
    scheme.refund_claims_until = japan("2023-05-11 00:00")
    assert claim_window(scheme, method, japan(at)) == expected
