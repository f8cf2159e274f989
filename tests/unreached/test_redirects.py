"""A member's URL goes elsewhere: two persons, the old URL dead, the old place told, and held until then."""

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from notifications.models import Message
from notifications.render import render
from payouts import holds, links, orders, receiving, redirects, releasing, telling
from payouts.audit import breaches
from payouts.models import Brand, Payout, ReceiveLink, Redirect
from tests.makers import japan, regionpay, staff, told
from tests.unreached.people import AT, NEW, asked, claimant, sent, to_be_sent, unreached
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def sato():
    return staff("sato")


@pytest.fixture
def suzuki():
    return staff("suzuki")


def live() -> ReceiveLink:
    return ReceiveLink.objects.get(revoked_at=None)


def test_another_url_goes_there_and_the_old_one_opens_nothing(sato, suzuki):
    payout = sent()
    old = payout.links.get()
    redirects.approve(redirect_id=asked(sato, payout).pk, by=suzuki, at=AT)

    assert (live().channel, live().destination) == ("sms", "08011112222")
    assert links.find(old.token) is None
    assert Message.objects.get(template="receive_link", state="queued").to == "08011112222"
    assert breaches(regionpay(), AT) == {}


def test_the_old_place_is_told_and_by_day(sato, suzuki):
    payout = sent()
    redirects.approve(redirect_id=asked(sato, payout).pk, by=suzuki, at=japan("2023-04-10 22:00"))

    message = Message.objects.get(template="link_moved")
    assert (message.channel, message.to) == ("mail", "hanako@example.jp")
    assert message.not_before == japan("2023-04-11 08:00")
    assert "前にこちらへお送りした受取URLは、使えなくなりました。" in render(message).text


@pytest.mark.parametrize(("attempts", "messages"), [(0, 0), (1, 1)])
def test_a_place_that_was_told_nothing_is_not_told_that_it_moved(sato, suzuki, attempts, messages):
    """It was corrected before anything left; what was tried once may have left."""
    payout = to_be_sent()
    Message.objects.filter(template="receive_link").update(attempts=attempts)
    redirects.approve(redirect_id=asked(sato, payout).pk, by=suzuki, at=AT)

    assert Message.objects.filter(template="link_moved").count() == messages


def test_whoever_has_the_new_url_does_not_take_the_warning_back(sato, suzuki):
    payout = sent()
    night = japan("2023-04-10 22:00")
    redirects.approve(redirect_id=asked(sato, payout).pk, by=suzuki, at=night)
    receiving.confirm(payout_id=payout.pk, brand=Brand.NANACO, at=night)

    assert Message.objects.get(template="link_moved").state == "queued"
    assert Message.objects.get(template="receive_link", channel="sms").state == "cancelled"


def test_until_the_second_person_has_answered_nothing_is_received(sato, suzuki):
    payout = sent()
    waiting = asked(sato, payout)
    with pytest.raises(orders.OnHold):
        orders.order(payout_id=payout.pk, brand=Brand.NANACO, who="test", at=AT)

    redirects.send_back(redirect_id=waiting.pk, by=suzuki, answer="本人と確かめていない", at=AT)
    assert orders.order(payout_id=payout.pk, brand=Brand.NANACO, who="test", at=AT)
    assert live().destination == "hanako@example.jp"


def test_nobody_approves_what_they_asked_for_not_even_in_the_database(sato):
    waiting = asked(sato)
    with pytest.raises(redirects.SamePerson):
        redirects.approve(redirect_id=waiting.pk, by=sato, at=AT)
    with pytest.raises(IntegrityError, match="a_redirect_is_approved_by_another_person"), transaction.atomic():
        Redirect.objects.update(state="approved", settled_by=sato, settled_at=AT)


def test_an_account_of_nobody_is_no_second_person(sato):
    waiting = asked(sato)
    with pytest.raises(redirects.SamePerson):
        redirects.approve(redirect_id=waiting.pk, by=User.objects.create(username="root", is_superuser=True), at=AT)


def test_it_is_settled_once(sato, suzuki):
    waiting = asked(sato)
    redirects.approve(redirect_id=waiting.pk, by=suzuki, at=AT)
    with pytest.raises(redirects.AlreadySettled):
        redirects.approve(redirect_id=waiting.pk, by=suzuki, at=AT)
    with pytest.raises(redirects.AlreadySettled):
        redirects.send_back(redirect_id=waiting.pk, by=suzuki, answer="x", at=AT)
    with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
        Redirect.objects.update(answer="x")


