"""Tables that come back: found by their headings, and what a spreadsheet program did to a value is said, not mended."""

import datetime as dt
import io

import pytest
from openpyxl import Workbook

from coupons.loading.report import Finding
from coupons.sheets.opening import Limits, Unreadable
from coupons.sheets.reading import FORMULA, IS_A_DAY, LOST_ZEROS, NOT_WHOLE, WRONG_COUNT, Heading, Row, read
from coupons.sheets.writing import Column, Kind, Sheet, write

HEADINGS = (Heading("key", "番号"), Heading("yen", "金額", Kind.YEN), Heading("day", "日", Kind.DAY, is_required=False))


def xlsx(*rows) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def values(data: bytes) -> list[tuple[int, str, str, str]]:
    table = read(data, HEADINGS)
    assert table.faults == []
    return [(row.line, row["key"], row["yen"], row["day"]) for row in table.rows]


@pytest.mark.parametrize(
    "data",
    [
        "番号,金額,日\n0012,3240,2023-02-24\n".encode(),
        "番号,金額,日\r\n0012,3240,2023-02-24\r\n".encode("utf-8-sig"),
        "日,番号,金額\n2023-02-24,0012,３２４０円\n".encode("cp932"),
        b'KEY,Yen,day\n0012,"3,240",2023-02-24\n',
        xlsx(["番号", "金額", "日"], ["0012", 3240, dt.date(2023, 2, 24)]),
        xlsx(["日", "key", "金額"], [dt.datetime(2023, 2, 24), " 0012 ", 3240.0]),
    ],
)
def test_headings_in_any_order_language_and_encoding(data):
    assert values(data) == [(2, "0012", "3240", "2023-02-24")]


def test_what_we_wrote_is_read_back_without_its_sum():
    out = io.BytesIO()
    write(out, Sheet("x", [Column("番号"), Column("金額", Kind.YEN, is_totalled=True)], [["0012", 500], ["=1", 70]]))
    assert values(out.getvalue()) == [(2, "0012", "500", ""), (3, "=1", "70", "")]


def test_a_row_keeps_its_line_behind_empty_rows_and_long_values():
    assert values('番号,金額,日\n\n"a\nb",1,\n,,\nc,2,\n'.encode()) == [(3, "a\nb", "1", ""), (6, "c", "2", "")]


def test_the_faults_name_line_and_column_and_the_other_rows_stand():
    table = read(
        xlsx(
            ["番号", "金額"],
            [12, 5],
            ["0012", 1.5],
            ["=1+1", 5],
            [True, 5],
            ["1", 2, 3],
            ["0013", 7],
            [dt.date(2023, 1, 2), 7],
        ),
        HEADINGS,
    )
    assert table.faults == [
        Finding(2, "key", LOST_ZEROS),
        Finding(3, "yen", NOT_WHOLE),
        Finding(4, "key", FORMULA),
        Finding(5, "key", LOST_ZEROS),
        Finding(6, "", WRONG_COUNT),
        Finding(8, "key", IS_A_DAY),
    ]
    assert table.rows == [Row(7, {"key": "0013", "yen": "7", "day": ""})]


def test_columns_we_do_not_know_are_named():
    assert read("備考,番号,金額\nx,1,2\n".encode(), HEADINGS).ignored == ["備考"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空です"),
        (b" \n ", "空です"),
        ("番号,日\n".encode(), "金額"),
        ("番号,金額,key\n".encode(), "2つ"),
        ('番号,金額\n1,"2\n'.encode(), "2行目"),
        ("番号,金額\n1,2\n".encode("utf-16"), "CSV"),
        ("番号,金額\n".encode() + b"\xff\xff\n", "文字コード"),
        ("番号,金額\n1,2\n2,3\n3,4\n".encode(), "行が多すぎ"),
        (xlsx(["番号", "金額"], *[["1", 2]] * 3), "行が多すぎ"),
        (("番号,金額" + ",x" * 9 + "\n").encode(), "列が多すぎ"),
        (xlsx(["番号", "金額", *"xxxxxxxxx"]), "列が多すぎ"),
        (("番号,金額\n" + "1" * 200_000 + ",2\n").encode(), "長すぎる"),
        (b"x" * 300_000, "大きすぎ"),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(data, words):
    with pytest.raises(Unreadable, match=words):
        read(data, HEADINGS, Limits(size=250_000, rows=2, columns=5))
