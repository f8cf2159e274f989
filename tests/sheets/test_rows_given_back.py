"""What could not be taken of a table comes back as a table: its rows, and what is wrong with each."""

import io

import pytest
from openpyxl import Workbook, load_workbook

from coupons.loading.report import Finding
from coupons.sheets.opening import Limits
from coupons.sheets.reading import Heading, read
from coupons.sheets.refused import as_xlsx
from coupons.sheets.writing import Kind

HEADINGS = (Heading("key", "キー"), Heading("amount", "金額", Kind.YEN), Heading("reason", "理由", is_required=False))
CSV = "キー,金額,ほか,理由\n001,5,x,\n002,六,y,あ\n003,7,z,\n".encode()
FAULTS = [Finding(3, "amount", "整数ではありません。"), Finding(3, "reason", "長すぎます。")]


def given_back(data: bytes, faults: list[Finding] = FAULTS, *, is_whole: bool = False) -> list[tuple]:
    table = as_xlsx(data, faults, HEADINGS, Limits(), is_whole=is_whole)
    return list(load_workbook(io.BytesIO(table)).active.values)


def book(*rows: list) -> bytes:
    out, made = io.BytesIO(), Workbook()
    for row in rows:
        made.active.append(row)
    made.save(out)
    return out.getvalue()


def test_a_refused_row_comes_back_as_it_was_with_line_columns_and_reasons():
    assert given_back(CSV) == [
        ("キー", "金額", "ほか", "理由", "元の行番号", "直す列", "直す理由"),
        ("002", "六", "y", "あ", 3, "金額、理由", "整数ではありません。　長すぎます。"),
    ]


def test_of_a_file_that_was_not_taken_at_all_every_row_comes_back():
    rows = given_back(CSV, is_whole=True)
    assert [(row[0], row[4]) for row in rows[1:]] == [("001", None), ("002", 3), ("003", None)]


def test_corrected_it_can_be_read_again_and_what_was_beside_it_is_not_repeated():
    table = as_xlsx(CSV, FAULTS, HEADINGS, Limits(), is_whole=False)
    assert [row.values for row in read(table, HEADINGS).rows] == [{"key": "002", "amount": "六", "reason": "あ"}]
    again = given_back(table, [Finding(2, "amount", "まだです。")])
    assert again[0] == ("キー", "金額", "ほか", "理由", "元の行番号", "直す列", "直す理由")
    assert again[1] == ("002", "六", "y", "あ", 2, "金額", "まだです。")


@pytest.mark.parametrize(("value", "shown"), [(12, None), ("=1+1", None), ("012", "012"), (True, None)])
def test_a_key_that_lost_its_zeros_comes_back_empty_not_as_text_that_would_be_taken(value, shown):
    data = book(["キー", "金額"], [value, 500])
    assert given_back(data, [Finding(2, "key", "数値です。")])[1][:2] == (shown, "500")
