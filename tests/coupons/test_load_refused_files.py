"""`load --refused DIR` writes the refused rows as NAME.refused.csv."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from coupons.models import Member
from tests.coupons.load_files import HEADERS, write

pytestmark = pytest.mark.django_db


def run(path: Path, folder: Path) -> None:
    try:
        call_command("load", str(path), "--refused", str(folder), stdout=StringIO(), stderr=StringIO())
    except SystemExit:
        pass


def test_refused_rows_are_written_with_line_column_and_reason(tmp_path):
    path = write(tmp_path, "members.csv", HEADERS["members"], "M1,,,", "M2,12,,", "M3")

    run(path, tmp_path / "new" / "refused")

    assert (tmp_path / "new" / "refused" / "members.csv.refused.csv").read_text("utf-8-sig").splitlines() == [
        "line,column,reason",
        "3,phone,電話番号は0から始まる10桁か11桁です。",
        "4,row,列の数が見出しと違います。",
    ]


def test_nothing_is_written_for_a_good_file_and_an_earlier_list_goes(tmp_path):
    path = write(tmp_path, "members.csv", HEADERS["members"], "M1,12,,")
    run(path, tmp_path / "refused")
    write(tmp_path, "members.csv", HEADERS["members"], "M1,,,")
    run(path, tmp_path / "refused")

    assert list((tmp_path / "refused").iterdir()) == []


def test_where_no_folder_can_be_nothing_is_loaded(tmp_path):
    path = write(tmp_path, "members.csv", HEADERS["members"], "M1,,,")

    with pytest.raises(CommandError, match="フォルダーを作れません"):
        call_command("load", str(path), "--refused", str(path))

    assert Member.objects.count() == 0
