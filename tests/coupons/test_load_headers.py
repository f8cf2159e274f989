"""Headers are Japanese or English, in any order; all but `cancels` are required; others are ignored and named."""

import pytest

from coupons.loading.kinds import KINDS
from coupons.loading.reading import MAX_COLUMNS, FileRefused
from coupons.models import Issuer, Member
from tests.coupons.load_files import HEADERS, TARO, load_lines, tally, taros_coupon

pytestmark = pytest.mark.django_db

REQUIRED = [(name, column.name) for name, kind in KINDS.items() for column in kind.columns if column.required]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("member_no,phone,email,left_at", "M1,0980000000,m@example.jp,"),
        ("会員番号,電話番号,メールアドレス,退会日時", "M1,0980000000,m@example.jp,"),
        ("退会日時,email,会員番号,phone", ",m@example.jp,M1,0980000000"),
        (" Member_No , PHONE,ＥＭＡＩＬ,　退会日時　", "M1,0980000000,m@example.jp,"),
        ("備考,member_no,phone,email,left_at,", "a,M1,0980000000,m@example.jp,,b"),
    ],
    ids=["english", "japanese", "any order", "any writing", "extra columns"],
)
def test_the_same_row_under_other_headers(tmp_path, header, row):
    load_lines(tmp_path, header, row)

    assert list(Member.objects.values_list("member_no", "phone", "email", "left_at")) == [
        ("M1", "0980000000", "m@example.jp", None)
    ]


@pytest.mark.parametrize(("kind", "column"), REQUIRED)
def test_without_a_required_column_the_file_is_of_no_kind_and_the_column_is_said(tmp_path, kind, column):
    header = ",".join(name for name in HEADERS[kind].split(",") if name != column)

    report = load_lines(tmp_path, header)

    # Without its number a store's file looks like an issuer's.
    said = "issuer_no" if column == "store_no" and kind == "stores" else column
    assert (report.kind, report.missing_columns) == (None, [said])


def test_cancels_may_be_missing(tmp_path):
    taros_coupon()
    header = HEADERS["entries"].removesuffix(",cancels")

    assert tally(load_lines(tmp_path, header, f"T1,{TARO},決済,500,2023-02-24 18:00,S1")) == {"read": 1, "added": 1}


def test_a_file_with_the_columns_of_two_kinds_is_of_the_larger_kind(tmp_path):
    assert load_lines(tmp_path, HEADERS["coupons"] + ",phone,email,left_at").kind == "coupons"


def test_one_column_twice_stops_everything(tmp_path):
    with pytest.raises(FileRefused, match="同じ見出しの列が2つあります"):
        load_lines(tmp_path, HEADERS["members"] + ",電話番号")


def test_hundreds_of_columns_stop_everything(tmp_path):
    header = HEADERS["members"] + "," + ",".join(f"x{place}" for place in range(MAX_COLUMNS))

    with pytest.raises(FileRefused, match="列が多すぎます"):
        load_lines(tmp_path, header)


def test_only_a_header_is_a_file_of_no_rows(tmp_path):
    report = load_lines(tmp_path, HEADERS["issuers"], end="")

    assert (report.kind, tally(report), Issuer.objects.count()) == ("issuers", {}, 0)
