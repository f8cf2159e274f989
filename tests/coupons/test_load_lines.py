"""Rows and lines: any line end, blank lines, wrong field counts; a refused row is named by the line where it starts."""

import tracemalloc

import pytest

from coupons.loading.reading import MAX_RECORD, blocks, open_table
from coupons.models import Member
from tests.coupons.load_files import HEADERS, load_file, load_lines, places, tally, write

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_lines_end_in_any_way_and_are_counted_alike(tmp_path, end):
    report = load_lines(tmp_path, HEADERS["members"], "M1,,,", "", "M2,x,,", "M3,,,", end=end)

    assert (tally(report), places(report.refused)) == ({"read": 3, "added": 2, "refused": 1}, [(4, "phone")])


@pytest.mark.parametrize("header", [HEADERS["members"], "会員番号,電話番号,メールアドレス,退会日時"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_the_last_line_needs_no_end(tmp_path, header, end):
    path = tmp_path / "members.csv"
    path.write_bytes(end.join([header, "M1,,,", "M2,,,"]).encode())

    assert load_file(path).added == 2


def test_blank_lines_are_no_rows(tmp_path):
    report = load_lines(tmp_path, HEADERS["members"], "", "  ", "M1,,,", "　", '""', "", "")

    assert tally(report) == {"read": 1, "added": 1}


@pytest.mark.parametrize("row", ["M2", "M2,,", "M2,,,,", '"M2",,', '"M2",,,,,', "\\.", "a" * 50, "M2;;;"])
def test_a_wrong_number_of_fields_is_refused_as_row(tmp_path, row):
    report = load_lines(tmp_path, HEADERS["members"], "M1,,,", row, "M3,,,")

    assert (tally(report), places(report.refused)) == ({"read": 3, "added": 2, "refused": 1}, [(3, "row")])


def test_a_line_of_backslash_and_dot_ends_nothing_even_within_quotes(tmp_path):
    report = load_lines(
        tmp_path, HEADERS["members"] + ",備考", 'M1,,,,"', "\\.", '"', "\\.,,,,", "M2,,,,\\.", "M3,,,,\\N"
    )

    assert set(Member.objects.values_list("member_no", flat=True)) == {"M1", "M2", "M3", "\\."}
    assert tally(report) == {"read": 4, "added": 4}


@pytest.mark.parametrize("filler", ["x", '"', "あ", ","])
@pytest.mark.parametrize("length", [MAX_RECORD + 1, 3_000_000])
def test_a_line_that_is_too_long_is_refused_alone(tmp_path, filler, length):
    report = load_lines(tmp_path, HEADERS["members"] + ",備考", "M1,,,,", "M2,,,," + filler * length, "M3,,,,")

    assert (tally(report), places(report.refused)) == ({"read": 3, "added": 2, "refused": 1}, [(3, "row")])
    assert "行が長すぎます" in report.refused.listed[0].reason


def test_a_line_of_many_megabytes_takes_little_memory(tmp_path):
    path = write(tmp_path, "members.csv", HEADERS["members"], "M1,,," + "x" * 50_000_000, "M2,,,")
    table = open_table(path)

    tracemalloc.start()
    rows = [row for block in blocks(table) for row in block.text]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert rows == ["3,M2,,,\n"]
    assert peak < 15_000_000


def test_rows_across_the_blocks_of_reading_keep_their_lines(tmp_path):
    rows = [f"M{number},,{'x' * 40}@example.jp," for number in range(40_000)]
    rows[17_000], rows[33_000] = "x", '"M1'

    report = load_lines(tmp_path, HEADERS["members"], *rows)

    assert (report.added, places(report.refused)) == (39_998, [(17_002, "row"), (33_002, "row")])
