"""The same person claims anew: an open payout gives way, one that was taken does not (question 4, case 14)."""

import pytest

from claims import matching
from claims.models import Claim
from notifications.models import Message
from payouts import opening, orders
from payouts.models import Brand, Payout, ReceiveLink
from tests.makers import japan, opened, regionpay
from tests.matching.people import NOON, STRANGER, covered, filed, outcome

pytestmark = pytest.mark.django_db
MAY = japan("2023-04-25 12:00")


def claimed_and_opened(*coupons) -> tuple[Claim, Payout]:
    claim = filed(*coupons)
    matching.match_claims(NOON)
    (payout,) = opened(*coupons, at="2023-04-11 12:00")
    return claim, payout


def wants_the_bank(*coupons) -> Claim:
    """The duties as they come: match, open, match, open."""
    claim = filed(*coupons, method="refund", filed_at=MAY)
    for _ in range(2):
        matching.match_claims(MAY)
        opening.open_payouts(regionpay(), MAY)
    return claim


def test_the_open_url_dies_and_the_refund_has_its_turn():
    made = covered()
    first, points = claimed_and_opened(made)
    second = wants_the_bank(made)
    points.refresh_from_db()
    assert (points.state, ReceiveLink.objects.get(payout=points).revoked_at) == ("void", MAY)
    assert (outcome(first)[0][:2], outcome(second)) == (("withdrawn", "superseded"), [("accepted", "", made.pk)])
    refund = Payout.objects.get(claim=second)
    assert (refund.method, refund.amount_yen, refund.state) == ("refund", 3000, "open")


def test_the_rest_of_the_first_claim_gets_a_new_url():
    """Case 11, for a claim."""
    one, two = covered(yen=1000), covered(yen=2000)
    _first, _points = claimed_and_opened(one, two)
    wants_the_bank(one)
    state = sorted(Payout.objects.values_list("method", "amount_yen", "state"))
    assert state == [("points", 2000, "open"), ("points", 3000, "void"), ("refund", 1000, "open")]


def test_what_was_taken_stays_taken_and_the_newer_line_is_declined_and_told():
    made = covered()
    first, points = claimed_and_opened(made)
    orders.order(payout_id=points.pk, brand=Brand.NANACO, who="test", at=NOON)
    second = wants_the_bank(made)
    assert (outcome(first)[0][0], outcome(second)[0][:2]) == ("accepted", ("declined", "received"))
    assert Message.objects.filter(template="claim_checked").count() == 1
    assert list(Payout.objects.values_list("state", flat=True)) == ["ordered"]


def test_who_files_again_in_a_dispute_does_not_hand_it_to_the_stranger():
    made = covered()
    _first, points = claimed_and_opened(made)
    stranger = filed(made, by=STRANGER)
    matching.match_claims(NOON)
    second = wants_the_bank(made)
    points.refresh_from_db()
    assert (points.state, points.held_at) == ("open", MAY)
    assert (outcome(second)[0][0], outcome(stranger)[0][:2]) == ("filed", ("review", "conflict"))


def test_a_dispute_goes_on_with_the_newer_claim():
    made = covered()
    filed(made)
    matching.match_claims(NOON)
    filed(made, by=STRANGER)
    matching.match_claims(NOON)
    newer = filed(made)
    matching.match_claims(NOON)
    assert outcome(newer)[0][0] == "accepted"
    assert opened(made, at="2023-04-25 12:00") == []


def test_a_held_payout_waits_for_staff():
    made = covered()
    _first, points = claimed_and_opened(made)
    Payout.objects.filter(pk=points.pk).update(held_at=NOON, held_by="reviewer", hold_reason="疑い")
    second = wants_the_bank(made)
    points.refresh_from_db()
    assert (points.state, outcome(second)[0][0]) == ("open", "filed")
