"""A coupon that two contacts claim: the first payout is held while it is open, until somebody decides (question 4)."""

import pytest

from claims import matching
from claims.models import ClaimLine
from config import clock
from coupons.models import Coupon
from payouts import disputes, opening, orders
from payouts.models import Brand, Payout
from tests.makers import japan, opened, owed, regionpay
from tests.matching.people import NOON, STRANGER, covered, filed, outcome
from tests.receiving.people import choice, headline, let_in, said

pytestmark = pytest.mark.django_db
LATER = japan("2023-04-20 12:00")


def first_is_open() -> tuple[Coupon, Payout]:
    made = covered()
    filed(made)
    matching.match_claims(NOON)
    (payout,) = opened(made, at="2023-04-11 12:00")
    return made, payout


def a_stranger_claims(made: Coupon):
    claim = filed(made, by=STRANGER)
    matching.match_claims(NOON)
    return claim


def test_what_is_open_is_held():
    made, payout = first_is_open()
    a_stranger_claims(made)
    assert disputes.hold_and_let_go(regionpay(), LATER) == 1
    payout.refresh_from_db()
    assert (payout.held_at, payout.held_by) == (LATER, disputes.WHO)
    assert disputes.hold_and_let_go(regionpay(), LATER) == 0


def test_before_the_duty_comes_it_cannot_be_taken_either():
    made, payout = first_is_open()
    a_stranger_claims(made)
    with pytest.raises(orders.OnHold):
        orders.order(payout_id=payout.pk, brand=Brand.NANACO, who="test", at=LATER)


def test_who_confirms_before_the_duty_comes_is_asked_to_call_and_learns_of_nobody(client):
    """Led back to the choice without a word, one would press again and again."""
    made, payout = first_is_open()
    to = payout.links.get()
    clock.move_to(LATER)
    let_in(client, to, digits="0002")
    a_stranger_claims(made)

    answer = client.post("/r/review/", choice(to))
    assert headline(answer) == "お電話をお願いします"
    assert "申請" not in said(answer)
    disputes.hold_and_let_go(regionpay(), LATER)
    assert said(client.get("/r/")) == said(answer)


def test_what_was_not_opened_waits():
    made = covered()
    filed(made)
    a_stranger_claims(made)
    owed(made)
    assert opening.open_payouts(regionpay(), LATER) == 0


def test_only_the_disputed_coupon_waits():
    one, two = covered(), covered()
    filed(one, two)
    a_stranger_claims(one)
    (payout,) = opened(one, two, at="2023-04-21 12:00")
    assert list(payout.items.values_list("coupon", flat=True)) == [two.pk]


def test_when_the_stranger_is_declined_it_goes_on_with_days_enough():
    made, payout = first_is_open()
    a_stranger_claims(made)
    disputes.hold_and_let_go(regionpay(), LATER)
    ClaimLine.objects.filter(reason="conflict").update(state="declined", decided_by="reviewer")
    assert disputes.hold_and_let_go(regionpay(), japan("2023-05-30 12:00")) == 1
    payout.refresh_from_db()
    assert (payout.held_at, payout.receive_until) == (None, japan("2023-06-14 00:00"))


def test_a_persons_hold_stays():
    _made, payout = first_is_open()
    Payout.objects.filter(pk=payout.pk).update(held_at=NOON, held_by="reviewer", hold_reason="疑い")
    assert disputes.hold_and_let_go(regionpay(), LATER) == 0
    payout.refresh_from_db()
    assert payout.held_by == "reviewer"


def test_what_was_taken_already_stays_taken():
    """Case 16, second half: the loss is staff's to decide."""
    made, payout = first_is_open()
    orders.order(payout_id=payout.pk, brand=Brand.NANACO, who="test", at=NOON)
    claim = a_stranger_claims(made)
    assert disputes.hold_and_let_go(regionpay(), LATER) == 0
    assert outcome(claim) == [("review", "conflict", None)]
