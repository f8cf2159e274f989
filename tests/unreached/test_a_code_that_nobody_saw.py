"""A code that came later, and its owner could not be told: followed, listed, moved, as long as nobody saw it."""

import pytest
from django.db import transaction

from claims.cases import version
from claims.models import Proposal
from config import clock
from notifications.models import Message
from notifications.render import render
from payouts import destinations, links, orders, ready, receiving, redirects, telling
from payouts.audit import breaches
from payouts.models import Payout, ReceiveLink
from payouts.receiving import Stage
from payouts.status.resending import NothingToSend, send_for_a_caller
from tests.makers import coupon, japan, line, opened, regionpay, staff, told
from tests.races.guards import refusal
from tests.receiving.people import CODE, let_in, link, said, stock, take
from tests.unreached.people import NEW

pytestmark = pytest.mark.django_db
LATER, AFTER = japan("2023-04-20 15:00"), japan("2023-06-03 12:00")
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


def now(payout: Payout) -> Payout:
    return Payout.objects.get(pk=payout.pk)


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


def claimed() -> Payout:
    """太郎 chose, his code lies there, and he has not looked."""
    clock.move_to(LATER)
    stated = line(coupon())
    [payout] = opened(stated.coupon)
    told()
    take(payout.links.get())
    stock()
    orders.settle_orders(LATER)
    return payout


def enter(client) -> None:
    """By mail the telephone is asked, 09000000002; by SMS the journey."""
    let_in(client, live(), **({"digits": "0002"} if live().channel == "mail" else TRAVEL))


def asked_for(payout: Payout, at=LATER) -> Proposal:
    """A clerk asks for another destination."""
    where = {"deliver_by": "sms", "deliver_to": "08011112222", "reason": "お電話", "seen": str(version(payout.claim))}
    return destinations.ask(claim_id=payout.claim_id, by=staff("sato"), at=at, **where)


def test_a_claims_new_destination_is_told_of_its_code_too():
    asked = asked_for(claimed())
    destinations.approve(proposal_id=asked.pk, by=staff("suzuki"), at=LATER)

    assert (live().destination, Message.objects.latest("pk").template) == ("08011112222", "points_ready")
    assert ready.tell(regionpay(), LATER) == 0


def test_while_a_claims_new_destination_waits_its_old_url_shows_no_code_and_nobody_is_told(client):
    payout = claimed()
    enter(client)
    asked = asked_for(payout)

    assert (now(payout).held_for, CODE in said(client.get("/r/code/", follow=True))) == (asked, False)
    assert ready.tell(regionpay(), LATER) == 0

    destinations.send_back(proposal_id=asked.pk, by=staff("suzuki"), answer="ちがう", at=LATER)
    assert (now(payout).held_at, CODE in said(client.get("/r/code/"))) == (None, True)


def test_a_code_that_was_seen_is_not_held_for_a_claims_new_destination(client):
    payout = claimed()
    enter(client)
    client.get("/r/code/")
    asked_for(payout)

    assert now(payout).held_at is None


@pytest.mark.parametrize("answered", ["approved", "sent back"])
def test_the_days_of_a_hold_are_ours_also_for_a_code(client, answered):
    payout = claimed()
    asked = asked_for(payout, japan("2023-05-31 23:00"))
    clock.move_to(AFTER)
    assert receiving.look(live(), AFTER).stage == Stage.CALL
    if answered == "approved":
        destinations.approve(proposal_id=asked.pk, by=staff("suzuki"), at=AFTER)
        assert (live().destination, Message.objects.latest("pk").template) == ("08011112222", "points_ready")
    else:
        destinations.send_back(proposal_id=asked.pk, by=staff("suzuki"), answer="ちがう", at=AFTER)

    enter(client)
    assert CODE in said(client.get("/r/code/"))


def test_after_a_hold_past_its_day_its_owner_is_looked_for_still():
    payout = ready_and_lost(phone="0989876543")
    asked = redirects.ask(payout_id=payout.pk, by=staff("sato"), at=japan("2023-05-31 23:00"), **NEW)
    clock.move_to(AFTER)
    assert list(telling.unreachable()) == [payout]
    redirects.send_back(redirect_id=asked.pk, by=staff("suzuki"), answer="ちがう", at=AFTER)
    assert list(telling.unreachable()) == [payout]

    asked = redirects.ask(payout_id=payout.pk, by=staff("sato"), at=AFTER, **NEW)
    redirects.approve(redirect_id=asked.pk, by=staff("suzuki"), at=AFTER)
    assert Message.objects.filter(template="points_ready").latest("pk").to == NEW["destination"]


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
