"""`explain` says of one coupon which condition of case (A) fails, and agrees with the set."""

import pytest

from coupons import eligibility
from tests.makers import coupon, pay, regionpay

pytestmark = pytest.mark.django_db


def unmet(on) -> list[str]:
    return [finding.condition.name for finding in eligibility.explain(on) if not finding.holds]


def test_a_covered_coupon_meets_every_condition():
    assert unmet(coupon()) == []


def test_another_expiry_is_named():
    assert unmet(coupon(last_minute="2023-02-25 23:59")) == ["expiry_is_the_affected_one"]


def test_an_empty_balance_is_named():
    on = coupon(yen=500)
    pay(on, 500, "2023-02-24 12:00")

    assert unmet(on) == ["a_yen_was_left_after_the_first_extension"]


def test_both_are_named_in_the_order_of_the_notice():
    on = coupon(yen=500, last_minute="2023-02-23 23:59")
    pay(on, 500, "2023-02-23 16:00")

    assert unmet(on) == ["expiry_is_the_affected_one", "a_yen_was_left_after_the_first_extension"]


def test_one_coupon_and_the_set_are_judged_alike():
    coupons = [coupon(), coupon(last_minute="2023-02-23 23:59"), coupon(yen=1), coupon(yen=500)]
    pay(coupons[3], 500, "2023-02-26 23:59:59")

    in_the_set = set(eligibility.covered_by_a(regionpay()))
    assert {on for on in coupons if not unmet(on)} == in_the_set == {coupons[0], coupons[2]}


def test_every_condition_cites_its_clause():
    assert [c.clause for c in eligibility.CONDITIONS if not c.clause.startswith("notice ")] == []
