"""A payee whose sum no payout can hold is left out and listed; everybody else of the opening is paid."""

import pytest

from payouts import entitlements, opening
from payouts.audit import breaches
from payouts.models import Entitlement, Payout
from tests.makers import coupon, hanako, japan, line, owed, regionpay

pytestmark = pytest.mark.django_db

AT = japan("2023-04-03 12:00")
TOO_MUCH = "no payee is owed more than a payout can hold"
MOST = entitlements.LARGEST_YEN


@pytest.mark.parametrize("yen", [(MOST, 1), (2_000_000_000, 2_000_000_000)])
def test_a_member_beyond_it_does_not_stop_the_opening(yen):
    rich, others = hanako(regionpay()), hanako(regionpay())
    coupons = [coupon(member=rich, yen=amount) for amount in yen]
    owed(*coupons, coupon(member=others))

    assert opening.open_payouts(regionpay(), AT) == 1
    assert Payout.objects.get().member == others
    assert Entitlement.objects.filter(payout=None).count() == 2
    assert breaches(regionpay(), AT) == {TOO_MUCH: [["member", rich.pk, sum(yen)]]}


def test_a_claim_beyond_it_does_not_either():
    stated = line(coupon(yen=MOST))
    more = line(coupon(yen=1))
    more.claim = stated.claim
    more.save()
    owed(stated.coupon, line(coupon()).coupon)

    assert opening.open_payouts(regionpay(), AT) == 1
    assert breaches(regionpay(), AT) == {TOO_MUCH: [["claim", stated.claim_id, MOST + 1]]}


def test_the_most_that_a_payout_holds_is_paid():
    owed(coupon(member=hanako(regionpay()), yen=MOST))

    assert opening.open_payouts(regionpay(), AT) == 1
    assert Payout.objects.get().amount_yen == MOST
