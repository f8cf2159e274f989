"""regionPAY's files as xlsx: the same rows as by CSV; what a spreadsheet program spoilt is refused at its row."""

import datetime as dt
import io

import pytest
from openpyxl import Workbook, load_workbook

from coupons.loading import refused_rows
from coupons.loading.reading import FileRefused
from coupons.loading.report import Finding
from coupons.loading.run import load
from coupons.models import Store
from coupons.sheets.reading import FORMULA, LOST_ZEROS, NOT_WHOLE
from tests.makers import regionpay

pytestmark = pytest.mark.django_db
STORES = ["店舗番号", "店舗名", "都道府県コード", "電話番号"]
ENTRIES = ["entry_no", "inquiry_no", "kind", "amount", "occurred_at", "store_no"]
COUPONS = ["inquiry_no", "prefecture", "issuer_no", "face_value", "issued_at", "travel_on", "expires_at", "member_no"]


@pytest.fixture
def handed_in(tmp_path):
    def make(name: str, *rows: list):
        book = Workbook()
        for row in rows:
            book.active.append(row)
        book.save(tmp_path / name)
        return tmp_path / name

    return make


def loaded(*paths):
    return load(scheme=regionpay(), paths=paths)


def refused(report) -> list[Finding]:
    return report.refused.listed


def test_rows_of_text_are_loaded_with_their_zeros(handed_in):
    path = handed_in("stores.xlsx", STORES, ["0012", "北の店", "01", "0112223333"], [], ["0013", "南の\n店", "47", ""])
    report = loaded(path)["stores.xlsx"]
    assert (report.kind, report.read, report.added, refused(report)) == ("stores", 2, 2, [])
    assert list(Store.objects.order_by("no").values_list("no", "name", "prefecture")) == [
        ("0012", "北の店", "01"),
        ("0013", "南の 店", "47"),
    ]


def test_numbers_where_codes_belong_are_refused_at_their_rows_and_the_others_go_in(handed_in):
    rows = [
        ["0012", "北の店", 1, ""],
        [],
        [13, "東の店", "02", ""],
        ["0014", "=A1", "03", ""],
        ["0015", "西の店", "99", ""],
    ]
    report = loaded(handed_in("stores.xlsx", STORES, *rows, ["0016", "南の店", "47", ""]))["stores.xlsx"]
    assert refused(report) == [
        Finding(2, "prefecture", LOST_ZEROS),
        Finding(4, "store_no", LOST_ZEROS),
        Finding(5, "name", FORMULA),
        Finding(6, "prefecture", "都道府県コードは01から47までの2桁です。"),
    ]
    assert (report.read, report.added) == (5, 1)


def test_amounts_days_and_times_may_be_a_spreadsheet_s_own(handed_in):
    issuers = handed_in("issuers.xlsx", ["issuer_no", "name", "prefecture", "phone"], ["i1", "宿", "01", ""])
    at, until = dt.datetime(2023, 2, 24, 15, 0), dt.datetime(2023, 2, 24, 23, 59)
    coupons = handed_in(
        "coupons.xlsx", [*COUPONS, "charged_at"], ["123456789012", "01", "i1", 3000, at, dt.date(2023, 2, 24), until]
    )
    entries = handed_in(
        "entries.xlsx",
        ENTRIES,
        ["e1", "123456789012", "決済", 500.0, dt.datetime(2023, 2, 24, 18, 5), ""],
        ["e2", "123456789012", "決済", 1.5, dt.datetime(2023, 2, 24, 18, 6), ""],
    )
    reports = loaded(issuers, coupons, entries)
    assert [refused(report) for report in reports.values()] == [[], [], [Finding(3, "amount", NOT_WHOLE)]]
    assert [report.added for report in reports.values()] == [1, 1, 1]


def test_a_spreadsheet_of_another_kind_is_skipped(handed_in):
    assert loaded(handed_in("x.xlsx", ["a", "b"], [1, 2]))["x.xlsx"].kind is None


def test_what_is_no_spreadsheet_is_refused_by_name(tmp_path):
    (tmp_path / "x.xlsx").write_bytes(b"PK\x03\x04broken")
    with pytest.raises(FileRefused, match="x.xlsx: スプレッドシートとして読めません"):
        loaded(tmp_path / "x.xlsx")


def test_refused_rows_come_back_corrected_and_go_in(handed_in, tmp_path):
    path = handed_in(
        "stores.xlsx", STORES, ["0012", "北の店", 1, ""], ["0013", "東の店", "02", ""], ["0015", "西の店", "99", ""]
    )
    report = loaded(path)["stores.xlsx"]
    book = load_workbook(io.BytesIO(refused_rows.as_xlsx(path, report.refused)))
    sheet = book.active
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        [*STORES, "行番号", "列", "理由"],
        ["0012", "北の店", "1", None, 2, "prefecture", LOST_ZEROS],
        ["0015", "西の店", "99", None, 4, "prefecture", "都道府県コードは01から47までの2桁です。"],
    ]
    sheet["C2"], sheet["C3"] = "01", "26"
    book.save(tmp_path / "again.xlsx")
    again = loaded(tmp_path / "again.xlsx")["again.xlsx"]
    assert (again.added, refused(again), again.ignored_columns) == (2, [], ["行番号", "列", "理由"])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932"])
def test_refused_rows_of_a_csv_keep_what_stood_in_them(tmp_path, encoding):
    path = tmp_path / "stores.csv"
    rows = '0012,"北の,""店""",1,\r\n0013,東,02\r\n0014,"南\r\nの店",77,\r\n0016,"西,47,\r\n'
    path.write_bytes((",".join(STORES) + "\r\n" + rows).encode(encoding))
    report = loaded(path)["stores.csv"]
    sheet = load_workbook(io.BytesIO(refused_rows.as_xlsx(path, report.refused))).active
    assert [[cell.value for cell in row[:5]] for row in sheet.iter_rows(min_row=2)] == [
        ["0012", '北の,"店"', "1", None, 2],
        ["0013", "東", "02", None, 3],
        ["0014", "南\nの店", "77", None, 4],
        ["0016", "西,47,", None, None, 6],
    ]
