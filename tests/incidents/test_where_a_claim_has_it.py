"""A coupon that somebody has claimed is paid to that claim: is it the caller's, and do shop and ledger agree?"""

import pytest

from claims import two_persons
from claims.models import ClaimLine, Incident, StoreConfirmation
from claims.two_persons import OwnHand
from desk.incidents.case import payee_words
from tests.incidents.people import (
    OWN_NUMBER,
    TO_THE_CALLER,
    approve,
    decided,
    of_a_colleague,
    of_a_colleague_on,
    proposed,
    reported,
    sakura,
    shop_answers,
)
from tests.makers import coupon, hanako, line, pay, regionpay, shop_says, staff
from tests.races.guards import refusal

pytestmark = pytest.mark.django_db


def claimed_elsewhere(decided_by: str = "") -> Incident:
    """Somebody's claim from the site has the coupon: to another place than the caller's."""
    of = of_a_colleague()
    ClaimLine.objects.filter(pk=line(of.coupon, phone=OWN_NUMBER).pk).update(decided_by=decided_by)
    return of


def test_a_claim_that_goes_elsewhere_takes_two():
    """Also with the caller's telephone number on it: whoever reads the report can type that."""
    of = claimed_elsewhere()
    made = decided(of, by="reviewer")

    assert (made.why_two, made.state) == (["destination"], "waiting")
    assert payee_words(of) == "申請者。届け先は、お申し出の連絡先とちがいます"
    assert approve(made, "approver").state == "approved"


@pytest.mark.parametrize(
    "place", [TO_THE_CALLER, {"email": "", "deliver_by": "mail", "deliver_to": "Sakura+1@example.jp"}]
)
def test_one_that_goes_to_the_caller_does_not(place):
    of = shop_says(reported(sakura(), "paid_twice", deliver_by="mail", deliver_to="sakura@example.jp"))
    line(of.coupon, **place)

    assert payee_words(of) == "申請者"
    assert decided(of).state == "approved"


def test_who_accepted_the_claim_does_not_decide_alone():
    of = of_a_colleague()
    ClaimLine.objects.filter(pk=line(of.coupon, **TO_THE_CALLER).pk).update(decided_by=staff("reviewer").username)
    made = decided(of, by="reviewer")

    assert (made.why_two, made.state) == (["hand"], "waiting")
    with pytest.raises(OwnHand):
        approve(decided(claimed_elsewhere(staff("approver").username)), "approver")


def test_who_approved_the_first_report_may_approve_the_next():
    """Its claim goes where the caller wants it, whoever approved that."""
    first, second = (of_a_colleague_on(one) for one in [sakura()] * 2)
    two = proposed(first)
    (one, other) = two
    assert decided(first, choices={one: two[one]}).state == "approved"
    assert decided(second, choices={other: two[other]}).state == "approved"


@pytest.mark.parametrize(("yen", "why"), [(None, []), (1000, []), (500, []), (700, ["shop_yen"])])
def test_a_shop_that_names_another_sum_takes_two(yen, why):
    """500 yen is what 桜 bought there, 1,000 what is given back."""
    of = of_a_colleague()
    StoreConfirmation.objects.update(store_yen=yen)

    assert decided(of).why_two == why


def test_a_payment_without_a_shop_takes_two():
    """A file may leave the shop out."""
    on = coupon(last_minute="2023-02-25 23:59")
    payment = pay(on, 1000, "2023-02-24 18:00", no="")
    made = decided(shop_says(reported(on, "cash_and_deducted")), choices={payment.pk: 1000})

    assert (made.why_two, made.state) == (["no_shop"], "waiting")
    assert approve(made, "approver").state == "approved"


@pytest.fixture
def believes_one_is_enough(monkeypatch) -> None:
    monkeypatch.setattr(two_persons, "why_two", lambda *_: [])


def answer_of_the_decider() -> tuple:
    return shop_answers(reported(sakura(member=hanako(regionpay())), "paid_twice"), "agrees"), "clerk"


def claim_elsewhere() -> tuple:
    return claimed_elsewhere(), "reviewer"


@pytest.mark.parametrize("case", [answer_of_the_decider, claim_elsewhere])
def test_the_database_asks_for_two_whatever_the_program_believes(case, believes_one_is_enough):
    of, by = case()

    assert refusal(lambda: decided(of, by=by)) == "these_decisions_take_two_persons"


def test_it_asks_for_two_where_the_ledger_names_no_shop(believes_one_is_enough):
    on = coupon(last_minute="2023-02-25 23:59", member=hanako(regionpay()))
    payment = pay(on, 1000, "2023-02-24 18:00", no="")
    of = shop_says(reported(on, "cash_and_deducted"))

    assert refusal(lambda: decided(of, choices={payment.pk: 1000})) == "these_decisions_take_two_persons"
