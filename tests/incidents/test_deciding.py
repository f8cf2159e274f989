"""A reviewer decides: what goes with it, what the ledger forbids, and when it takes a second person."""

import pytest

from claims import incident_deciding
from claims.incident_claims import NoDestination
from claims.incident_deciding import (
    AlreadySettled,
    ChangedMeanwhile,
    NoCoupon,
    NoReason,
    NothingChosen,
    NotListed,
    WaitsForASecondPerson,
)
from claims.incidents import NotNow
from claims.models import Claim, DeskClaim, Incident, IncidentDecision
from claims.two_persons import SamePerson
from coupons.models import Change, Entry
from coupons.reinstatement import AboveFaceValue, MoreThanTaken
from tests.incidents.people import APRIL, MARCH, approved, balance, decided, proposed, reported, sakura, seen, ume
from tests.makers import cancel, cancel_unnamed, coupon, hanako, incident, japan, line, pay, regionpay, shop_says, staff
from tests.matching.people import covered
from tests.races.guards import rewrite_function
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db


def of_sakura(**more) -> Incident:
    return shop_says(reported(sakura(**more), "paid_twice"))


def member() -> dict:
    return {"member": hanako(regionpay())}


def payment_of(of: Incident) -> Entry:
    return of.coupon.entries.filter(kind="payment").order_by("pk").last()


def test_everything_goes_in_one_step():
    of = approved(of_sakura(**member()))

    assert (of.state, of.approved_yen, of.decided_by.username, balance(of.coupon)) == (
        "approved",
        1000,
        "reviewer",
        2500,
    )
    assert of.coupon.extension.ground == "B2"
    told = Change.objects.filter(coupon=of.coupon)
    assert sorted(told.values_list("kind", flat=True)) == ["extension", "reinstatement", "reinstatement"]
    assert list(of.payments.values_list("amount_yen", "restoration__amount_yen")) == [(500, 500), (500, 500)]
    said = AuditEvent.objects.filter(about=f"claims.incident/{of.pk}").values_list("action", flat=True)
    assert set(said) == {"incident decided", "incident decision approved", "incident approved"}


def test_a_paper_holder_gets_a_claim_and_needs_no_second_application():
    of = approved(of_sakura())

    claim = Claim.objects.get()
    assert (claim.channel, claim.method, claim.name, claim.deliver_to) == ("desk", "points", "桜", of.phone)
    assert list(claim.lines.values_list("state", "coupon")) == [("accepted", of.coupon_id)]
    assert DeskClaim.objects.get().approved_at == japan(MARCH)


def test_a_live_line_stays_the_only_one():
    on = sakura()
    own = line(on, method="refund", filed="2023-03-25 10:00")
    approved(shop_says(reported(on, "paid_twice")), "2023-03-26 10:00")

    assert list(Claim.objects.all()) == [own.claim]


def test_a_claim_that_is_still_looked_at_is_somebodys():
    on = sakura()
    own = line(on, filed="2023-03-25 10:00", state="review")
    own.coupon = None
    own.save()
    approved(shop_says(reported(on, "paid_twice")), "2023-03-26 10:00")

    assert list(Claim.objects.all()) == [own.claim]


def test_without_any_place_to_write_to_it_waits_for_one():
    of = shop_says(reported(sakura(), "paid_twice", phone="0988880001"))

    with pytest.raises(NoDestination):
        decided(of)
    assert balance(of.coupon) == 1500


