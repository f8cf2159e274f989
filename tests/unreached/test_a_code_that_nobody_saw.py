"""A code that came later, and its owner could not be told: followed, listed, moved, as long as nobody saw it."""

import pytest
from django.db import transaction

from claims import cases
from config import clock
from notifications.models import Message
from notifications.render import render
from payouts import destinations, links, orders, ready, redirects, telling
from payouts.audit import breaches
from payouts.models import Payout, ReceiveLink
from payouts.status.resending import NothingToSend, send_for_a_caller
from tests.makers import coupon, japan, line, opened, regionpay, staff, told
from tests.races.guards import refusal
from tests.receiving.people import CODE, let_in, link, said, stock, take
from tests.unreached.people import NEW

pytestmark = pytest.mark.django_db
LATER = japan("2023-04-20 15:00")
TRAVEL = {"prefecture": "47", "travel_year": "2023", "travel_month": "2", "travel_day": "23"}


def ready_and_lost(**contact) -> Payout:
    """花子 chose, her code came ten days later, and the message came back."""
    to = link(**contact)
    told()
    take(to)
    stock()
    orders.settle_orders(LATER)
    assert ready.tell(regionpay(), LATER) == 1
    come_back()
    return Payout.objects.get()


def come_back() -> None:
    newest = Message.objects.filter(pk=Message.objects.latest("pk").pk)
    newest.update(state="sending", leased_until=LATER)
    newest.update(state="undeliverable", error="550 mailbox full")


def live() -> ReceiveLink:
    return ReceiveLink.objects.get(revoked_at=None)


def test_it_is_followed_by_the_other_channel_with_a_url_of_its_own(client):
    payout = ready_and_lost()
    old = live()

    assert [telling.follow(regionpay(), LATER), telling.follow(regionpay(), LATER)] == [1, 0]

    assert (live().channel, live().destination) == ("sms", payout.member.phone)
    message = Message.objects.latest("pk")
    assert (message.template, message.to) == ("points_ready", payout.member.phone)
    assert "nanaco ギフト 3,000円分の準備ができました。5/31(水)まで" in render(message).text
    assert links.find(old.token) is None
    assert breaches(regionpay(), LATER) == {}
    let_in(client, live(), **TRAVEL)
    assert CODE in said(client.get("/r/code/"))


def test_once_somebody_saw_it_nothing_follows(client):
    payout = ready_and_lost()
    let_in(client, live())
    client.get("/r/code/")

    assert telling.follow(regionpay(), LATER) == 0
    assert list(telling.unreachable()) == []
    assert not links.replace(link_id=live().pk, channel="sms", at=LATER)
    with pytest.raises(redirects.NotOpen):
        redirects.ask(payout_id=payout.pk, by=staff("sato"), at=LATER, **NEW)


def test_whom_no_channel_reaches_is_on_the_list_and_is_told_elsewhere_by_two(client):
    payout = ready_and_lost(phone="0989876543")
    assert (telling.follow(regionpay(), LATER), list(telling.unreachable())) == (0, [payout])

    asked = redirects.ask(payout_id=payout.pk, by=staff("sato"), at=LATER, **NEW)
    let_in(client, live(), digits="6543")
    assert CODE not in said(client.get("/r/code/", follow=True))
    redirects.approve(redirect_id=asked.pk, by=staff("suzuki"), at=LATER)

    assert (live().destination, list(telling.unreachable())) == (NEW["destination"], [])
    assert Message.objects.get(template="points_ready", state="queued").to == NEW["destination"]
    assert Payout.objects.get().held_at is None
    assert breaches(regionpay(), LATER) == {}


def test_sent_back_the_old_url_shows_it_again(client):
    payout = ready_and_lost(phone="0989876543")
    asked = redirects.ask(payout_id=payout.pk, by=staff("sato"), at=LATER, **NEW)
    redirects.send_back(redirect_id=asked.pk, by=staff("suzuki"), answer="ちがう", at=LATER)

    let_in(client, live(), digits="6543")
    assert CODE in said(client.get("/r/code/"))


def test_a_url_made_anew_shows_the_code_for_as_many_days_as_any():
    payout = ready_and_lost()
    assert telling.follow(regionpay(), japan("2023-05-31 20:00")) == 1

    assert Message.objects.latest("pk").context["until"].startswith("2023-06-15T00:00")
    assert Payout.objects.get(pk=payout.pk).receive_until == japan("2023-06-01 00:00")


def test_after_its_last_day_it_goes_nowhere():
    ready_and_lost()

    assert telling.follow(regionpay(), japan("2023-06-01 00:00")) == 0


def test_once_it_is_not_shown_any_more_nobody_looks_for_its_owner():
    ready_and_lost(phone="0989876543")
    clock.move_to(japan("2023-05-31 12:00"))
    assert telling.unreachable().count() == 1
    clock.move_to(japan("2023-06-01 00:00"))
    assert telling.unreachable().count() == 0


def test_a_claims_new_destination_is_told_of_its_code_too():
    stated = line(coupon())
    [payout] = opened(stated.coupon)
    told()
    take(payout.links.get())
    stock()
    orders.settle_orders(LATER)
    where = {"deliver_by": "sms", "deliver_to": "08011112222", "reason": "お電話"}
    asked = destinations.ask(claim_id=stated.claim_id, by=staff("sato"), seen=str(cases.version(stated.claim)), **where)
    destinations.approve(proposal_id=asked.pk, by=staff("suzuki"), at=LATER)

    assert (live().destination, Message.objects.latest("pk").template) == ("08011112222", "points_ready")


def test_a_caller_is_sent_the_url_of_a_code_where_it_was_sent(client):
    payout = ready_and_lost()
    let_in(client, live())
    client.get("/r/code/")

    send_for_a_caller(payout_id=payout.pk, who="sato", at=LATER)
    again = Message.objects.latest("pk")
    assert (again.template, again.to, again.urgent) == ("points_ready", payout.member.email, True)
    with pytest.raises(NothingToSend), transaction.atomic():
        send_for_a_caller(payout_id=payout.pk, who="sato", at=japan("2023-06-01 00:00"))


def test_while_it_is_ordered_no_link_is_made_even_in_the_database():
    to = link()
    take(to)
    values = {"payout": to.payout, "key_id": "demo", "channel": "sms", "destination": "x", "made_at": LATER}

    assert refusal(lambda: ReceiveLink.objects.create(**values)) == "a_link_is_for_points_that_can_be_received"
    assert not links.replace(link_id=to.pk, channel="sms", at=LATER)
