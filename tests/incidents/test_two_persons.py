"""Nobody alone gives yen to a place that they have chosen, by whatever way it came into the case."""

import pytest
from django.contrib.auth.models import User

from claims import incident_intake
from claims.incident_deciding import ChangedMeanwhile
from claims.models import ClaimLine, DeskClaim, Incident, IncidentDecision
from claims.two_persons import OwnHand, SamePerson
from tests.incidents.people import (
    MARCH,
    TO_THE_CALLER,
    approve,
    balance,
    decided,
    of_a_colleague,
    proposed,
    reported,
    sakura,
    seen,
    shop_answers,
    shop_is_silent,
    ume,
)
from tests.makers import hanako, incident, japan, line, regionpay, shop_says, staff, store
from tests.races.guards import drop_trigger

pytestmark = pytest.mark.django_db

AT = japan(MARCH)
THEIRS = {"deliver_by": "mail", "deliver_to": "mine@example.jp"}


def corrected(of: Incident, by: str, **contact) -> Incident:
    return incident_intake.correct(incident_id=of.pk, by=staff(by), seen=seen(of), at=AT, **contact or THEIRS)


def taken(by: str) -> Incident:
    return shop_says(reported(sakura(), "paid_twice", taken_by=staff(by)))


def contact_corrected(by: str) -> Incident:
    return corrected(of_a_colleague(), by)


def corrected_again_by_a_colleague(by: str) -> Incident:
    """The colleague meant the name. The address stays."""
    of = corrected(corrected(of_a_colleague(), by), "suzuki", name="沖縄 桜")
    assert of.deliver_to == THEIRS["deliver_to"]
    return of


def phone_corrected(by: str) -> Incident:
    return corrected(of_a_colleague(), by, phone="09033330008")


def attached(by: str) -> Incident:
    of = shop_says(incident(None, store=store(regionpay())), "")
    incident_intake.attach(
        incident_id=of.pk, inquiry_no=sakura(member=hanako(regionpay())).inquiry_no, by=staff(by), seen=seen(of), at=AT
    )
    return shop_says(of)


def claimed_by_telephone(by: str, **more) -> Incident:
    of = of_a_colleague()
    claim = line(of.coupon, **TO_THE_CALLER | more).claim
    DeskClaim.objects.create(claim=claim, taken_by=staff(by), called_at=AT, approved_at=AT)
    return of


def claim_being_looked_at(by: str) -> Incident:
    of = claimed_by_telephone(by, state="review")
    ClaimLine.objects.update(coupon=None)
    return of


ROUTES = (
    taken,
    contact_corrected,
    corrected_again_by_a_colleague,
    phone_corrected,
    attached,
    claimed_by_telephone,
)


@pytest.mark.parametrize("route", ROUTES)
def test_who_has_sent_it_there_does_not_decide_alone(route):
    made = decided(route("reviewer"), by="reviewer")

    assert (made.why_two, made.state) == (["hand"], "waiting")
    assert approve(made, "approver").state == "approved"


@pytest.mark.parametrize("route", [*ROUTES, claim_being_looked_at])
def test_who_has_sent_it_there_does_not_approve_it(route):
    of = route("approver")
    first = next(iter(proposed(of)))
    made = decided(of, by="reviewer", choices={first: 400})
    assert "typed" in made.why_two

    with pytest.raises(OwnHand):
        approve(made, "approver")
    assert approve(made, "suzuki's colleague").state == "approved"


@pytest.mark.parametrize("route", ROUTES)
def test_anybody_else_may_decide_alone(route):
    assert decided(route("clerk"), by="reviewer").state == "approved"


def test_a_members_contact_is_the_apps_whoever_took_the_call():
    of = shop_says(reported(ume(member=hanako(regionpay())), "cash_and_deducted", taken_by=staff("reviewer")))

    assert decided(of, by="reviewer").why_two == ["hand"]
    assert decided(shop_says(reported(ume(member=hanako(regionpay())), "cash_and_deducted"))).state == "approved"