@pytest.mark.parametrize(
    ("choose", "refused"),
    [
        (lambda of: {}, NothingChosen),
        (lambda of: {payment_of(of).pk: 0}, NothingChosen),
        (lambda of: {payment_of(of).pk: 501}, MoreThanTaken),
        (lambda of: {pay(coupon(), 500, "2023-02-24 18:00").pk: 500}, NotListed),
        (lambda of: {pay(of.coupon, 100, "2023-02-24 16:59:59").pk: 100}, NotListed),
        (lambda of: {pay(of.coupon, 100, "2023-02-27 00:00").pk: 100}, NotListed),
        (lambda of: {pay(of.coupon, 100, "2023-02-24 18:30", "S2").pk: 100}, NotListed),
    ],
    ids=[
        "nothing",
        "no yen",
        "more than taken",
        "another coupon's",
        "before the outage",
        "after the extension",
        "another shop's",
    ],
)
def test_what_cannot_be_given_back(choose, refused):
    of = of_sakura(**member())
    choices = choose(of)

    with pytest.raises(refused):
        decided(of, choices=choices)
    assert of.coupon.entries.filter(kind="reinstatement").count() == 0


def test_what_a_shop_cancelled_already_is_not_given_back_again():
    of = of_sakura(**member())
    cancel(of.coupon.entries.filter(kind="payment").last(), "2023-03-01 10:00", 200)

    assert sorted(proposed(of).values()) == [300, 500]
    assert approved(of).approved_yen == 800


def test_never_above_the_face_value():
    """A cancellation that names nothing came first: the ledger knows, whatever was chosen."""
    of = of_sakura(**member())
    cancel_unnamed(of.coupon, 1000, "2023-03-01 10:00")

    with pytest.raises(AboveFaceValue):
        approved(of, choices=dict.fromkeys(of.coupon.entries.filter(kind="payment").values_list("pk", flat=True), 500))
    assert (balance(of.coupon), Incident.objects.get().state) == (2500, "confirmed")


def test_without_its_guard_it_would_be_above_the_face_value():
    """The test above can fail: 3,000 yen were on it, and nothing else holds it back."""
    rewrite_function("entry_gives_back_what_was_taken", "+ new.amount_yen > face", "+ new.amount_yen > face + 9999")
    of = of_sakura(**member())
    cancel_unnamed(of.coupon, 1000, "2023-03-01 10:00")
    approved(of, choices=dict.fromkeys(of.coupon.entries.filter(kind="payment").values_list("pk", flat=True), 500))

    assert balance(of.coupon) == 4000


def twice(yen: int, at: str = "2023-02-24 18:00") -> Incident:
    on = coupon(yen=yen, last_minute="2023-02-25 23:59", **member())
    pay(on, yen, at)
    return shop_says(reported(on, "cash_and_deducted", stated_yen=yen))


def given(of: Incident, yen: int) -> dict:
    return {"choices": {payment_of(of).pk: yen}}


def approve(made: IncidentDecision, by: str) -> IncidentDecision:
    return incident_deciding.approve(decision_id=made.pk, by=staff(by), seen=seen(made.incident), at=japan(MARCH))


@pytest.mark.parametrize(
    ("make", "choices", "why"),
    [
        (lambda: twice(3000), {}, []),
        (lambda: twice(3001), {}, ["limit"]),
        (lambda: twice(1000), 999, ["typed"]),
        (lambda: twice(1000, "2023-02-25 00:20"), {}, ["window"]),
        (lambda: incident(ume(**member()), kind="other"), 1000, ["ground"]),
        (lambda: shop_says(reported(ume(), "cash_and_deducted", taken_by=staff("reviewer"))), {}, ["hand"]),
        (lambda: shop_says(reported(ume(), "cash_and_deducted")), {}, []),
    ],
    ids=["the limit", "over it", "typed", "case 26", "ground X", "who took it decides alone", "another took it"],
)
def test_when_it_takes_two(make, choices, why):
    of = make()
    made = decided(of, **(given(of, choices) if choices else {}))

    assert (made.why_two, made.state) == (why, "waiting" if why else "approved")
    if why:
        assert balance(of.coupon) == sum(of.coupon.entries.values_list("amount_yen", flat=True))
        with pytest.raises(SamePerson):
            approve(made, "reviewer")
        approve(made, "approver")
        assert Incident.objects.get().state == "approved"


