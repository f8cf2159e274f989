"""What was claimed and waits for us does not lapse, though its line holds no coupon yet (question 15)."""

import pytest

from claims import matching
from payouts import entitlements, opening, releasing
from payouts.models import Entitlement, Payout
from tests.makers import hanako, japan, opened, other_scheme, owed, regionpay, told
from tests.matching.people import NOON, STRANGER, covered, filed, outcome
from tests.stories.claims_told import texts

pytestmark = pytest.mark.django_db
OVER = japan("2023-06-02 12:00")


def after_the_end(*, lapsed: int) -> None:
    assert releasing.lapse(regionpay(), OVER) == lapsed


def goes_on() -> None:
    matching.match_claims(OVER)
    entitlements.freeze(regionpay(), OVER)
    opening.open_payouts(regionpay(), OVER)


@pytest.mark.parametrize("matched", [True, False])
def test_a_number_in_review_or_not_even_looked_up_keeps_its_coupon(matched):
    made = covered()
    owed(made)
    claim = filed(made, prefecture="13")
    if matched:
        matching.match_claims(NOON)
    after_the_end(lapsed=0)
    claim.lines.update(state="accepted", reason="", coupon=made, decided_by="reviewer")
    goes_on()
    assert list(Payout.objects.values_list("state", "amount_yen")) == [("open", 3000)]


def test_a_members_url_does_not_lapse_under_their_own_claim_in_review():
    made = covered(member=hanako(regionpay()))
    opened(made)
    told()
    filed(made, by=STRANGER, method="refund")
    matching.match_claims(NOON)
    after_the_end(lapsed=0)


@pytest.mark.parametrize("state", ["declined", "withdrawn"])
def test_what_was_decided_keeps_nothing(state):
    made = covered()
    owed(made)
    claim = filed(made, prefecture="13")
    claim.lines.update(state=state)
    after_the_end(lapsed=1)


def test_the_same_number_in_another_scheme_keeps_nothing():
    made = covered()
    owed(made)
    filed(made, scheme=other_scheme())
    after_the_end(lapsed=1)


def test_a_number_corrected_after_the_end_is_told_that_it_is_too_late():
    """The right number was nobody's when it lapsed: a person may still grant it."""
    made = covered()
    owed(made)
    claim = filed("999999999999")
    matching.match_claims(NOON)
    after_the_end(lapsed=1)
    claim.lines.update(stated_no=made.inquiry_no, state="filed", decided_by="")
    goes_on()
    assert outcome(claim) == [("declined", "lapsed", made.pk)]
    assert (Payout.objects.count(), Entitlement.objects.get().lapsed_at) == (0, OVER)
    assert "受取の期限をすぎています。お電話ください" in texts("claim_checked")[-1]


def test_who_let_the_url_lapse_is_not_told_a_second_time():
    made = covered()
    claim = filed(made)
    matching.match_claims(NOON)
    opened(made, at="2023-04-11 12:00")
    told()
    after_the_end(lapsed=1)
    goes_on()
    assert outcome(claim)[0][0] == "accepted"
