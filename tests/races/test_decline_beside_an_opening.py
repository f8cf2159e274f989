"""A line is declined at the moment its claim's payout is opened: the second of the two sees what the first did."""

import pytest
from django.db import IntegrityError, transaction

from claims.models import ClaimLine
from payouts import opening, withdrawal
from payouts.audit import breaches
from payouts.models import Payout
from tests.makers import coupon, japan, line, owed, regionpay
from tests.races.guards import Background, at_once, rewrite_function

AT = japan("2023-04-03 12:00")
GUARD = "a_line_with_a_live_payout_stays_accepted"
LOCK = "perform from claims_claim where id = old.claim_id for no key update;"
UNPAID = "a claim is paid for coupons it was accepted for"


def open_payouts() -> int:
    return opening.open_payouts(regionpay(), AT)


def decline(stated: ClaimLine) -> int:
    return ClaimLine.objects.filter(pk=stated.pk).update(state="declined", decided_by="desk", decided_at=AT)


@pytest.fixture
def stated(own_database) -> ClaimLine:
    made = line(coupon())
    owed(made.coupon)
    return made


def test_declined_after_the_opening_is_refused(stated):
    waited, declining = at_once(open_payouts, lambda: decline(stated))

    assert (waited, declining.error.__class__) == (True, IntegrityError)
    assert declining.error.__cause__.diag.constraint_name == GUARD
    assert breaches(regionpay(), AT) == {}


def test_declined_before_the_opening_nothing_is_opened(stated):
    waited, opened = at_once(lambda: decline(stated), open_payouts)

    assert (waited, opened.error, Payout.objects.count()) == (True, None, 0)


@pytest.mark.parametrize("opens_first", [True, False])
def test_without_the_lock_a_declined_line_keeps_its_payout(stated, opens_first):
    rewrite_function(GUARD, LOCK, "")
    both = [open_payouts, lambda: decline(stated)]

    waited, later = at_once(*both) if opens_first else at_once(*reversed(both))

    assert (waited, later.error) == (False, None)
    assert ClaimLine.objects.get().state == "declined"
    assert Payout.objects.get().state == "open"
    assert UNPAID in breaches(regionpay(), AT)


def test_withdrawing_and_opening_and_declining_at_once_never_deadlock(own_database):
    """Everybody locks the scheme's entitlements, then the claim, then its lines and payouts."""
    lines = [line(coupon()) for _ in range(6)]
    owed(*[stated.coupon for stated in lines])

    def withdraw() -> None:
        for stated in lines[:3]:
            withdrawal.withdraw(claim_id=stated.claim_id, who="test", at=AT)

    def decline_some() -> None:
        for stated in lines[2:]:
            with transaction.atomic():
                type(stated.claim).objects.select_for_update(no_key=True).get(pk=stated.claim_id)
                ClaimLine.objects.filter(pk=stated.pk, claim__payout=None).update(state="declined")

    runs = [Background(deed) for deed in (open_payouts, withdraw, decline_some)]

    assert [type(run.join().error) for run in runs] == [type(None)] * 3
    open_payouts()
    assert breaches(regionpay(), AT) == {}
