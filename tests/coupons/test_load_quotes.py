"""Quoted fields, with commas, quotes and line breaks; a quote left open costs its own row and no other."""

import pytest

from coupons.models import Issuer, Member
from tests.coupons.load_files import HEADERS, load_lines, places, tally

pytestmark = pytest.mark.django_db

MEMO = HEADERS["issuers"] + ",備考"


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ('"宿, 本館"', "宿, 本館"),
        ('"宿 ""本館"""', '宿 "本館"'),
        ('"宿"', "宿"),
        (' "宿"', "宿"),
        ("宿'本館", "宿'本館"),
        ("宿\\", "宿\\"),
        ('"宿\\"', "宿\\"),
    ],
)
def test_a_quoted_name_is_read_as_meant(tmp_path, field, name):
    assert tally(load_lines(tmp_path, HEADERS["issuers"], f"I1,{field},47,", "I2,次,47,")) == {"read": 2, "added": 2}
    assert Issuer.objects.get(no="I1").name == name


def test_a_row_with_line_breaks_in_an_ignored_column_is_one_row(tmp_path):
    report = load_lines(tmp_path, MEMO, 'I1,宿,47,,"一行目', "二行目,", '三行目"', "I2,次,99,,")

    assert (tally(report), places(report.refused)) == (
        {"read": 2, "added": 1, "refused": 1},
        [(5, "prefecture")],
    )


def test_a_name_over_two_lines_is_refused_where_its_row_starts(tmp_path):
    report = load_lines(tmp_path, HEADERS["issuers"], "I1,宿,47,", 'I2,"上', '下",47,', "I3,宿,47,")

    assert (tally(report), places(report.refused)) == ({"read": 3, "added": 2, "refused": 1}, [(3, "name")])


@pytest.mark.parametrize(
    "row",
    ['"M2,,,', 'M2,,,"', 'M2,"0980000000,,', '"M2"x,,,', 'M2,"a"b",,', '""M2,,,'],
)
def test_a_wrong_quote_costs_only_its_own_row(tmp_path, row):
    rows = [f"M{number},,," for number in range(10, 2010)]

    report = load_lines(tmp_path, HEADERS["members"], "M1,,,", row, *rows)

    assert (tally(report), places(report.refused)) == ({"read": 2002, "added": 2001, "refused": 1}, [(3, "row")])


def test_two_open_quotes_do_not_swallow_the_rows_between_them(tmp_path):
    report = load_lines(tmp_path, HEADERS["members"], 'M1,,,"', "M2,,,", "M3,,,", 'M4,,,"', "M5,,,")

    assert places(report.refused) == [(2, "row"), (5, "row")]
    assert set(Member.objects.values_list("member_no", flat=True)) == {"M2", "M3", "M5"}


def test_many_open_quotes_cost_their_own_rows_only(tmp_path):
    rows = [f"M{number},,,{'' if number % 3 else chr(34)}" for number in range(30_000)]

    report = load_lines(tmp_path, HEADERS["members"], *rows)

    assert tally(report) == {"read": 30_000, "added": 20_000, "refused": 10_000}


def test_a_file_of_nothing_but_quotes_is_read_to_its_end(tmp_path):
    report = load_lines(tmp_path, HEADERS["members"], *(['"'] * 3001), "M1,,,")

    assert (report.read, report.added) == (report.refused.count + 1, 1)


def test_all_fields_quoted_is_the_same_as_none(tmp_path):
    quoted = ",".join(f'"{name}"' for name in HEADERS["members"].split(","))

    report = load_lines(tmp_path, quoted, *(f'"M{number}","","","2023-02-24 10:00"' for number in range(3)))

    assert tally(report) == {"read": 3, "added": 3}
