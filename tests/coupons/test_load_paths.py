"""Folders and files named on the command line, and what is no file of ours among them (design 7, `load PATH…`)."""

import os

import pytest

from coupons.loading.reading import FileRefused
from coupons.loading.run import files_in, load
from coupons.models import Coupon, Member
from tests.coupons.load_files import HEADERS, TARO, load_file, write
from tests.makers import regionpay

pytestmark = pytest.mark.django_db


def test_kinds_are_told_by_headers_and_loaded_in_their_order_whatever_the_names(tmp_path):
    write(tmp_path, "1.csv", HEADERS["entries"], f"T1,{TARO},決済,500,2023-02-24 18:00,S1,")
    write(tmp_path, "2.csv", HEADERS["coupons"], f"{TARO},47,I1,3000,2023-02-23 15:00,2023-02-23,2023-02-24 23:59,M1,")
    write(tmp_path, "3.csv", HEADERS["stores"], "S1,土産店,47,")
    write(tmp_path, "4.csv", HEADERS["issuers"], "I1,宿,47,")
    write(tmp_path, "5", HEADERS["members"], "M1,,,")

    reports = load(scheme=regionpay(), paths=[tmp_path])

    assert {name: (report.kind, report.added) for name, report in reports.items()} == {
        "1.csv": ("entries", 1),
        "2.csv": ("coupons", 1),
        "3.csv": ("stores", 1),
        "4.csv": ("issuers", 1),
        "5": ("members", 1),
    }
    assert Coupon.objects.get().member.member_no == "M1"


def test_of_a_folder_hidden_files_and_folders_are_left_alone(tmp_path):
    shown = write(tmp_path, "members.csv", HEADERS["members"])
    write(tmp_path, ".members.csv", HEADERS["members"])
    (tmp_path / "older.csv").mkdir()

    assert files_in([tmp_path]) == [shown]


def test_a_missing_path_stops_everything(tmp_path):
    good = write(tmp_path, "members.csv", HEADERS["members"], "M1,,,")

    with pytest.raises(FileRefused, match="ファイルもフォルダーもありません"):
        load(scheme=regionpay(), paths=[good, tmp_path / "gone.csv"])

    assert Member.objects.count() == 0


def test_two_files_of_one_name_stop_everything(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    files = [write(tmp_path / folder, "members.csv", HEADERS["members"], "M1,,,") for folder in ("a", "b")]

    with pytest.raises(FileRefused, match="members.csv: 同じ名前のファイルが2つあります。"):
        load(scheme=regionpay(), paths=files)

    assert Member.objects.count() == 0


def test_an_empty_folder_has_nothing_to_load(tmp_path):
    assert load(scheme=regionpay(), paths=[tmp_path]) == {}


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"\xef\xbb\xbf", b"\0" * 50, b"PK\x03\x04\0\0", "会員番号".encode("utf-16")]
)
def test_what_is_no_table_at_all_is_of_no_kind(tmp_path, content):
    path = tmp_path / "odd.csv"
    path.write_bytes(content)

    assert load_file(path).kind is None


def test_a_name_that_is_not_unicode_is_reported_readably(tmp_path):
    path = tmp_path / os.fsdecode("会員.csv".encode("cp932"))
    path.write_text(HEADERS["members"] + "\nM1,,,\n")

    reports = load(scheme=regionpay(), paths=[path])

    assert [name.isprintable() for name in reports] == [True]
    assert [report.added for report in reports.values()] == [1]
