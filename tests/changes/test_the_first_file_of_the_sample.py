"""The 1,280 coupons of case (A) in the sample are in the first file, once."""

import csv
from pathlib import Path

import pytest

from coupons import changes, eligibility
from coupons.loading.run import load
from tests.changes.people import lines
from tests.makers import japan, regionpay

pytestmark = pytest.mark.django_db
SAMPLE = Path("data/sample")


def expected() -> set[str]:
    """The coupons of case (A) as the sample's own answer has them."""
    with (SAMPLE / "expected.csv").open() as file:
        return {row["inquiry_no"] for row in csv.DictReader(file) if row["ground"] == "A"}


def test_every_extension_of_the_sample_is_in_the_first_file():
    load(scheme=regionpay(), paths=[SAMPLE])
    eligibility.extend(regionpay(), japan("2023-02-27 00:00"))

    assert changes.make_daily(regionpay(), japan("2023-02-27 06:00")) == 1280

    file = regionpay().changefile_set.get()
    rows = lines(file)
    assert (file.number, file.extensions, file.line_count, len(rows)) == (1, 1280, 1280, 1280)
    assert {row["お問合せ番号"] for row in rows} == expected()
    assert {(row["種別"], row["新しい有効期限"], row["金額"]) for row in rows} == {("延長", "2023-03-31 23:59", "")}
