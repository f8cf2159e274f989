"""A hostile file does not fill the memory: 100,000 findings are listed, the rest is counted, and counts stay exact."""

import csv
from itertools import chain

import pytest

from coupons.loading.report import LISTED
from coupons.management.commands.load import write_refused
from tests.coupons.load_files import TARO, load_lines, load_rows, tally, taros_coupon

pytestmark = pytest.mark.django_db

HALF = LISTED // 2 + 10


def test_refused_rows_of_both_sorts_are_listed_by_line_up_to_the_limit(tmp_path):
    rows = chain.from_iterable(("x", f"M{number},x,,") for number in range(HALF))

    report = load_rows(tmp_path, "members", *rows)

    assert tally(report) == {"read": 2 * HALF, "refused": 2 * HALF}
    assert [finding.line for finding in report.refused.listed] == list(range(2, LISTED + 2))
    told = report.as_dict()
    assert (len(told["refused"]), told["refused_more"]) == (LISTED, 20)


def test_warnings_are_listed_up_to_the_limit_too(tmp_path):
    taros_coupon()
    header = "entry_no,inquiry_no,kind,amount,occurred_at,store_no"
    rows = (f"T{number},{TARO},決済,1,2023-04-02 10:00,S1" for number in range(LISTED + 7))

    told = load_lines(tmp_path, header, *rows).as_dict()

    beyond = LISTED + 7 - 3000
    assert (len(told["warnings"]), told["warnings_more"]) == (LISTED, 7 + beyond)
    assert "refused_more" not in told


def test_the_file_of_refused_rows_says_how_many_more(tmp_path):
    report = load_rows(tmp_path, "members", *["x"] * (LISTED + 3))
    write_refused(tmp_path, {"members.csv": report})

    with (tmp_path / "members.csv.refused.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))

    assert (len(rows), rows[-1]) == (LISTED + 2, ["", "", "ほか3行"])


def test_a_good_row_after_all_of_them_is_loaded(tmp_path):
    assert load_rows(tmp_path, "members", *["x"] * LISTED, "M1,,,").added == 1
