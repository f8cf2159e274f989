"""What the database refuses of case (B), whoever asks: each by its name."""

import pytest
from django.db.models import F

from claims.models import ClaimLine, DeskClaim, Incident, IncidentDecision, IncidentPayment, RouteChange
from claims.models import StoreConfirmation as Confirmation
from coupons import eligibility
from coupons.models import Coupon
from coupons.reinstatement import reinstate
from tests.incidents.people import shop_is_silent
from tests.makers import coupon, hanako, incident, japan, line, other_scheme, pay, regionpay, shop_says, staff, store
from tests.races.guards import refusal

pytestmark = pytest.mark.django_db

AT = japan("2023-03-12 10:00")


@pytest.fixture
def payment():
    return pay(coupon(yen=3000), 1000, "2023-02-24 18:00")


def decision(reported: Incident, yen: int = 1000, **more) -> IncidentDecision:
    return IncidentDecision.objects.create(
        **{
            "incident": reported,
            "choices": [],
            "total_yen": yen,
            "reason": "店の記録と一致",
            "digest": b"x",
            "made_by": staff("reviewer"),
            "made_at": AT,
        }
        | more
    )


def settle(made: IncidentDecision, by: str = "reviewer", state: str = "approved") -> None:
    IncidentDecision.objects.filter(pk=made.pk).update(state=state, settled_by=staff(by), settled_at=AT)


def restored(made: IncidentDecision, payment, yen: int = 1000, incident=None) -> IncidentPayment:
    entry = reinstate(payment=payment, amount_yen=yen, ground="B2", who="test", at=AT)
    return IncidentPayment.objects.create(
        incident=incident or made.incident, decision=made, payment=payment, amount_yen=yen, restoration=entry
    )


def approve(reported: Incident, yen: int = 1000) -> None:
    Incident.objects.filter(pk=reported.pk).update(
        state="approved", approved_yen=yen, decided_by=staff("reviewer"), decided_at=AT
    )


def standing(payment, yen: int = 1000, by: str = "reviewer", **more) -> Incident:
    """Confirmed, decided and restored; only its state is still to be moved."""
    reported = shop_says(incident(payment.coupon, **more))
    made = decision(reported, yen)
    settle(made, by)
    restored(made, payment, yen)
    return reported


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


def test_who_decided_on_the_records_does_not_decide_alone(payment):
    reported = shop_is_silent(incident(payment.coupon))
    made = decision(reported, made_by=staff("supervisor"))
    settle(made, "supervisor")
    restored(made, payment)

    assert refusal(lambda: approve(reported)) == "these_decisions_take_two_persons"


def by_telephone(on, by: str) -> None:
    """A claim for the coupon that `by` has entered."""
    DeskClaim.objects.create(claim=line(on).claim, taken_by=staff(by), called_at=AT, approved_at=AT)


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

    line(payment.coupon)
    approve(reported)


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
