"""Case 31: a restoration of 30 March is reversed on 2 April; one of 3 April on 4 April. (Its payout: elsewhere.)"""

import pytest

from coupons import eligibility
from coupons.reinstatement import reinstate, reverse
from payouts import entitlements
from payouts.models import Entitlement
from payouts.statement import totals
from tests.makers import coupon, japan, pay, regionpay

pytestmark = pytest.mark.django_db


def owed_on(day: str) -> list[int]:
    at = japan(f"{day} 12:00")
    eligibility.extend(regionpay(), at)
    entitlements.freeze(regionpay(), at)
    return list(Entitlement.objects.values_list("amount_yen", flat=True))


def restored(at: str):
    payment = pay(coupon(yen=2000), 2000, "2023-02-24 18:00")
    return reinstate(payment=payment, amount_yen=2000, ground="B2", who="test", at=japan(at))


def test_one_of_march_reversed_in_april_counts_as_if_it_had_never_been():
    restoration = restored("2023-03-30 10:00")
    assert owed_on("2023-04-01") == [2000]

    reverse(reinstatement=restoration, amount_yen=2000, who="test", at=japan("2023-04-02 10:00"))

    assert owed_on("2023-04-02") == []
    assert totals(regionpay(), japan("2023-04-02 12:00"))["late_yen"] == 0


def test_one_of_april_is_owed_at_once_and_no_more_once_reversed():
    assert owed_on("2023-04-01") == []
    restoration = restored("2023-04-03 10:00")
    assert owed_on("2023-04-03") == [2000]

    reverse(reinstatement=restoration, amount_yen=2000, who="test", at=japan("2023-04-04 10:00"))

    assert owed_on("2023-04-04") == []


def test_part_of_it_can_be_reversed():
    restoration = restored("2023-03-30 10:00")

    reverse(reinstatement=restoration, amount_yen=500, who="test", at=japan("2023-04-02 10:00"))

    assert owed_on("2023-04-02") == [1500]


def test_reversed_after_it_lapsed_it_is_listed_as_late_and_not_taken_back():
    restoration = restored("2023-03-30 10:00")
    owed_on("2023-04-01")
    Entitlement.objects.update(lapsed_at=japan("2023-06-01 00:00"))

    reverse(reinstatement=restoration, amount_yen=2000, who="test", at=japan("2023-06-02 10:00"))

    assert owed_on("2023-06-02") == [2000]
    sums = totals(regionpay(), japan("2023-06-02 12:00"))
    assert (sums["lapsed_yen"], sums["check_yen"], sums["late_yen"]) == (2000, 0, -2000)
