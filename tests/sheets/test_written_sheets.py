"""What we hand out as xlsx, opened again: text stays text, sums are those of the rows, and a person can print it."""

import datetime as dt
import io
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from coupons.sheets.writing import Column, Kind, Sheet, Written, write

COLUMNS = (
    Column("番号"),
    Column("金額", Kind.YEN, is_totalled=True),
    Column("旅行日", Kind.DAY),
    Column("日時", Kind.TIME),
)
AT = dt.datetime(2023, 2, 24, 9, 30, tzinfo=ZoneInfo("UTC"))


def written(*sheets: Sheet):
    out = io.BytesIO()
    return write(out, *sheets), load_workbook(out)


def page(rows):
    return written(Sheet("振込", COLUMNS, rows))[1]["振込"]


@pytest.mark.parametrize(
    "text",
    [
        "0012",
        "=1+1",
        '=HYPERLINK("http://x","y")',
        "+1",
        "-1",
        "@SUM(A1)",
        "\tx",
        "#N/A",
        "#REF!",
        "1e5",
        "2023/2/24",
        "髙𠮷",
    ],
)
def test_text_stays_text(text):
    cell = page([[text, 1, None, None]])["A2"]
    assert (cell.value, cell.data_type, cell.number_format) == (text, "s", "@")


def test_control_characters_are_left_out_and_stop_nothing():
    assert page([["a\0b\x1fc\ud800", 1, None, None]])["A2"].value == "abc"


def test_the_last_row_gives_the_sums_of_the_rows_written():
    counts, book = written(Sheet("振込", COLUMNS, ([str(n), n, None, None] for n in (500, 1500, 70))))
    assert counts == [Written(rows=3, totals={"金額": 2070})]
    assert [cell.value for cell in book["振込"][5]] == ["合計", 2070, None, None]


def test_no_rows_are_a_sheet_with_headings_and_a_sum_of_nothing():
    counts, book = written(Sheet("振込", COLUMNS, []))
    assert counts == [Written(rows=0, totals={"金額": 0})]
    assert [[cell.value for cell in row] for row in book["振込"].iter_rows()] == [
        ["番号", "金額", "旅行日", "日時"],
        ["合計", 0, None, None],
    ]


def test_times_are_those_of_the_clock_in_japan():
    row = page([["1", 1, dt.date(2023, 2, 24), AT]])[2]
    assert [cell.value for cell in row[2:]] == [dt.datetime(2023, 2, 24), dt.datetime(2023, 2, 24, 18, 30)]


def test_it_prints_across_with_its_headings_on_every_page():
    sheet = page([])
    assert (sheet.print_title_rows, sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == (
        "$1:$1",
        "landscape",
        0,
    )
    assert (sheet.freeze_panes, sheet.oddHeader.center.text) == ("A2", "振込")


def test_several_sheets_and_a_title_no_program_would_take():
    _, book = written(Sheet("2023/4: [A]", COLUMNS, []), Sheet("あ" * 40, COLUMNS, []))
    assert book.sheetnames == ["20234 A", "あ" * 31]


def test_a_row_of_another_length_is_a_mistake_of_ours():
    with pytest.raises(ValueError):
        written(Sheet("振込", COLUMNS, [["1", 2]]))
