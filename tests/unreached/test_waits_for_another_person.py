"""A URL that nobody was sent yet goes nowhere by the ways that send it again: what it waits for is not gone past."""

import pytest
from django.test import Client

from config import clock
from coupons.models import Member
from notifications import by_hand, dispatch, releases
from notifications.models import CHANGED, Message
from payouts import orders, ready, redirects, telling
from payouts.models import Payout, PointCode, ReceiveLink
from payouts.status import lost_urls, resending
from payouts.status.facts import of_payout
from tests.makers import japan, regionpay, staff, told
from tests.receiving.people import stock, take
from tests.staff.people import client_of
from tests.staff.people import staff as staff_in_roles
from tests.unreached.people import AT, asked, sent, unreached

pytestmark = pytest.mark.django_db
LATER = japan("2023-04-12 12:00")
CHANGED_TO = "08099998888"
LETTER = {"channel": "letter", "destination": "〒900-0001 那覇市 1-1 花子"}


def followed(payout: Payout) -> ReceiveLink:
    """Its mail came back; one person's file changed the phone since. The SMS there waits for another person."""
    Member.objects.update(phone=CHANGED_TO, contact_changed_at=japan("2023-04-11 12:00"))
    clock.move_to(LATER)
    telling.tell(regionpay(), LATER)
    live = ReceiveLink.objects.get(revoked_at=None)
    assert (live.destination, Message.objects.get(state="queued").release) == (CHANGED_TO, CHANGED)
    return live


def by_form() -> None:
    lost_urls.ask(scheme=regionpay(), contact=CHANGED_TO, address="192.0.2.1", at=LATER)


def by_clerk(payout: Payout) -> None:
    with pytest.raises(resending.NothingToSend):
        resending.send_for_a_caller(payout_id=payout.pk, who="sato", at=LATER)


def by_letter() -> Payout:
    """Where her URL goes two persons have said on 20 May; nobody has posted it."""
    payout = unreached()
    clock.move_to(japan("2023-05-20 17:00"))
    moved = asked(staff("sato"), payout, **LETTER)
    redirects.approve(redirect_id=moved.pk, by=staff("suzuki"), at=clock.now())
    return payout


def once_more() -> Message:
    """Another letter with the same URL waits."""
    letter = Message.objects.get(channel="letter")
    letter.pk, letter.key = None, "receive-link/again"
    letter.save(force_insert=True)
    return letter


def operator() -> Client:
    return client_of(staff_in_roles("kinjo", "operator"))


@pytest.mark.parametrize("way", ["the public form", "the desk"])
def test_a_changed_contact_is_sent_nothing_before_another_person_looked(way):
    payout = unreached(phone="09033334444")
    followed(payout)
    by_form() if way == "the public form" else by_clerk(payout)

    assert dispatch.lease(channel="sms", limit=10, at=LATER) == []
    assert of_payout(payout, LATER).where == "sending"


def test_nor_is_a_code_that_nobody_has_looked_at():
    payout = sent(phone="09033334444")
    take(payout.links.get())
    stock()
    orders.settle_orders(AT)
    assert ready.tell(regionpay(), LATER) == 1
    told("2023-04-12 11:00")
    Message.objects.filter(template="points_ready").update(state="undeliverable", error="550 no such user")
    followed(payout)

    by_form()
    by_clerk(payout)

    assert dispatch.lease(channel="sms", limit=10, at=LATER) == []


def test_once_it_left_it_is_sent_again():
    payout = unreached(phone="09033334444")
    followed(payout)
    releases.ask(scheme="regionpay-2023", what=CHANGED, who="one")
    releases.approve(scheme="regionpay-2023", what=CHANGED, who="another")
    [message] = dispatch.lease(channel="sms", limit=10, at=LATER)
    dispatch.mark([(message, dispatch.senders.sent("g-1"))])
    by_form()

    assert [one.to for one in dispatch.lease(channel="sms", limit=10, at=LATER)] == [CHANGED_TO]


def test_two_that_wait_for_one_url_each_say_another_day():
    """As when a caller asks again before the first letter was posted."""
    by_letter()
    once_more()

    telling.tell(regionpay(), japan("2023-05-22 12:00"))

    waiting = Message.objects.filter(channel="letter", state="queued").order_by("pk")
    assert [one.key.rpartition("2023-06-06")[2] for one in waiting] == ["", "/2"]
    assert Message.objects.filter(channel="letter", state="cancelled").count() == 2
    assert telling.tell(regionpay(), japan("2023-05-22 13:00")) == 0


@pytest.mark.parametrize(("posted", "stays"), [("2023-05-21 09:10", True), ("2023-05-28 12:00", False)])
def test_a_letter_that_was_printed_is_not_written_anew_for_a_week(posted, stays):
    """It lies in a postbox by now; the next morning it is said to be posted."""
    payout = by_letter()
    letter = Message.objects.get(channel="letter")
    assert operator().get("/admin/desk/review/letters/print/").status_code == 200

    telling.tell(regionpay(), japan(posted))

    letter.refresh_from_db()
    assert (letter.state == "queued") is stays
    if stays:
        by_hand.done(message_id=letter.pk, who="yamada", at=japan(posted))
        telling.tell(regionpay(), japan(posted))
        assert Payout.objects.get(pk=payout.pk).receive_until == japan("2023-06-05 00:00")


def test_of_two_letters_the_one_that_was_printed_stays_as_it_is():
    by_letter()
    other = once_more()
    printed = Message.objects.filter(channel="letter").exclude(pk=other.pk).get()
    assert operator().get(f"/admin/desk/review/letters/{printed.pk}/").status_code == 200

    telling.tell(regionpay(), japan("2023-05-21 09:10"))

    states = Message.objects.filter(pk__in=[printed.pk, other.pk]).order_by("pk").values_list("state", flat=True)
    assert list(states) == ["queued", "cancelled"]


def test_a_url_that_was_never_sent_is_not_sent_by_a_clerk_because_another_came_back():
    payout = unreached(phone="09033334444")
    followed(payout)
    Message.objects.filter(state="queued").update(state="cancelled")
    assert of_payout(payout, LATER).where == "unreached"

    by_clerk(payout)


def test_that_a_code_ends_is_not_told_by_a_url_that_waits_for_another_person():
    payout = sent(phone="09033334444")
    stock()
    PointCode.objects.update(expires_on="2023-05-12")
    take(payout.links.get())
    assert ready.tell(regionpay(), LATER) == 1
    told("2023-04-12 11:00")
    Message.objects.filter(template="points_ready").update(state="undeliverable", error="550 no such user")
    followed(payout)

    assert ready.tell(regionpay(), japan("2023-05-08 12:00")) == 0
