"""A code that nobody has seen is shown for the days there must be from when its message really left (question 15)."""

import pytest
from django.test import Client

from config import clock
from coupons.models import Member
from notifications import by_hand, dispatch, releases
from notifications.models import CHANGED, Message
from notifications.render import render
from payouts import ready, receiving, redirects, telling
from payouts.models import Payout, ReceiveLink
from tests.makers import coupon, hanako, japan, opened, regionpay, staff, told
from tests.receiving.people import CODE, address, let_in, said, stock, take
from tests.unreached.people import LANDLINE

pytestmark = pytest.mark.django_db
DAY = japan("2023-05-30 12:00")
LETTER = {"channel": "letter", "destination": "〒900-0001 那覇市 1-1 花子", "reason": "ご本人と確認"}


def bounced(phone: str) -> Payout:
    """Her code came on 28 May; the mail that said so came back."""
    clock.move_to(japan("2023-05-20 12:00"))
    [payout] = opened(coupon(member=hanako(regionpay(), phone=phone)))
    told("2023-05-20 12:00")
    stock()
    take(payout.links.get(), at="2023-05-28 12:00")
    clock.move_to(japan("2023-05-28 14:00"))
    assert ready.tell(regionpay(), clock.now()) == 1
    told("2023-05-28 14:00")
    Message.objects.filter(template="points_ready").update(state="undeliverable", error="550 no such user")
    clock.move_to(DAY)
    return payout


def duties(at: str) -> None:
    clock.move_to(japan(at))
    telling.tell(regionpay(), clock.now())
    ready.tell(regionpay(), clock.now())


def live() -> ReceiveLink:
    return ReceiveLink.objects.get(revoked_at=None)


def waiting() -> Message:
    return Message.objects.get(state="queued", template="points_ready")


@pytest.fixture
def released_late() -> None:
    """Where the SMS goes one person's file has changed; another lets it go three weeks later."""
    bounced("09033334444")
    Member.objects.update(phone="08099998888", contact_changed_at=japan("2023-05-29 12:00"))
    for day in ("2023-05-30 12:00", "2023-06-13 12:00", "2023-06-20 12:00", "2023-06-20 12:01"):
        duties(day)
    releases.ask(scheme="regionpay-2023", what=CHANGED, who="one")
    releases.approve(scheme="regionpay-2023", what=CHANGED, who="another")


def test_while_it_waits_the_day_it_names_grows(released_late):
    assert "7/4(火)まで" in render(waiting()).text
    assert Message.objects.filter(template="points_ready", state="cancelled").count() == 2


def test_from_when_it_left_its_page_is_shown_for_fourteen_days(released_late, client: Client):
    [message] = dispatch.lease(channel="sms", limit=5, at=clock.now())
    dispatch.mark([(message, dispatch.senders.sent("g-1"))])
    clock.move_to(japan("2023-07-04 23:59"))
    let_in(client, live(), prefecture="47", travel_year="2023", travel_month="2", travel_day="23")
    assert CODE in said(client.get("/r/code/"))

    clock.move_to(japan("2023-07-05 00:00"))
    assert "受取期限がすぎました" in said(client.get(address(live())))


def test_what_was_seen_meanwhile_is_not_told_any_more(released_late):
    receiving.show_code(live().payout.orders.get())
    duties("2023-06-21 12:00")

    assert not Message.objects.filter(state="queued").exists()


def test_a_letter_of_a_code_gives_its_days_from_when_it_is_posted():
    payout = bounced(LANDLINE)
    moved = redirects.ask(payout_id=payout.pk, by=staff("sato"), at=DAY, **LETTER)
    redirects.approve(redirect_id=moved.pk, by=staff("suzuki"), at=DAY)
    duties("2023-06-13 12:00")
    letter = waiting()
    assert (letter.channel, "2023年6月27日（火）23:59まで" in render(letter).text) == ("letter", True)

    by_hand.done(message_id=letter.pk, who="kinjo", at=clock.now())

    assert receiving.look(live(), japan("2023-06-27 23:59")).stage == "received"
    assert receiving.look(live(), japan("2023-06-28 00:00")).stage == "over"


def test_what_is_written_anew_has_a_key_that_no_url_gives():
    """A new URL's message ends with its number: the number of a message may be the same, and a key is there once."""
    payout = bounced(LANDLINE)
    moved = redirects.ask(payout_id=payout.pk, by=staff("sato"), at=DAY, **LETTER)
    redirects.approve(redirect_id=moved.pk, by=staff("suzuki"), at=DAY)
    order, letter = payout.orders.get(), waiting()
    assert letter.key == f"points-ready/{order.pk}/{live().pk}"
    duties("2023-06-13 12:00")

    assert waiting().key == f"points-ready/{order.pk}/later/{letter.pk}"
