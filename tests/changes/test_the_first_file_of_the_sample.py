"""The 1,280 coupons of case (A) in the sample are in the first file, once."""

from pathlib import Path

import pytest

from coupons import changes, eligibility
from coupons.loading.run import load
from tests.changes.people import lines
from tests.makers import japan, regionpay

pytestmark = pytest.mark.django_db


def test_every_extension_of_the_sample_is_in_the_first_file():
    load(scheme=regionpay(), paths=[Path("data/sample")])
    eligibility.extend(regionpay(), japan("2023-02-27 00:00"))

    assert changes.make_daily(regionpay(), japan("2023-02-27 06:00")) == 1280

    file = regionpay().changefile_set.get()
    rows = lines(file)
    assert (file.extensions, file.line_count, len({row["お問合せ番号"] for row in rows})) == (1280, 1280, 1280)
    assert {(row["種別"], row["新しい有効期限"], row["金額"]) for row in rows} == {("延長", "2023-03-31 23:59", "")}
