"""Case 32: the coupon file is loaded, the duties run, the entries file is loaded an hour later. All of it heals."""

import csv
from pathlib import Path

import pytest

from coupons import eligibility
from coupons.loading.run import load
from coupons.models import Change, Extension
from payouts import entitlements
from payouts.audit import breaches
from payouts.statement import totals, write_csv
from tests.makers import japan, regionpay, regionpay_told

pytestmark = pytest.mark.django_db

SAMPLE = Path(__file__).parents[2] / "data/sample"
COMPARED = ("inquiry_no", "prefecture", "ground", "frozen_yen", "owed_yen", "path")


def run_duties(at: str) -> None:
    eligibility.extend(regionpay(), japan(at))
    entitlements.freeze(regionpay(), japan(at))


def rows(path: Path) -> list[tuple]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return sorted(tuple(row[name] for name in COMPARED) for row in csv.DictReader(file))


def test_extensions_and_amounts_heal_to_the_expected_ones(tmp_path):
    load(scheme=regionpay(), paths=[SAMPLE / f"{name}.csv" for name in ("members", "issuers", "stores", "coupons")])
    run_duties("2023-04-02 10:00")
    too_many = Extension.objects.count()
    assert totals(regionpay(), japan("2023-04-02 10:00"))["owed_yen"] > 1_741_204

    load(scheme=regionpay(), paths=[SAMPLE / "entries.csv"])
    run_duties("2023-04-02 11:00")

    write_csv(regionpay(), tmp_path / "statement.csv", japan("2023-04-02 11:00"))
    assert rows(tmp_path / "statement.csv") == rows(SAMPLE / "expected.csv")
    assert (too_many > 1280, Extension.objects.count(), Change.objects.count()) == (True, 1280, 1280)
    assert breaches(regionpay(), japan("2023-04-02 11:00")) == {}


def test_what_regionpay_was_told_already_stays_and_is_listed():
    load(scheme=regionpay(), paths=[SAMPLE / f"{name}.csv" for name in ("members", "issuers", "stores", "coupons")])
    run_duties("2023-02-27 10:00")
    told = Extension.objects.count()
    regionpay_told("2023-02-27 12:00")

    load(scheme=regionpay(), paths=[SAMPLE / "entries.csv"])
    run_duties("2023-04-02 11:00")

    assert Extension.objects.count() == told
    assert eligibility.no_longer_holding(regionpay()).count() == told - 1280
    assert totals(regionpay(), japan("2023-04-02 11:00"))["owed_yen"] == 1_741_204
