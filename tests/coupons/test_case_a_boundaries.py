"""Case (A) to the second: notice 1.A with questions 1 and 2."""

import pytest

from coupons import eligibility
from coupons.models import Change, Extension
from tests.makers import cancel, coupon, japan, pay, regionpay

pytestmark = pytest.mark.django_db

AFTER_FIRST_EXTENSION = japan("2023-02-27 00:00")


def is_extended(on) -> bool:
    eligibility.extend(regionpay(), AFTER_FIRST_EXTENSION)
    return Extension.objects.filter(coupon=on, ground="A").exists()


@pytest.mark.parametrize(
    ("last_minute", "covered"),
    [
        ("2023-02-23 23:59", False),
        ("2023-02-24 23:58", False),
        ("2023-02-24 23:59", True),
        ("2023-02-25 00:00", False),
        ("2023-02-25 23:59", False),
    ],
)
def test_only_an_expiry_of_exactly_24_february_2359_counts(last_minute, covered):
    assert is_extended(coupon(last_minute=last_minute)) == covered


@pytest.mark.parametrize(
    ("spent", "covered"),
    [(0, True), (2999, True), (3000, False), (3001, False)],
    ids=["all", "one yen", "zero", "below"],
)
def test_one_yen_left_is_enough_and_zero_is_not(spent, covered):
    on = coupon(yen=3000)
    if spent:
        pay(on, spent, "2023-02-24 16:00")

    assert is_extended(on) == covered


@pytest.mark.parametrize(("at", "covered"), [("2023-02-26 23:59:59", False), ("2023-02-27 00:00:00", True)])
def test_the_balance_is_judged_at_the_end_of_26_february(at, covered):
    on = coupon(yen=3000)
    pay(on, 3000, at)

    assert is_extended(on) == covered


def test_a_cancellation_that_names_its_payment_counts_when_the_payment_did():
    on = coupon(yen=3000)
    cancel(pay(on, 3000, "2023-02-24 18:00"), "2023-03-05 10:00")

    assert is_extended(on)


def test_nothing_is_extended_before_the_first_extension_has_ended():
    coupon()

    assert eligibility.extend(regionpay(), japan("2023-02-26 23:59:59")) == 0
    assert Extension.objects.count() == 0


def test_extending_again_changes_nothing():
    coupon()
    coupon(last_minute="2023-02-25 23:59")

    assert eligibility.extend(regionpay(), AFTER_FIRST_EXTENSION) == 1
    before = list(Extension.objects.values()), list(Change.objects.values())

    assert eligibility.extend(regionpay(), AFTER_FIRST_EXTENSION) == 0
    assert (list(Extension.objects.values()), list(Change.objects.values())) == before


def test_an_extension_runs_until_31_march_and_regionpay_is_to_be_told():
    on = coupon()

    assert is_extended(on)

    extension, change = Extension.objects.get(), Change.objects.get()
    assert extension.until == japan("2023-04-01 00:00")
    assert (change.key, change.kind, change.coupon, change.until, change.told_at) == (
        f"HOSHO-E{on.pk}",
        "extension",
        on,
        extension.until,
        None,
    )
