"""Days and deadlines in Japanese, whatever zone they come in (question 1)."""

from datetime import UTC

import pytest

from claims.templatetags.dates import day, easy_part_of_month, last_minute, part_of_month, until
from tests.makers import japan


def test_a_day_has_its_year_and_its_weekday():
    assert day(japan("2023-02-24 17:00")) == "2023年2月24日（金）"


def test_a_day_is_japans_also_when_the_database_answers_in_utc():
    assert day(japan("2023-03-22 00:00").astimezone(UTC)) == "2023年3月22日（水）"


@pytest.mark.parametrize(
    ("too_late", "written"),
    [
        ("2023-04-01 00:00", "2023年3月31日（金）23:59まで"),
        ("2023-05-01 00:00", "2023年4月30日（日）23:59まで"),
        ("2024-03-01 00:00", "2024年2月29日（木）23:59まで"),
        ("2024-01-01 00:00", "2023年12月31日（日）23:59まで"),
        ("2023-04-28 18:00", "2023年4月28日（金）17:59まで"),
        ("2023-04-28 09:00:30", "2023年4月28日（金）08:59まで"),
    ],
)
def test_a_deadline_is_written_as_the_last_minute_that_is_wholly_good(too_late, written):
    assert until(japan(too_late)) == written


def test_a_deadline_is_japans_also_when_the_database_answers_in_utc():
    assert last_minute(japan("2023-04-01 00:00").astimezone(UTC)) == "2023年3月31日（金）23:59"


@pytest.mark.parametrize(
    ("begins", "written"),
    [
        ("2023-04-03 00:00", "2023年4月上旬"),
        ("2023-04-10 23:59", "2023年4月上旬"),
        ("2023-04-11 00:00", "2023年4月中旬"),
        ("2023-05-15 00:00", "2023年5月中旬"),
        ("2023-05-20 23:59", "2023年5月中旬"),
        ("2023-05-21 00:00", "2023年5月下旬"),
    ],
)
def test_a_beginning_is_told_as_roughly_as_in_the_notice(begins, written):
    assert part_of_month(japan(begins)) == written


def test_a_part_of_a_month_is_japans_also_when_the_database_answers_in_utc():
    assert part_of_month(japan("2023-04-11 00:00").astimezone(UTC)) == "2023年4月中旬"


@pytest.mark.parametrize(
    ("begins", "written"),
    [
        ("2023-04-10 23:59", "2023年4月の はじめごろ"),
        ("2023-05-15 00:00", "2023年5月の なかごろ"),
        ("2023-05-31 00:00", "2023年5月の おわりごろ"),
    ],
)
def test_a_beginning_in_easy_japanese(begins, written):
    assert easy_part_of_month(japan(begins)) == written
