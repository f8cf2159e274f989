"""data/sample is loaded whole, and a second time adds nothing and changes nothing (design 5 "Loading")."""

from pathlib import Path

import pytest

from coupons.loading.run import load
from coupons.models import Coupon, Entry
from tests.coupons.load_files import contents, tally
from tests.makers import regionpay

pytestmark = pytest.mark.django_db

SAMPLE = Path("data/sample")
ROWS = {"members.csv": 333, "issuers.csv": 33, "stores.csv": 66, "coupons.csv": 2000, "entries.csv": 1737}


def loaded() -> dict[str, dict[str, int]]:
    reports = load(scheme=regionpay(), paths=[SAMPLE])
    return {name: tally(report) | {"warnings": 0} for name, report in reports.items() if report.kind}


def test_every_row_of_the_sample_is_added():
    assert loaded() == {name: {"read": rows, "added": rows, "warnings": 0} for name, rows in ROWS.items()}
    assert Coupon.objects.count() == 2000
    assert Entry.objects.filter(kind="issue").count() == 2000
    assert Entry.objects.exclude(kind="issue").count() == 1737


def test_the_sample_a_second_time_adds_nothing_and_changes_nothing():
    loaded()
    before = contents()

    assert loaded() == {name: {"read": rows, "unchanged": rows, "warnings": 0} for name, rows in ROWS.items()}
    assert contents() == before


def test_the_answers_beside_the_sample_are_no_files_of_ours():
    reports = load(scheme=regionpay(), paths=[SAMPLE])

    assert {name for name, report in reports.items() if report.kind is None} == {"expected.csv", "expected_b.csv"}
