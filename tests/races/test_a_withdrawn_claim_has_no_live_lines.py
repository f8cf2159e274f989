"""A withdrawn claim has no live lines: one would keep its coupon from the member, the desk and every later claim."""

import threading

import pytest
from django.db import transaction

from claims.models import Claim, ClaimLine
from payouts import opening, releasing, withdrawal
from payouts.audit import breaches
from payouts.models import Entitlement, Payout
from payouts.statement import totals
from tests.makers import coupon, hanako, japan, line, opened, owed, regionpay, told
from tests.payouts.test_audit import without_triggers
from tests.races.guards import Background, drop_trigger, refusal

AT = japan("2023-04-20 12:00")
GUARD = "a_withdrawn_claim_has_no_live_lines"


def withdrawn() -> ClaimLine:
    made = line(coupon(member=hanako(regionpay())))
    withdrawal.withdraw(claim_id=made.claim_id, who="test", at=AT)
    return made


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["filed", "review", "accepted"])
def test_a_line_of_it_does_not_come_to_life_again(state):
    made = withdrawn()

    assert refusal(lambda: ClaimLine.objects.update(state=state)) == GUARD
    again = {"claim": made.claim, "stated_no": "1", "coupon": coupon(), "state": state}
    assert refusal(lambda: ClaimLine.objects.create(**again)) == GUARD


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["filed", "review", "accepted"])
def test_a_claim_is_not_withdrawn_over_its_live_lines(state):
    line(coupon(), state=state)

    assert refusal(lambda: Claim.objects.update(withdrawn_at=AT)) == GUARD


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["not_needed", "declined", "withdrawn"])
def test_its_dead_lines_may_be_what_they_are(state):
    line(coupon(), state=state)

    assert Claim.objects.update(withdrawn_at=AT) == 1


@pytest.mark.django_db
def test_without_the_guards_it_happens():
    drop_trigger(GUARD, "claims_claimline")
    withdrawn()

    ClaimLine.objects.update(state="accepted")

    assert GUARD.replace("_", " ") in breaches(regionpay(), AT)


def accept_late(made: ClaimLine) -> Background:
    """The claim is being withdrawn; a decision that saw it unwithdrawn accepts its line."""
    is_done, may_commit = threading.Event(), threading.Event()

    def withdraw() -> None:
        with transaction.atomic():
            withdrawal.withdraw(claim_id=made.claim_id, who="test", at=AT)
            is_done.set()
            assert may_commit.wait(20)

    doer = Background(withdraw)
    assert is_done.wait(20)
    fresh = {"claim_id": made.claim_id, "stated_no": "1", "coupon": coupon(), "state": "accepted"}
    deciding = Background(lambda: ClaimLine.objects.create(**fresh))
    deciding.is_waiting()
    may_commit.set()
    assert doer.join().error is None
    return deciding.join()


def test_a_decision_at_the_same_instant_comes_too_late(own_database):
    deciding = accept_late(line(coupon()))

    assert deciding.error.__cause__.diag.constraint_name == GUARD


def test_without_the_guard_it_slips_through(own_database):
    drop_trigger(GUARD, "claims_claimline")

    deciding = accept_late(line(coupon()))

    assert (deciding.error, deciding.result.state) == (None, "accepted")
    assert Claim.objects.get(lines=deciding.result).withdrawn_at == AT


@pytest.fixture
def left_behind(db) -> ClaimLine:
    """Past the guards: an accepted line on a withdrawn claim."""
    made = line(coupon(member=hanako(regionpay())))
    owed(made.coupon)
    with without_triggers() as cursor:
        cursor.execute("update claims_claim set withdrawn_at = %s", [AT])
    return made


def test_should_there_be_one_all_the_same_the_member_is_paid(left_behind):
    opening.open_payouts(regionpay(), AT)

    assert Payout.objects.get().member == left_behind.coupon.member
    told()
    assert releasing.lapse(regionpay(), japan("2023-06-01 00:00")) == 1


def test_nor_does_it_keep_paper_from_lapsing_or_from_being_unclaimed(db):
    made = line(coupon())
    owed(made.coupon)
    with without_triggers() as cursor:
        cursor.execute("update claims_claim set withdrawn_at = %s", [AT])

    assert totals(regionpay(), AT)["unclaimed_yen"] == 3000
    assert opened(made.coupon) == []
    assert releasing.lapse(regionpay(), japan("2023-06-01 00:00")) == 1
    assert Entitlement.objects.get().lapsed_at
