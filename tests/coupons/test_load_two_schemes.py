"""Case 30: two schemes with the same numbers in both: nothing crosses."""

import pytest

from coupons.loading.run import load
from coupons.models import Coupon, Scheme
from tests.coupons.load_files import HEADERS, TARO, tally, write
from tests.makers import other_scheme, regionpay

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(tmp_path):
    """The same few files for either scheme."""
    write(tmp_path, "members.csv", HEADERS["members"], "M1,,,")
    write(tmp_path, "issuers.csv", HEADERS["issuers"], "I1,宿,47,")
    write(tmp_path, "stores.csv", HEADERS["stores"], "S1,店,47,")
    coupon = f"{TARO},47,I1,3000,2023-02-23 15:00,2023-02-23,2023-02-24 23:59,M1,"
    write(tmp_path, "coupons.csv", HEADERS["coupons"], coupon)
    entries = [
        f"T1,{TARO},決済,500,2023-02-24 18:00,S1,",
        f"T2,{TARO},取消,500,2023-02-24 19:00,S1,T1",
    ]
    write(tmp_path, "entries.csv", HEADERS["entries"], *entries)
    return tmp_path


def loaded(folder, scheme: Scheme) -> dict[str, dict[str, int]]:
    return {name: tally(report) for name, report in load(scheme=scheme, paths=[folder]).items()}


def test_the_same_files_are_new_in_each_scheme_and_stay_there(files):
    other = other_scheme()
    first = loaded(files, regionpay())

    assert loaded(files, other) == first
    assert sum(counts["added"] for counts in first.values()) == 6
    ties = Coupon.objects.order_by("id").values_list("scheme", "issuer__scheme", "member__scheme")
    assert list(ties) == [(regionpay().pk,) * 3, (other.pk,) * 3]
    cancelled = Coupon.objects.order_by("id").values_list("entries__cancels__scheme", "scheme")
    assert {tie for tie in cancelled if tie[0]} == {(regionpay().pk,) * 2, (other.pk,) * 2}


def test_what_only_the_other_scheme_knows_is_unknown(files):
    other = other_scheme()
    loaded(files, regionpay())

    for name in ("members.csv", "issuers.csv", "stores.csv"):
        (files / name).unlink()

    assert loaded(files, other) == {"coupons.csv": {"read": 1, "refused": 1}, "entries.csv": {"read": 2, "refused": 2}}


def test_a_later_file_of_one_scheme_changes_nothing_of_the_other(files):
    other = other_scheme()
    loaded(files, regionpay())
    loaded(files, other)
    write(files, "members.csv", HEADERS["members"], "M1,0980000000,,")
    loaded(files, other)

    assert list(Coupon.objects.order_by("id").values_list("member__phone", flat=True)) == ["", "0980000000"]