def test_where_only_a_claim_that_is_looked_at_would_be_paid_it_takes_two():
    """It came by the site and may be anybody's, also the decider's own."""
    of = of_a_colleague()
    asked = line(of.coupon, state="review")
    ClaimLine.objects.filter(pk=asked.pk).update(coupon=None, reason="prefecture")
    made = decided(of, by="reviewer")

    assert (made.why_two, made.state) == (["destination"], "waiting")
    assert approve(made, "approver").state == "approved"


@pytest.mark.parametrize(("by", "why"), [("clerk", ["destination"]), ("reviewer", ["destination", "hand"])])
def test_the_same_of_one_that_came_by_telephone(by, why):
    assert decided(claim_being_looked_at(by), by="reviewer").why_two == why


def test_who_found_it_in_the_records_does_not_decide_alone():
    of = shop_is_silent(reported(sakura(member=hanako(regionpay())), "paid_twice"))
    made = decided(of, by="supervisor")

    assert (made.why_two, made.state) == (["records"], "waiting")
    assert approve(made, "approver").state == "approved"


def test_who_wrote_down_that_the_shop_agrees_does_not_decide_alone():
    of = shop_answers(reported(sakura(member=hanako(regionpay())), "paid_twice"), "agrees")
    made = decided(of, by="clerk's colleague")
    assert made.state == "approved"

    own = shop_answers(reported(ume(), "cash_and_deducted", taken_by=staff("sato")), "agrees")
    made = decided(own, by="clerk")
    assert (made.why_two, made.state) == (["answer"], "waiting")
    assert approve(made, "approver").state == "approved"


@pytest.fixture
def nobody(db) -> str:
    """An account without a mailbox may be anybody's, so the first one's, too (trail/persons.py)."""
    return User.objects.create(username="root", is_staff=True, is_superuser=True).username


def test_an_account_of_nobody_is_no_second_person(nobody):
    made = decided(of_a_colleague(), choices={next(iter(proposed(Incident.objects.get()))): 400})

    with pytest.raises(SamePerson):
        approve(made, nobody)


def test_an_account_of_nobody_does_not_decide_alone(nobody):
    """It may be the clerk's who took the report, or the supervisor's who decided on the records."""
    of = shop_is_silent(reported(sakura(member=hanako(regionpay())), "paid_twice"))

    assert decided(of, by=nobody).why_two == ["hand", "records"]


def test_another_may_decide_on_the_records():
    of = shop_is_silent(reported(sakura(member=hanako(regionpay())), "paid_twice"))

    assert decided(of).state == "approved"


def waits() -> IncidentDecision:
    of = of_a_colleague()
    return decided(of, choices={next(iter(proposed(of))): 400})


CHANGES = {
    "phone": lambda of: Incident.objects.filter(pk=of.pk).update(phone="09033330008"),
    "where to": lambda of: Incident.objects.filter(pk=of.pk).update(**THEIRS),
    "name": lambda of: Incident.objects.filter(pk=of.pk).update(name="梅"),
    "a claim": lambda of: line(of.coupon),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_destination_makes_what_waits_void(change, unguarded):
    """Nothing of the desk can change it meanwhile; whatever does, the second person approved something else."""
    made = waits()
    CHANGES[change](made.incident)

    assert approve(made, "approver").state == "void"
    assert balance(made.incident.coupon) == 1500


def test_the_place_of_a_claim_counts_too():
    of = of_a_colleague()
    paid = line(of.coupon).claim
    made = decided(of, choices={next(iter(proposed(of))): 400})
    type(paid).objects.filter(pk=paid.pk).update(deliver_to="09033330008")

    assert approve(made, "approver").state == "void"


def test_the_second_person_approves_what_the_page_showed():
    made = waits()
    before = seen(made.incident)
    line(made.incident.coupon)

    with pytest.raises(ChangedMeanwhile):
        approve(made, "approver", seen=before)
    with pytest.raises(ChangedMeanwhile):
        approve(made, "approver", seen="")
    assert IncidentDecision.objects.get().state == "waiting"


@pytest.fixture
def unguarded(db) -> None:
    drop_trigger("what_waits_for_a_second_person_stays", "claims_incident")
