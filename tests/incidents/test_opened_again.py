"""A report that was ended by mistake is opened again: where it was, told nothing that is not true any more."""

import pytest
from django.urls import reverse

from claims import incident_deciding, incident_reopening, incidents
from claims.models import Incident
from config import clock
from notifications.models import Message
from tests.incidents.people import MARCH, approved, balance, decided, reported, sakura, seen, shop_answers
from tests.incidents.screens import do, said, see
from tests.makers import incident, japan, regionpay, shop_says, staff, store, told
from tests.races.guards import refusal
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db

AT = japan(MARCH)


def declined(of: Incident, at=AT) -> Incident:
    given = {"reason": "differs", "words": "店舗の記録と合いません。", "by": staff("reviewer")}
    return incident_deciding.decline(incident_id=of.pk, seen=seen(of), at=at, **given)


def reopened(of: Incident, **more) -> Incident:
    given = {"reason": "mistake", "by": staff("sato"), "seen": seen(of), "at": AT} | more
    return incident_reopening.reopen(incident_id=of.pk, **given)


BEFORE = {
    "open": lambda: reported(sakura(), "paid_twice"),
    "confirming": lambda: shop_says(reported(sakura(), "paid_twice"), ""),
    "confirmed": lambda: shop_says(reported(sakura(), "paid_twice")),
    "refuted": lambda: shop_says(reported(sakura(), "paid_twice"), "differs"),
}


@pytest.mark.parametrize("state", BEFORE)
def test_it_goes_back_to_where_it_was(state):
    of = reopened(declined(BEFORE[state]()))

    assert (of.state, of.reason, of.words, of.decided_by, of.decided_at) == (state, "", "", None, None)
    event = AuditEvent.objects.get(action="incident opened again")
    assert (event.who, event.detail) == ("sato", {"reason": "mistake"})


def test_then_it_is_decided_anew():
    of = reopened(declined(BEFORE["confirmed"]()))

    assert (approved(of).approved_yen, balance(of.coupon)) == (1000, 2500)


def test_an_inquiry_that_was_answered_too():
    of = incident(None, kind="other")
    incident_deciding.answer(incident_id=of.pk, words="承りました", by=staff("clerk"), seen=seen(of), at=AT)

    assert reopened(of).state == "open"


def test_what_has_not_left_does_not_leave_and_what_is_decided_next_is_told():
    of = declined(BEFORE["refuted"]())
    reopened(of)
    declined(of, japan("2023-03-13 10:00"))

    answers = Message.objects.filter(template="incident_answered").order_by("pk")
    assert list(answers.values_list("state", flat=True)) == ["cancelled", "queued"]


def test_what_was_told_stays_told():
    of = declined(BEFORE["refuted"]())
    told()
    reopened(of)

    assert Message.objects.get(template="incident_answered").state == "sent"


def test_only_what_was_ended_and_while_something_may_come_of_it():
    of = BEFORE["confirmed"]()
    with pytest.raises(incidents.NotNow):
        reopened(of)
    declined(of)
    with pytest.raises(incident_deciding.NoReason):
        reopened(of, reason="")
    with pytest.raises(incident_deciding.ChangedMeanwhile):
        reopened(of, seen="old")
    with pytest.raises(incidents.NotNow):
        reopened(of, at=of.scheme.receive_until)


def test_not_beside_a_later_report_of_the_same_that_is_open():
    of = declined(BEFORE["refuted"]())
    elsewhere, other = {"store": store(regionpay(), "S2")}, sakura()
    later = [reported(of.coupon, "paid_twice", **more) for more in ({}, elsewhere)] + [reported(other, "paid_twice")]
    unnamed = reported(of.coupon, "paid_twice", store=None)
    with pytest.raises(incident_reopening.LaterReportIsOpen):
        reopened(of)

    declined(later[0])
    with pytest.raises(incident_reopening.LaterReportIsOpen):  # which shop that is of nobody knows yet
        reopened(of)
    declined(unnamed)

    assert reopened(of).state == "refuted"


def test_a_report_without_a_coupon_knows_of_no_other():
    of = incident(None, kind="other")
    incident_deciding.answer(incident_id=of.pk, words="承りました", by=staff("clerk"), seen=seen(of), at=AT)
    incident(None, kind="other")

    assert reopened(of).state == "open"


def test_what_was_reported_stays_as_it_was():
    of = declined(BEFORE["confirmed"]())

    for change in ({"phone": "09033330008"}, {"words": "別のことば"}):
        assert refusal(lambda change=change: Incident.objects.update(**change)) == "what_was_reported_stays"
    again = {"state": "confirmed", "words": "", "reason": "", "decided_by": None, "decided_at": None}
    assert refusal(lambda: Incident.objects.update(name="梅", **again)) == "what_was_reported_stays"
    assert refusal(lambda: Incident.objects.update(**again | {"state": "refuted"})) == (
        "a_shop_has_answered_before_it_is_confirmed_or_refuted"
    )
    Incident.objects.update(**again)
    of.refresh_from_db()
    assert decided(of).state == "approved"


@pytest.mark.usefixtures("march")
def test_on_its_screen_by_who_decides(sato, clerk):
    of = declined(shop_answers(reported(sakura(), "paid_twice"), "differs"))
    assert "もう一度決める" in see(sato, of)
    assert "もう一度決める" not in see(clerk, of)
    assert clerk.post(reverse("desk_incident_reopen", args=[of.pk])).status_code == 403

    assert "わけを選んでください。" in said(do(sato, "reopen", of.pk, seen=seen(of)))
    assert "もう一度、決められます。" in said(do(sato, "reopen", of.pk, reason="mistake", seen=seen(of)))
    assert "もう一度、決めることにした" in see(sato, of)
    assert "いまの状態では" in said(do(sato, "reopen", of.pk, reason="mistake", seen=seen(of)))

    clock.move_to(of.scheme.receive_until)
    assert "まちがって終えたとき" not in see(sato, declined(Incident.objects.get()))
    clock.move_to(AT)
    again = Incident.objects.get()
    reported(of.coupon, "paid_twice")
    assert "先にそちらを決めてください。" in said(do(sato, "reopen", of.pk, reason="mistake", seen=seen(again)))
