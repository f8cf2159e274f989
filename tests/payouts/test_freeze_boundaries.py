"""The balance is frozen as of 31 March 23:59, through that whole minute (notice 2.A2, question 1)."""

import pytest

from coupons import eligibility
from payouts import entitlements
from payouts.models import Entitlement
from tests.makers import cancel, coupon, japan, pay, regionpay

pytestmark = pytest.mark.django_db

FREEZE = japan("2023-04-01 00:00")


def owed(on) -> int:
    """Yen owed for the coupon after the duties of 1 April."""
    eligibility.extend(regionpay(), FREEZE)
    entitlements.freeze(regionpay(), FREEZE)
    return sum(Entitlement.objects.filter(coupon=on).values_list("amount_yen", flat=True))


@pytest.mark.parametrize(("at", "yen"), [("2023-03-31 23:59:59", 2500), ("2023-04-01 00:00:00", 3000)])
def test_a_payment_counts_through_the_last_second_of_march(at, yen):
    on = coupon(yen=3000)
    pay(on, 500, at)

    assert owed(on) == yen


@pytest.mark.parametrize(("spent", "yen"), [(2999, 1), (3000, 0)], ids=["one yen", "zero"])
def test_one_yen_is_owed_and_zero_is_not(spent, yen):
    on = coupon(yen=3000)
    pay(on, spent, "2023-03-10 12:00")

    assert owed(on) == yen


def test_a_coupon_of_another_expiry_is_owed_nothing_however_much_is_left():
    assert owed(coupon(yen=3000, last_minute="2023-02-25 23:59")) == 0


def test_a_cancellation_of_april_that_names_a_payment_of_march_counts_for_the_freeze():
    on = coupon(yen=3000)
    cancel(pay(on, 800, "2023-03-30 12:00"), "2023-04-06 10:00")

    assert owed(on) == 3000


def test_a_balance_below_zero_owes_nothing():
    on = coupon(yen=3000)
    pay(on, 3500, "2023-03-10 12:00")

    assert owed(on) == 0


def test_nothing_is_owed_a_second_before_the_freeze():
    on = coupon()
    eligibility.extend(regionpay(), FREEZE)

    assert entitlements.freeze(regionpay(), japan("2023-03-31 23:59:59")) == 0
    assert Entitlement.objects.filter(coupon=on).count() == 0


def test_freezing_again_changes_nothing():
    on = coupon()
    owed(on)
    before = list(Entitlement.objects.values())

    assert entitlements.freeze(regionpay(), FREEZE) == 0
    assert list(Entitlement.objects.values()) == before
