"""Where the database wants a second person for an approval, and whom it does not take, whoever asks."""

import pytest

from claims.models import Claim, ClaimLine, DeskClaim
from claims.models import StoreConfirmation as Confirmation
from coupons import eligibility
from coupons.models import Coupon
from tests.incidents.people import TO_THE_CALLER, shop_is_silent
from tests.incidents.rows import AT, approve, decision, restored, settle, standing
from tests.makers import coupon, hanako, incident, japan, line, pay, regionpay, staff
from tests.races.guards import refusal

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("paid_at", "taken", "restored_yen", "kind"),
    [
        ("2023-02-24 18:00", 3001, 3001, "paid_twice"),
        ("2023-02-25 00:20", 1000, 1000, "cash_and_deducted"),
        ("2023-02-24 18:00", 1000, 999, "paid_twice"),
        ("2023-02-24 18:00", 1000, 1000, "other"),
    ],
    ids=["over the limit", "outside the window", "typed", "ground X"],
)
def test_what_takes_two_persons_takes_two(paid_at, taken, restored_yen, kind):
    payment = pay(coupon(yen=5000), taken, paid_at)
    reported = standing(payment, restored_yen, kind=kind)
    assert refusal(lambda: approve(reported, restored_yen)) == "these_decisions_take_two_persons"

    other = pay(coupon(yen=5000), taken, paid_at)
    reported = standing(other, restored_yen, by="approver", kind=kind)
    approve(reported, restored_yen)


def test_exactly_the_limit_takes_one():
    payment = pay(coupon(yen=3000), 3000, "2023-02-24 18:00")

    approve(standing(payment, 3000), 3000)


@pytest.mark.parametrize("ground", ["A", ""])
def test_the_limit_counts_a_balance_that_only_b_covers(ground):
    payment = pay(coupon(yen=5000), 1000, "2023-02-24 18:00")
    if ground:
        eligibility.extend(payment.coupon.scheme, japan("2023-02-27 00:00"))
    reported = standing(payment)

    if ground:
        approve(reported)
    else:
        assert refusal(lambda: approve(reported)) == "these_decisions_take_two_persons"


def test_the_limit_is_the_coupons_over_all_its_reports():
    on = coupon(yen=3001)
    first, second = pay(on, 2000, "2023-02-24 18:00"), pay(on, 1001, "2023-02-24 18:01")
    approve(standing(first, 2000), 2000)
    reported = standing(second, 1001)

    assert refusal(lambda: approve(reported, 1001)) == "these_decisions_take_two_persons"


def test_who_asked_for_two_is_not_both(payment):
    made = decision(incident(payment.coupon), why_two=["limit"])

    assert refusal(lambda: settle(made)) == "what_takes_two_persons_is_approved_by_another"
    settle(made, "approver")


def test_who_decided_on_the_records_does_not_decide_alone(payment):
    reported = shop_is_silent(incident(payment.coupon))
    made = decision(reported, made_by=staff("supervisor"))
    settle(made, "supervisor")
    restored(made, payment)

    assert refusal(lambda: approve(reported)) == "these_decisions_take_two_persons"


def test_who_wrote_down_the_shops_answer_does_not_decide_alone(payment):
    reported = standing(payment)
    Confirmation.objects.update(settled_by=staff("reviewer"))

    assert refusal(lambda: approve(reported)) == "these_decisions_take_two_persons"


def test_a_payment_without_a_shop_takes_two():
    reported = standing(pay(coupon(yen=3000), 1000, "2023-02-24 18:00", no=""))

    assert refusal(lambda: approve(reported)) == "these_decisions_take_two_persons"


def test_who_accepted_the_claim_for_it_does_not_approve(payment):
    reported = standing(payment)
    one = line(payment.coupon, **TO_THE_CALLER)
    ClaimLine.objects.filter(pk=one.pk).update(decided_by=staff("reviewer").username)

    assert refusal(lambda: approve(reported)) == "nobody_approves_what_goes_where_they_sent_it"
    DeskClaim.objects.create(
        claim=one.claim, taken_by=staff("clerk"), called_at=AT, approved_at=AT, incident=incident(payment.coupon)
    )
    approve(reported)  # an earlier report has filed it, to where its caller wanted it


def by_telephone(on, by: str) -> None:
    """A claim for the coupon that `by` has entered."""
    claim = line(on, **TO_THE_CALLER).claim
    DeskClaim.objects.create(claim=claim, taken_by=staff(by), called_at=AT, approved_at=AT)


@pytest.mark.parametrize("how", ["taken", "entered", "coupon", "contact"])
def test_nobody_approves_what_goes_where_they_sent_it(payment, how):
    reported = standing(payment, **{"taken_by": staff("reviewer")} if how == "taken" else {})
    if how == "entered":
        by_telephone(payment.coupon, "reviewer")
    if how in ("coupon", "contact"):
        reported.route_changes.create(what=how, by=staff("reviewer"), at=AT)

    assert refusal(lambda: approve(reported)) == "nobody_approves_what_goes_where_they_sent_it"


@pytest.mark.parametrize("state", ["filed", "review"])
def test_beside_a_claim_that_is_looked_at_it_takes_two(payment, state):
    """Unless somebody else has the coupon, whom it would go to."""
    reported = standing(payment)
    asked = line(payment.coupon, state="review")
    ClaimLine.objects.filter(pk=asked.pk).update(coupon=None, state=state, reason="number", decided_by="sato")
    assert refusal(lambda: approve(reported)) == "these_decisions_take_two_persons"
    whom_nothing_reaches = hanako(regionpay(), email="", phone="0988880001")
    Coupon.objects.update(member=whom_nothing_reaches, charged_at=AT)
    assert refusal(lambda: approve(reported)) == "these_decisions_take_two_persons"

    one = line(payment.coupon)
    assert refusal(lambda: approve(reported)) == "these_decisions_take_two_persons"
    Claim.objects.filter(pk=one.claim_id).update(**TO_THE_CALLER)
    approve(reported)
