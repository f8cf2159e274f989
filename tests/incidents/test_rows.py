"""What the database refuses of case (B), whoever asks: each by its name."""

import pytest
from django.db.models import F

from claims.models import Incident, IncidentDecision, IncidentPayment, RouteChange
from claims.models import StoreConfirmation as Confirmation
from tests.incidents.rows import AT, approve, decision, restored, settle, standing
from tests.makers import coupon, incident, other_scheme, pay, shop_says, staff, store
from tests.races.guards import refusal

pytestmark = pytest.mark.django_db


def moves(state: str, **more):
    def deed() -> None:
        Incident.objects.update(state=state, **more)

    return deed


DECIDED = {"decided_at": AT, "words": "対象外です"}


@pytest.mark.parametrize("state", Incident.State)
def test_it_moves_along_its_table(payment, state):
    reported = incident(payment.coupon)
    more = {"decided_by": staff("reviewer"), **DECIDED} if state in ("declined", "closed") else {}
    if state in Incident.MOVES["open"] or state == "open":
        moves(state, **more)()
    else:
        yen = {"approved_yen": 1, "decided_by": staff("reviewer"), "decided_at": AT} if state == "approved" else {}
        assert refusal(moves(state, **more, **yen)) == (
            "a_shop_has_answered_before_it_is_confirmed_or_refuted"
            if state in ("confirmed", "refuted")
            else "an_approved_incident_has_its_decision"
        )
    reported.refresh_from_db()


def test_it_does_not_jump_over_the_shop(payment):
    reported = incident(payment.coupon)
    Confirmation.objects.create(incident=reported, result="agrees", settled_by=staff("clerk"), settled_at=AT)

    assert refusal(moves("confirmed")) == "an_incident_moves_along_its_table"


def test_it_begins_open_and_stays(payment):
    reported = incident(payment.coupon)
    assert refusal(lambda: incident(payment.coupon, state="confirming")) == "an_incident_begins_open"
    assert refusal(lambda: Incident.objects.update(taken_at=AT)) == "what_was_reported_stays"
    assert refusal(reported.delete) == "claims_incident takes inserts only (an_incident_is_never_deleted)"


def test_with_what_was_restored_it_is_approved(payment):
    reported = standing(payment)
    approve(reported)

    assert Incident.objects.get().approved_yen == 1000


def test_not_for_another_sum(payment):
    reported = standing(payment)

    assert refusal(lambda: approve(reported, 900)) == "an_approved_incident_gives_what_was_restored"


def test_one_decision_stands_and_it_stays(payment):
    made = decision(incident(payment.coupon))
    assert refusal(lambda: decision(made.incident)) == "an_incident_has_one_standing_decision"
    assert refusal(lambda: IncidentDecision.objects.update(total_yen=F("total_yen") + 1)) == (
        "a_decision_stays_as_it_was_made"
    )
    settle(made, state="refused")
    assert refusal(lambda: settle(made)) == "a_decision_stays_as_it_was_made"
    assert refusal(made.delete) == "a_decision_stays_as_it_was_made"


def test_a_restored_payment_is_its_entries(payment):
    reported = shop_says(incident(payment.coupon))
    made = decision(reported)
    other = pay(coupon(), 500, "2023-02-24 18:00")
    assert refusal(lambda: restored(made, other, 500)) == "a_restored_payment_is_its_entries"
    kept = restored(made, payment)
    assert refusal(kept.delete) == "a_restored_payment_stays"
    assert refusal(lambda: IncidentPayment.objects.update(amount_yen=1)) == "a_restored_payment_stays"


def test_back_only_when_everything_was_taken_back(payment):
    approve(standing(payment))

    assert refusal(moves("confirmed", approved_yen=0, decided_at=None, decided_by=None)) == (
        "an_undone_incident_gave_everything_back"
    )


def test_it_keeps_its_coupon_and_a_shop_agrees_to_a_known_one(payment):
    reported = incident(payment.coupon)
    assert refusal(lambda: Incident.objects.update(coupon=coupon())) == "an_incident_keeps_its_coupon"
    asked = Incident.objects.filter(pk=shop_says(incident(None)).pk)
    assert refusal(lambda: asked.update(coupon=payment.coupon)) == "a_shop_agrees_to_a_known_coupon"
    reported.refresh_from_db()


@pytest.mark.parametrize(
    "change", [{"phone": "09033330008"}, {"deliver_by": "sms", "deliver_to": "09033330008"}, {"name": "梅"}]
)
def test_what_waits_for_a_second_person_stays(payment, change):
    made = decision(incident(payment.coupon), why_two=["limit"])
    assert refusal(lambda: Incident.objects.update(**change)) == "what_waits_for_a_second_person_stays"
    settle(made, state="refused")
    Incident.objects.update(**change)


def test_who_sent_it_where_stays_known(payment):
    change = incident(payment.coupon).route_changes.create(what="contact", by=staff("reviewer"), at=AT)

    for deed in (change.delete, lambda: RouteChange.objects.update(what="coupon")):
        assert "route_changes_are_append_only" in refusal(deed)


def test_nothing_crosses_schemes(payment):
    incident(None)
    other = other_scheme()

    def cross(**more) -> str:
        return refusal(lambda: Incident.objects.update(**more))

    assert cross(coupon=coupon(other)) == "an_incident_and_its_coupon_are_of_one_scheme"
    assert cross(store=store(other)) == "an_incident_and_its_store_are_of_one_scheme"


@pytest.mark.parametrize(
    ("without", "more"),
    {
        "who_is_declined_or_answered_is_told_something": {"state": "closed", "decided_at": AT},
        "a_decided_incident_says_who_and_when": {"state": "closed", "words": "承りました"},
        "a_destination_is_a_way_and_a_place": {"deliver_by": "sms"},
        "an_incident_can_be_called_back": {"phone": ""},
        "only_an_approved_incident_gives_yen_and_it_has_a_coupon": {"approved_yen": 1},
    }.items(),
)
def test_its_row_is_whole(payment, without, more):
    incident(payment.coupon)
    by = {"decided_by": staff("reviewer")} if "decided_at" in more else {}

    assert refusal(lambda: Incident.objects.update(**more, **by)) == without


def test_what_the_shop_said_stays_once_it_is_decided(payment):
    approve(standing(payment))

    assert refusal(lambda: Confirmation.objects.update(evidence="x")) == "what_the_shop_said_stays"
