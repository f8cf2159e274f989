"""Attack 14: a claim is withdrawn while its payout is live. Void first, then withdraw, in one function."""

import pytest

from payouts import withdrawal
from payouts.models import Entitlement, Payout
from tests.makers import coupon, japan, line, opened
from tests.races.guards import drop_trigger, refusal

pytestmark = pytest.mark.django_db

AT = japan("2023-04-20 12:00")


@pytest.fixture
def live():
    """An accepted line and its open payout."""
    stated = line(coupon())
    [payout] = opened(stated.coupon)
    return stated, payout


def test_the_function_voids_and_then_withdraws(live):
    stated, payout = live

    withdrawal.withdraw(claim_id=stated.claim_id, who="test", at=AT)

    stated.refresh_from_db()
    assert (stated.state, stated.claim.withdrawn_at, Payout.objects.get(pk=payout.pk).state) == (
        "withdrawn",
        AT,
        "void",
    )
    assert Entitlement.objects.get().payout is None


def test_what_was_ordered_is_not_withdrawn(live):
    stated, payout = live
    Payout.objects.filter(pk=payout.pk).update(state="ordered")

    with pytest.raises(withdrawal.AlreadyOnItsWay):
        withdrawal.withdraw(claim_id=stated.claim_id, who="test", at=AT)
    stated.refresh_from_db()
    assert (stated.state, stated.claim.withdrawn_at) == ("accepted", None)


def test_a_claim_is_withdrawn_once(live):
    stated, _ = live
    withdrawal.withdraw(claim_id=stated.claim_id, who="test", at=AT)

    with pytest.raises(withdrawal.AlreadyWithdrawn):
        withdrawal.withdraw(claim_id=stated.claim_id, who="test", at=AT)


def test_the_schema_refuses_line_and_claim_alike(live):
    stated, _ = live
    lines, claims = type(stated).objects, type(stated.claim).objects

    assert refusal(lambda: lines.update(state="withdrawn")) == "a_line_with_a_live_payout_stays_accepted"
    assert refusal(lambda: lines.update(coupon=coupon())) == "a_line_with_a_live_payout_stays_accepted"
    assert refusal(lambda: lines.all()._raw_delete("default")) == "a_line_with_a_live_payout_stays_accepted"
    assert refusal(lambda: claims.update(withdrawn_at=AT)) == "a_claim_with_a_live_payout_is_not_withdrawn"


def test_without_the_guards_a_withdrawn_claim_is_paid(live):
    stated, _ = live
    drop_trigger("a_line_with_a_live_payout_stays_accepted", "claims_claimline")
    drop_trigger("a_claim_with_a_live_payout_is_not_withdrawn", "claims_claim")

    type(stated).objects.update(state="withdrawn")
    type(stated.claim).objects.update(withdrawn_at=AT)

    assert Payout.objects.get().state == "open"
