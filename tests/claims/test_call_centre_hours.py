"""When the call centre answers (notice 3), and its last hour before claims end (question 19)."""

from datetime import UTC, time

import pytest

from claims.hours import is_open, opens_next, phone_hint
from tests.makers import japan, regionpay

pytestmark = pytest.mark.django_db

ALMOST = ":59.999999"


@pytest.mark.parametrize(
    ("at", "answered", "next_opening"),
    [
        ("2023-03-13 09:59", False, "2023-03-13 10:00"),
        ("2023-03-13 10:00", True, None),
        (f"2023-03-13 17:59{ALMOST}", True, None),
        ("2023-03-13 18:00", False, "2023-03-14 10:00"),
        ("2023-03-18 12:00", True, None),  # a Saturday in March
        ("2023-03-19 12:00", True, None),  # a Sunday
        ("2023-03-21 12:00", True, None),  # a holiday
        ("2023-03-31 17:59", True, None),
        ("2023-03-31 18:00", False, "2023-04-03 10:00"),  # April begins with a weekend
        ("2023-04-01 12:00", False, "2023-04-03 10:00"),
        ("2023-04-02 12:00", False, "2023-04-03 10:00"),
        ("2023-04-03 10:00", True, None),
        ("2023-04-19 00:00", False, "2023-04-19 10:00"),
        ("2023-04-28 18:00", False, "2023-05-01 10:00"),
        ("2023-04-29 12:00", False, "2023-05-01 10:00"),  # 昭和の日, a Saturday
        ("2023-05-02 18:00", False, "2023-05-08 10:00"),
        ("2023-05-03 12:00", False, "2023-05-08 10:00"),
        ("2023-05-04 12:00", False, "2023-05-08 10:00"),
        ("2023-05-05 12:00", False, "2023-05-08 10:00"),
    ],
)
def test_weekdays_and_in_march_every_day(at, answered, next_opening):
    scheme, at = regionpay(), japan(at)
    expected = (answered, next_opening and japan(next_opening))
    assert (is_open(scheme, at), opens_next(scheme, at)) == expected
    assert (is_open(scheme, at.astimezone(UTC)), opens_next(scheme, at.astimezone(UTC))) == expected


@pytest.mark.parametrize(
    ("at", "last"),
    [
        (f"2023-04-19 23:59{ALMOST}", None),
        ("2023-04-20 00:00", "2023-04-28 18:00"),
        (f"2023-04-28 17:59{ALMOST}", "2023-04-28 18:00"),
        ("2023-04-28 18:00", None),
        ("2023-04-30 12:00", None),
        ("2023-05-01 10:00", None),
    ],
)
def test_the_last_hour_for_claims_by_phone_is_told_in_time(at, last):
    assert phone_hint(regionpay(), japan(at)) == (last and japan(last))


def test_another_scheme_has_its_own_hours_and_deadline():
    scheme = regionpay()
    scheme.help_desk_opens, scheme.help_desk_closes, scheme.help_desk_daily_until = time(9), time(17, 30), None
    assert opens_next(scheme, japan("2023-03-17 17:30")) == japan("2023-03-20 09:00")
    scheme.claims_until = japan("2023-05-01 12:00")
    assert phone_hint(scheme, japan("2023-04-25 00:00")) == japan("2023-05-01 12:00")


def test_the_longest_row_of_holidays_is_bridged():
    scheme = regionpay()
    assert opens_next(scheme, japan("2019-04-26 18:00")) == japan("2019-04-27 10:00")  # every day until April 2023
    scheme.help_desk_daily_until = None
    assert opens_next(scheme, japan("2019-04-26 18:00")) == japan("2019-05-07 10:00")
