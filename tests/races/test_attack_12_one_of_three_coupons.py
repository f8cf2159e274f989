"""Attack 12 (and case 11): a refund takes one of three coupons of a member's payout. The other two stay payable."""

import pytest

from notifications.models import Message
from payouts import opening, releasing
from payouts.audit import breaches
from payouts.models import Entitlement, Payout, PayoutItem, ReceiveLink
from tests.makers import coupon, hanako, japan, line, opened, regionpay

pytestmark = pytest.mark.django_db

AT = japan("2023-04-20 12:00")


@pytest.fixture
def three():
    member = hanako(regionpay())
    coupons = [coupon(member=member, yen=yen) for yen in (1000, 2000, 3000)]
    [payout] = opened(*coupons)
    return payout, coupons


def test_the_claimed_one_goes_to_the_bank_and_the_others_get_a_new_url(three):
    first, (claimed, *_) = three
    line(claimed, method="refund", filed="2023-04-10 10:00")

    opening.open_payouts(regionpay(), AT)

    live = Payout.objects.filter(state="open").order_by("amount_yen").values_list("method", "amount_yen")
    assert list(live) == [("refund", 1000), ("points", 5000)]
    assert Payout.objects.get(pk=first.pk).state == "void"
    assert Entitlement.objects.filter(payout=None).count() == 0
    assert breaches(regionpay(), AT) == {}


def test_releasing_takes_every_entitlement_off(three):
    payout, _ = three

    releasing.void(payout_id=payout.pk, who="test", reason="test", at=AT)

    assert list(Entitlement.objects.order_by("amount_yen").values_list("amount_yen", "payout")) == [
        (1000, None),
        (2000, None),
        (3000, None),
    ]
    assert ReceiveLink.objects.get(payout=payout).revoked_at == AT
    assert Message.objects.get().state == "cancelled"


def test_what_the_void_payout_was_for_is_known_for_ever(three):
    payout, _ = three

    releasing.void(payout_id=payout.pk, who="test", reason="test", at=AT)

    assert sorted(PayoutItem.objects.filter(payout=payout).values_list("amount_yen", flat=True)) == [1000, 2000, 3000]


def test_a_claim_for_what_was_ordered_already_is_declined_and_the_points_stay(three):
    payout, (claimed, *_) = three
    Payout.objects.filter(pk=payout.pk).update(state="ordered")
    stated = line(claimed, method="refund", filed="2023-04-10 10:00")

    opening.open_payouts(regionpay(), AT)

    stated.refresh_from_db()
    assert (stated.state, stated.reason) == ("declined", "received")
    assert Payout.objects.get().state == "ordered"
