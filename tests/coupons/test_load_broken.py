"""data/broken: exactly the rows of expected_refused.csv are refused, and every other row is accepted."""

import csv
from pathlib import Path

import pytest

from coupons.loading.run import load
from coupons.models import Coupon, Entry, Store
from tests.coupons.load_files import places
from tests.makers import regionpay

pytestmark = pytest.mark.django_db

BROKEN = Path("data/broken")
ROWS = {"members.csv": 1, "issuers.csv": 1, "stores.csv": 2, "coupons.csv": 21, "entries.csv": 11}


def expected() -> dict[str, list[tuple[int, str]]]:
    with (BROKEN / "expected_refused.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: [(int(row["line"]), row["column"]) for row in rows if row["file"] == name] for name in ROWS}


def test_exactly_the_expected_rows_are_refused():
    reports = load(scheme=regionpay(), paths=[BROKEN])

    assert {name: places(reports[name].refused) for name in ROWS} == expected()


def test_every_other_row_is_accepted_and_the_repeated_one_is_unchanged():
    reports = load(scheme=regionpay(), paths=[BROKEN])
    accepted = {name: report.added + report.unchanged for name, report in reports.items() if report.kind}

    assert accepted == {name: rows - len(expected()[name]) for name, rows in ROWS.items()}
    assert reports["coupons.csv"].unchanged == 1
    assert set(Coupon.objects.values_list("inquiry_no", flat=True)) == {"100000000001", "100000000016", "100000000021"}
    assert set(Entry.objects.exclude(kind="issue").values_list("entry_no", flat=True)) == {"T1", "T10"}
    assert list(Store.objects.values_list("no", flat=True)) == ["S1"]