def test_the_second_person_sees_that_something_has_changed():
    of = twice(4000)
    made = decided(of)
    cancel(payment_of(of), "2023-03-12 11:00", 500)

    made = approve(made, "approver")

    assert (made.state, Incident.objects.get().state, balance(of.coupon)) == ("void", "confirmed", 500)
    assert decided(of).total_yen == 3500


def test_sent_back_and_decided_anew():
    of = twice(4000)
    made = decided(of)
    with pytest.raises(WaitsForASecondPerson):
        decided(of)
    incident_deciding.send_back(
        decision_id=made.pk, answer="店の記録を添えてください", by=staff("approver"), at=japan(MARCH)
    )
    with pytest.raises(AlreadySettled):
        approve(made, "approver")

    assert decided(of).state == "waiting"


def test_not_before_the_shop_has_answered():
    of = reported(sakura(**member()), "paid_twice")
    with pytest.raises(NotNow):
        decided(of)
    with pytest.raises(NotNow):
        decided(shop_says(of, "differs"))


def test_not_for_a_coupon_that_nobody_knows_nor_without_a_reason():
    of = shop_says(incident(None))
    with pytest.raises(NoCoupon):
        decided(of, choices={1: 1})
    with pytest.raises(NoReason):
        decided(of, choices={1: 1}, reason=" ")


def test_an_old_page_decides_nothing():
    of = of_sakura(**member())
    before = seen(of)
    pay(of.coupon, 100, "2023-03-11 10:00")

    with pytest.raises(ChangedMeanwhile):
        decided(of, seen=before)
    with pytest.raises(ChangedMeanwhile):
        incident_deciding.decline(
            incident_id=of.pk, reason="", words="対象外です", by=staff("reviewer"), seen=before, at=japan(MARCH)
        )


def test_declined_and_answered_they_are_told_and_it_is_over():
    of = shop_says(reported(sakura(), "paid_twice"), "differs")
    said = {"by": staff("reviewer"), "at": japan(MARCH)}
    declined = {"incident_id": of.pk, "reason": "differs", "words": "お店の記録では1回でした", **said}
    incident_deciding.decline(**declined, seen=seen(of))
    with pytest.raises(NotNow):
        incident_deciding.decline(**declined, seen=seen(of))
    asked = incident(None, kind="other", story="発行できなかった")
    incident_deciding.answer(incident_id=asked.pk, words="発行店におたずねください", seen=seen(asked), **said)

    assert list(Incident.objects.order_by("pk").values_list("state", flat=True)) == ["declined", "closed"]


def test_after_the_freeze_it_is_decided_like_before():
    assert approved(of_sakura(**member()), APRIL).approved_yen == 1000


@pytest.mark.parametrize(("second", "why"), [(1000, []), (1001, ["limit"])])
def test_the_limit_is_the_coupons_over_all_its_reports(second, why):
    on = coupon(yen=2000 + second, last_minute="2023-02-25 23:59", **member())
    for yen in (2000, second):
        pay(on, yen, "2023-02-24 18:00")
    approved(shop_says(reported(on, "cash_and_deducted", stated_yen=2000)))

    assert decided(shop_says(reported(on, "cash_and_deducted", stated_yen=second))).why_two == why


@pytest.mark.parametrize(("left", "why"), [(2000, []), (2001, ["limit"])])
def test_the_limit_counts_the_balance_that_only_b_covers(left, why):
    """Restoring 1,000 yen extends the coupon, and what is left on it is owed from then on."""
    on = coupon(yen=1000 + left, last_minute="2023-02-25 23:59", **member())
    pay(on, 1000, "2023-02-24 18:00")

    assert decided(shop_says(reported(on, "cash_and_deducted"))).why_two == why


def test_a_balance_that_is_owed_already_does_not_count():
    on = covered(yen=10_000, **member())
    pay(on, 3000, "2023-02-24 18:00")

    assert decided(shop_says(reported(on, "cash_and_deducted", stated_yen=3000))).why_two == []