@pytest.mark.parametrize("change", [{"destination": "09099998888"}, {"reason": "x"}, {"channel": "mail"}])
def test_what_is_asked_for_stays(sato, change):
    asked(sato)
    with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
        Redirect.objects.update(**change)
    with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
        Redirect.objects.all().delete()


def test_one_waits_at_a_time(sato):
    payout = unreached()
    asked(sato, payout)
    with pytest.raises(redirects.AlreadyAsked):
        asked(sato, payout)


def test_what_cannot_be_asked_for(sato):
    with pytest.raises(redirects.ForAClaim):
        asked(sato, claimant())
    with pytest.raises(redirects.NothingNew):
        asked(sato, sent(), channel="mail", destination="hanako@example.jp")
    with pytest.raises(holds.NoReason):
        asked(sato, reason=" ")
    gone = sent()
    releasing.void(payout_id=gone.pk, who="test", reason="test", at=AT)
    with pytest.raises(redirects.NotOpen):
        asked(sato, gone)


def test_what_was_voided_meanwhile_goes_nowhere(sato, suzuki):
    payout = sent()
    waiting = asked(sato, payout)
    releasing.void(payout_id=payout.pk, who="test", reason="test", at=AT)
    with pytest.raises(redirects.NotOpen):
        redirects.approve(redirect_id=waiting.pk, by=suzuki, at=AT)
    assert ReceiveLink.objects.filter(revoked_at=None).count() == 0


def test_a_letter_waits_for_people(sato, suzuki):
    waiting = asked(sato, channel="letter", destination="900-0001 那覇市港町1 沖縄花子")
    redirects.approve(redirect_id=waiting.pk, by=suzuki, at=AT)

    assert Message.objects.get(channel="letter").state == "queued"


def test_one_that_fails_again_is_listed_again(sato, suzuki):
    payout = unreached()
    redirects.approve(redirect_id=asked(sato, payout).pk, by=suzuki, at=AT)
    assert list(telling.unreachable()) == []
    told("2023-04-10 13:00")
    Message.objects.filter(to=NEW["destination"]).update(state="undeliverable", error="no such number")
    telling.follow(regionpay(), AT)

    assert list(telling.unreachable()) == [payout]


def test_what_was_moved_goes_nowhere_by_itself_not_even_where_nothing_was_tried(sato, suzuki):
    """On record is a mobile phone, too: it was said to be dead, or somebody else's."""
    payout = sent(phone="09012345678")
    moved = asked(sato, payout, channel="mail", destination="new@example.jp")
    redirects.approve(redirect_id=moved.pk, by=suzuki, at=AT)
    told("2023-04-10 13:00")
    Message.objects.filter(to="new@example.jp").update(state="undeliverable", error="550 no such user")

    assert telling.follow(regionpay(), AT) == 0
    assert live().destination == "new@example.jp"
    assert list(telling.unreachable()) == [payout]


def test_what_was_not_moved_after_all_is_followed_as_ever(sato, suzuki):
    payout = unreached(phone="09012345678")
    waiting = asked(sato, payout, channel="mail", destination="new@example.jp")
    redirects.send_back(redirect_id=waiting.pk, by=suzuki, answer="本人と確かめていない", at=AT)

    assert telling.follow(regionpay(), AT) == 1
    assert live().destination == "09012345678"


def test_both_are_on_the_trail_without_the_destination(sato, suzuki):
    redirects.approve(redirect_id=asked(sato).pk, by=suzuki, at=AT)

    events = AuditEvent.objects.filter(action__startswith="new destination").order_by("pk")
    assert [(event.who, event.action) for event in events] == [
        ("sato", "new destination asked for"),
        ("suzuki", "new destination approved"),
    ]
    assert NEW["destination"] not in str(list(AuditEvent.objects.values_list("detail", flat=True)))


def test_who_was_given_a_new_place_is_sent_a_locked_url_anew_there(sato, suzuki):
    payout = sent()
    redirects.approve(redirect_id=asked(sato, payout).pk, by=suzuki, at=AT)
    links.replace(link_id=live().pk, channel="sms", at=AT, who="sato")

    assert live().destination == NEW["destination"]
    assert Payout.objects.get().state == "open"
