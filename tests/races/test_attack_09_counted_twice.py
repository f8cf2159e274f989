"""Attack 9: a restoration made before the freeze is also entered as a late one. One formula counts it once."""

import pytest

from coupons.reinstatement import reinstate
from payouts.audit import breaches
from payouts.models import Entitlement
from tests.makers import coupon, japan, owed, pay, regionpay
from tests.races.guards import refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def on():
    on = coupon(yen=2000)
    payment = pay(on, 2000, "2023-02-24 18:00")
    reinstate(payment=payment, amount_yen=2000, ground="B2", who="test", at=japan("2023-03-30 10:00"))
    owed(on)
    return on


def test_it_is_owed_once(on):
    owed(on, at="2023-04-03 00:00")

    assert list(Entitlement.objects.values_list("amount_yen", flat=True)) == [2000]


def test_a_second_ledger_entitlement_is_refused(on):
    again = {"scheme": on.scheme, "coupon": on, "amount_yen": 2000, "made_at": japan("2023-04-02 10:00")}

    assert refusal(lambda: Entitlement.objects.create(**again)) == "one_free_entitlement_per_coupon_and_cause"


def test_typed_over_it_is_a_breach_and_healed_by_the_next_run(on):
    Entitlement.objects.update(amount_yen=12_299)
    at = japan("2023-04-02 10:00")
    assert "owed is what the formula says, where nothing is on a payout or lapsed" in breaches(regionpay(), at)

    owed(on, at="2023-04-02 10:00")

    assert list(Entitlement.objects.values_list("amount_yen", flat=True)) == [2000]
