"""What was given back by mistake is reversed by entries with a note, until the money is on a payout."""

import pytest

from claims.incident_deciding import ChangedMeanwhile, NoReason
from claims.incidents import NotNow
from claims.models import Incident, IncidentPayment
from notifications.models import Message
from notifications.render import render
from payouts import entitlements
from payouts.audit import breaches
from payouts.incident_undoing import AlreadyUsed, OnAPayout, undo
from payouts.models import Entitlement
from tests.incidents.people import APRIL, approved, balance, decided, kinds, proposed, reported, sakura, seen
from tests.makers import hanako, incident, japan, opened, owed, pay, regionpay, shop_says, staff, told
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db


def approved_in(when: str, **more) -> Incident:
    member = {"member": hanako(regionpay())}
    return approved(shop_says(reported(sakura(**member), "paid_twice")), when, **more)


def undone(of: Incident, at: str, **more) -> Incident:
    return undo(
        **{"incident_id": of.pk, "why": "別の店だった", "by": staff("reviewer"), "seen": seen(of), "at": japan(at)}
        | more
    )


def test_in_march_the_balance_is_what_it_was_and_a_right_decision_can_follow():
    of = undone(approved_in("2023-03-12 10:00"), "2023-03-13 10:00")

    assert (of.state, of.approved_yen, balance(of.coupon)) == ("confirmed", 0, 1500)
    assert kinds(of.coupon)[-4:] == ["reinstatement", "reinstatement", "reversal", "reversal"]
    assert IncidentPayment.objects.filter(reversal__isnull=False).count() == 2
    note = of.decisions.get()
    assert (note.state, note.undone_why, note.undone_by.username) == ("undone", "別の店だった", "reviewer")
    assert AuditEvent.objects.get(action="incident undone").detail == {}  # the trail is for ever, the note is not
    first = of.coupon.entries.filter(kind="payment").first()
    made = decided(of, "2023-03-14 10:00", choices={first.pk: 500}, reason="1回目のほう")
    of.refresh_from_db()
    assert (made.state, of.approved_yen, balance(of.coupon)) == ("approved", 500, 2000)


def test_in_april_what_is_free_is_not_owed_any_more():
    of = approved_in(APRIL)
    owed(of.coupon, at="2023-04-03 11:00")
    assert Entitlement.objects.get().amount_yen == 2500

    undone(of, "2023-04-03 12:00")

    assert Entitlement.objects.get().amount_yen == 1500  # covered for good; the balance at the freeze stays
    assert breaches(regionpay(), japan("2023-04-03 12:00")) == {}


def test_on_a_payout_it_stays():
    of = approved_in("2023-03-12 10:00")
    opened(of.coupon)

    with pytest.raises(OnAPayout):
        undone(of, "2023-04-03 12:00")
    assert (Incident.objects.get().state, balance(of.coupon)) == ("approved", 2500)


def test_given_back_after_the_rest_was_on_a_payout_it_is_still_free():
    on = sakura(member=hanako(regionpay()))
    first = approved(shop_says(reported(on, "paid_twice")), "2023-03-12 10:00", choices=_one(on))
    opened(on)
    second = shop_says(incident(on, kind="paid_twice"))
    second = approved(second, "2023-04-05 10:00", choices=_one(on, 2))
    entitlements.freeze(regionpay(), japan("2023-04-05 11:00"))

    undone(second, "2023-04-05 12:00")

    assert Entitlement.objects.filter(payout=None).count() == 0
    with pytest.raises(OnAPayout):
        undone(first, "2023-04-05 12:00")


def _one(on, which: int = 1) -> dict[int, int]:
    return {on.entries.filter(kind="payment").order_by("pk")[which].pk: 500}


def test_lapsed_it_stays():
    of = approved_in(APRIL)
    owed(of.coupon, at="2023-04-03 11:00")
    Entitlement.objects.update(lapsed_at=japan("2023-06-01 00:00"))

    with pytest.raises(OnAPayout):
        undone(of, "2023-06-02 12:00")


def test_spent_in_a_shop_it_stays():
    of = approved_in("2023-03-12 10:00")
    pay(of.coupon, 1501, "2023-03-13 10:00")

    with pytest.raises(AlreadyUsed):
        undone(of, "2023-03-14 10:00")


def test_its_message_does_not_leave_any_more():
    of = approved_in("2023-03-12 21:00")
    undone(of, "2023-03-12 21:30")

    assert list(Message.objects.values_list("template", "state")) == [("incident_approved", "cancelled")]


def test_who_was_told_of_it_already_is_told_that_it_is_undone():
    of = approved_in("2023-03-12 10:00")
    told("2023-03-12 10:01")
    undone(of, "2023-03-12 11:00")

    message = Message.objects.get(template="incident_undone")
    assert (message.to, message.context["amount_yen"], message.state) == (of.phone, 1000, "queued")
    assert "先にお知らせした1,000円の残高の戻しは、誤りがあり取り消しました。" in render(message).text


def test_what_was_undone_first_is_still_said_when_the_next_is_undone_too():
    of = approved_in("2023-03-12 10:00")
    told("2023-03-12 10:01")
    undone(of, "2023-03-12 21:30")
    undone(approved(of, "2023-03-12 21:40"), "2023-03-12 21:50")

    rows = Message.objects.filter(template__startswith="incident_").order_by("pk")
    assert list(rows.values_list("template", "state")) == [
        ("incident_approved", "sent"),
        ("incident_undone", "queued"),
        ("incident_approved", "cancelled"),
    ]


def test_an_inquiry_is_open_again():
    of = incident(sakura(member=hanako(regionpay())), kind="other")
    of = approved(of, choices=_one(of.coupon))

    assert undone(of, "2023-03-13 10:00").state == "open"


def test_only_with_a_note_once_and_as_seen():
    of = approved_in("2023-03-12 10:00")
    before = seen(of)
    with pytest.raises(NoReason):
        undone(of, "2023-03-13 10:00", why=" ")
    undone(of, "2023-03-13 10:00")
    with pytest.raises(ChangedMeanwhile):
        undone(of, "2023-03-13 10:00", seen=before)
    with pytest.raises(NotNow):
        undone(of, "2023-03-13 10:00")
    assert proposed(of) != {}
