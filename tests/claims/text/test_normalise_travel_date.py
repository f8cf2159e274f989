"""A travel date in three fields, as people write dates, and which field is at fault."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.normalise import NotUnderstood, travel_date
from tests.claims.text.typing_anything import anything

DAY = date(2023, 2, 4)


@pytest.mark.parametrize(
    "year",
    ["2023", "２０２３", "2023年", " 2023 ", "23", "令和5年", "令和５", "令5", "R5", "r5", "Ｒ５", "5", "5年", "㋿5年"],
)
def test_a_year_of_either_calendar(year):
    assert travel_date(year, "2", "4") == DAY


@pytest.mark.parametrize("month", ["2", "02", "２", "０２", "2月", "２月", " 2 "])
@pytest.mark.parametrize("day", ["4", "04", "４", "4日", "０４日"])
def test_a_month_and_a_day(month, day):
    assert travel_date("2023", month, day) == DAY


def test_the_first_year_of_the_era():
    assert travel_date("令和元年", "5", "1") == date(2019, 5, 1)


FAULTS = [
    (("", "", ""), "year", "旅行日を入力してください。"),
    (("2023", "2", ""), "day", "旅行日の「日」を入力してください。"),
    (("2023", "　", "4"), "month", "旅行日の「月」を入力してください。"),
    (("", "2", "4"), "year", "旅行日の「年」を入力してください。"),
    (("", "2", ""), "year", "旅行日の「年」を入力してください。"),
    (("2023", "二", "4"), "month", "旅行日の「月」は、数字で入力してください。"),
    (("平成35", "2", "4"), "year", "旅行日の「年」は、数字で入力してください。"),
    (("202", "2", "4"), "year", "旅行日の「年」は、数字で入力してください。"),
    (("令和0", "2", "4"), "year", "旅行日の「年」は、数字で入力してください。"),
    (("2023", "2", "4日目"), "day", "旅行日の「日」は、数字で入力してください。"),
    (("2023", "2", "123"), "day", "旅行日の「日」は、数字で入力してください。"),
    (("2023", "2", "30"), "day", "2月30日はありません。旅行日をお確かめください。"),
    (("2023", "4", "31"), "day", "4月31日はありません。旅行日をお確かめください。"),
    (("2023", "2", "29"), "day", "2023年2月29日はありません。旅行日をお確かめください。"),
    (("2023", "13", "1"), "month", "13月1日はありません。旅行日をお確かめください。"),
    (("2023", "0", "1"), "month", "0月1日はありません。旅行日をお確かめください。"),
    (("2023", "2", "0"), "day", "2月0日はありません。旅行日をお確かめください。"),
    (("0000", "2", "4"), "year", "0年2月4日はありません。旅行日をお確かめください。"),
]


@pytest.mark.parametrize(("typed", "part", "words"), FAULTS)
def test_a_fault_is_told_at_its_field(typed, part, words):
    with pytest.raises(NotUnderstood) as refused:
        travel_date(*typed)
    assert (refused.value.part, str(refused.value.words)) == (part, words)


def test_another_day_has_another_name():
    with pytest.raises(NotUnderstood) as refused:
        travel_date("2023", "2", "", label="泊まった日")
    assert str(refused.value) == "泊まった日の「日」を入力してください。"


def test_the_leap_day_of_another_year():
    assert travel_date("24", "2", "29") == date(2024, 2, 29)


@given(st.dates(date(1000, 1, 1), date(9999, 12, 31)))
def test_every_day_is_read_back(day):
    assert travel_date(f"{day.year}年", f"{day.month}月", f"{day.day}日") == day


@given(anything, anything, anything)
def test_anything_is_a_day_or_a_fault_of_one_field(year, month, day):
    try:
        assert isinstance(travel_date(year, month, day), date)
    except NotUnderstood as refused:
        assert refused.part in ("year", "month", "day")
        assert str(refused.words)
