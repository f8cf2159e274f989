"""`load --json`: the object of design 7, and nothing else on standard output; exit code 2 where rows were refused."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.coupons.load_files import HEADERS, write

pytestmark = pytest.mark.django_db

GOOD = "M1,09012345678,hanako@example.jp,"


def run(*arguments: str | Path) -> tuple[int, dict]:
    """Exit code and files of `load --json`."""
    out, code = StringIO(), 0
    try:
        call_command("load", *map(str, arguments), "--json", stdout=out, stderr=StringIO())
    except SystemExit as stopped:
        code = stopped.code
    return code, json.loads(out.getvalue())["files"]


def test_a_good_file_is_told_in_exactly_these_words(tmp_path):
    path = write(tmp_path, "members.csv", HEADERS["members"], GOOD)

    assert run(path) == (
        0,
        {
            "members.csv": {
                "kind": "members",
                "read": 1,
                "added": 1,
                "changed": 0,
                "unchanged": 0,
                "differing": 0,
                "refused": [],
                "warnings": [],
            }
        },
    )


def test_a_refused_row_is_told_by_line_column_and_reason_and_the_exit_code_is_2(tmp_path):
    path = write(tmp_path, "members.csv", HEADERS["members"], GOOD, "M2,12,,")

    code, files = run(path)

    assert code == 2
    assert files["members.csv"]["refused"] == [
        {"line": 3, "column": "phone", "reason": "電話番号は0から始まる10桁か11桁です。"}
    ]
    assert (files["members.csv"]["read"], files["members.csv"]["added"]) == (2, 1)


def test_a_file_of_no_known_kind_is_named_with_kind_null(tmp_path):
    write(tmp_path, "members.csv", HEADERS["members"], GOOD)
    write(tmp_path, "notes.txt", "read me")

    code, files = run(tmp_path)

    assert code == 0
    assert {name: file["kind"] for name, file in files.items()} == {"members.csv": "members", "notes.txt": None}
    assert files["notes.txt"]["read"] == 0


def test_ignored_and_missing_columns_are_named(tmp_path):
    extra = write(tmp_path, "extra.csv", HEADERS["members"] + ",備考", GOOD + ",メモ")
    short = write(tmp_path, "short.csv", "member_no,phone,email", "M2,,")

    _, files = run(extra, short)

    assert (files["extra.csv"]["kind"], files["extra.csv"]["ignored_columns"]) == ("members", ["備考"])
    assert (files["short.csv"]["kind"], files["short.csv"]["missing_columns"]) == (None, ["left_at"])
