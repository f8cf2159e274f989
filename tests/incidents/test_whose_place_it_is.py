"""Who chose where a claim goes does not decide alone that more goes there; an accepted claim goes before the member."""

import pytest
from django.contrib.auth.models import User

from claims import cases, incident_claims
from claims.models import Claim, RouteChange
from coupons.models import Coupon
from payouts import destinations
from payouts.incident_undoing import undo
from tests.incidents.people import approved, decided, reported, sakura, seen
from tests.incidents.rows import approve, standing
from tests.makers import hanako, incident, japan, line, regionpay, shop_says, staff
from tests.races.guards import refusal

pytestmark = pytest.mark.django_db

PLACE = "09099990001"


def moved(claim: Claim, to: str = PLACE, by: str = "xaver") -> None:
    """Asked for by one, approved by another."""
    given = {"deliver_by": "sms", "deliver_to": to, "reason": "番号が変わった", "at": japan("2023-03-13 10:00")}
    asked = destinations.ask(claim_id=claim.pk, by=staff(by), seen=str(cases.version(claim)), **given)
    destinations.approve(proposal_id=asked.pk, by=staff("yuri"), at=japan("2023-03-13 11:00"))


def test_of_a_claim_that_was_there():
    on = sakura()
    claim = line(on, filed="2023-03-23 10:00").claim
    of = shop_says(reported(on, "paid_twice"))
    moved(claim, of.phone)

    assert staff("xaver").pk in incident_claims.hands(of)
    assert decided(of, "2023-03-24 10:00", by="xaver").why_two == ["hand"]


def test_of_a_claim_that_went_with_its_report():
    of = approved(shop_says(reported(sakura(), "paid_twice")))
    moved(Claim.objects.get())
    undo(incident_id=of.pk, why="別の店", by=staff("xaver"), seen=seen(of), at=japan("2023-03-14 10:00"))
    of.refresh_from_db()
    assert (of.deliver_to, RouteChange.objects.get().by.username) == (PLACE, "xaver")

    made = decided(of, "2023-03-15 10:00", by="xaver")

    assert (made.state, made.why_two) == ("waiting", ["hand"])


def test_the_database_knows_who_asked_for_the_place():
    on = sakura()
    moved(line(on, filed="2023-03-23 10:00").claim, "09012345678", by="reviewer")
    reported_ = standing(on.entries.filter(kind="payment").latest("pk"), 500, phone="09012345678")

    assert refusal(lambda: approve(reported_, 500)) == "nobody_approves_what_goes_where_they_sent_it"


def test_the_database_looks_at_the_claim_whoever_the_member_is():
    on = sakura()
    line(on, filed="2023-03-23 10:00", contact_key="other@example.jp")
    Coupon.objects.filter(pk=on.pk).update(member=hanako(regionpay()), charged_at=japan("2023-02-24 12:00"))
    reported_ = standing(on.entries.filter(kind="payment").latest("pk"), 500)

    assert refusal(lambda: approve(reported_, 500)) == "these_decisions_take_two_persons"


def test_the_member_of_a_coupon_does_not_hide_whose_claim_is_paid():
    on = sakura()
    line(on, filed="2023-03-23 10:00", contact_key="other@example.jp")
    Coupon.objects.filter(pk=on.pk).update(member=hanako(regionpay()), charged_at=japan("2023-02-24 12:00"))
    of = shop_says(reported(on, "paid_twice"))

    assert incident_claims.goes_elsewhere(of)
    assert decided(of, "2023-03-24 10:00").why_two == ["destination"]


def test_who_approved_the_place_is_no_hand():
    on = sakura()
    moved(line(on, filed="2023-03-23 10:00").claim, "09022220008")

    assert staff("yuri").pk not in incident_claims.hands(shop_says(reported(on, "paid_twice")))


def test_a_colleague_who_is_the_member_does_not_get_it_by_one_person():
    User.objects.filter(pk=staff("reviewer").pk).update(email="rev@staff.example.jp", is_staff=True)
    on = sakura(member=hanako(regionpay(), email="Rev@staff.example.jp"))

    assert decided(shop_says(reported(on, "paid_twice"))).why_two == ["destination"]


def test_of_a_report_without_a_coupon_it_is_who_took_it():
    of = incident(None)

    assert incident_claims.hands(of) == {of.taken_by_id}
