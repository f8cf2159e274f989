"""What the caller of a report was told in vain is said where we call back, in the end by a person on the telephone."""

import pytest

from claims import incident_deciding, incident_following, incident_reopening, incident_telling, incidents
from config import clock
from notifications import by_hand
from notifications.models import Message
from notifications.render import render
from payouts import tasks
from payouts.incident_undoing import undo
from tests.incidents.people import MARCH, OWN_NUMBER, approved, reported, sakura, seen
from tests.makers import japan, regionpay, shop_says, staff

pytestmark = pytest.mark.django_db
BY_MAIL = {"deliver_by": "mail", "deliver_to": "sakura@example.jp"}
LANDLINE = "0988880001"
LATER = japan("2023-03-13 10:00")


def given_back(**contact):
    clock.move_to(japan(MARCH))
    return approved(shop_says(reported(sakura(), "paid_twice", **contact)))


def bounces() -> None:
    newest = Message.objects.latest("pk")
    Message.objects.filter(pk=newest.pk).update(state="sending", leased_until=LATER)
    Message.objects.filter(pk=newest.pk).update(state="undeliverable", error="550 no such user", leased_until=None)


def said() -> list[tuple[str, str, str]]:
    rows = Message.objects.filter(template="incident_approved").order_by("pk")
    return [(one.channel, one.to, one.state) for one in rows]


def follow() -> int:
    return incident_following.follow(regionpay(), LATER)


def test_a_mail_is_followed_by_an_sms_and_that_by_a_call_in_the_same_words():
    given_back(phone=OWN_NUMBER, **BY_MAIL)
    assert follow() == 0
    for nth in range(2):
        bounces()
        assert (follow(), follow()) == (1, 0), nth

    assert said() == [
        ("mail", "sakura@example.jp", "undeliverable"),
        ("sms", OWN_NUMBER, "undeliverable"),
        ("call", OWN_NUMBER, "queued"),
    ]
    assert [one.channel for one in by_hand.due("call", LATER)] == ["call"]
    assert "1,000円" in render(Message.objects.latest("pk")).text


def test_without_a_mobile_number_somebody_calls_at_once():
    given_back(phone=LANDLINE, **BY_MAIL)
    bounces()
    clock.move_to(LATER)

    assert tasks.tell() >= 1

    assert said()[1:] == [("call", LANDLINE, "queued")]


def test_after_a_call_in_vain_nothing_is_left_to_try():
    given_back(phone=LANDLINE, **BY_MAIL)
    bounces()
    follow()
    by_hand.undeliverable(message_id=Message.objects.latest("pk").pk, who="yamada", why="つながらない")

    assert follow() == 0


def test_what_was_undone_meanwhile_is_not_said_any_more():
    of = given_back(phone=LANDLINE, **BY_MAIL)
    bounces()
    follow()
    undo(incident_id=of.pk, why="別の店だった", by=staff("reviewer"), seen=seen(of), at=LATER)

    assert said()[1:] == [("call", LANDLINE, "cancelled")]
    assert (follow(), Message.objects.latest("pk").template) == (0, "incident_undone")


def answered():
    clock.move_to(japan(MARCH))
    of = reported(sakura(), "other", phone=LANDLINE, **BY_MAIL)
    given = {"words": "別のお店でした。", "by": staff("reviewer"), "at": japan(MARCH)}
    incident_deciding.answer(incident_id=of.pk, seen=seen(of), **given)
    bounces()
    return of


def opened_again(of) -> None:
    incident_reopening.reopen(incident_id=of.pk, reason="mistake", by=staff("sato"), seen=seen(of), at=LATER)


def test_an_answer_in_vain_is_followed_and_taken_back_for_good_when_it_is_opened_again():
    of = answered()
    assert follow() == 1
    opened_again(of)

    assert (Message.objects.latest("pk").state, follow()) == ("cancelled", 0)


def test_an_answer_to_what_was_opened_again_is_not_followed():
    of = answered()
    opened_again(of)

    assert follow() == 0


def test_what_changes_between_the_look_and_the_lock_is_not_followed(monkeypatch):
    of = answered()
    lock = incidents.locked

    def late(incident_id: int):
        monkeypatch.setattr(incident_following.incidents, "locked", lock)
        opened_again(of)
        return lock(incident_id)

    monkeypatch.setattr(incident_following.incidents, "locked", late)

    assert (follow(), Message.objects.filter(channel="call").exists()) == (0, False)


def test_the_receipt_number_was_read_out_and_is_not_followed():
    of = reported(sakura(), "paid_twice", phone=LANDLINE, **BY_MAIL)
    clock.move_to(japan(MARCH))
    incident_telling.tell_taken(of, japan(MARCH))
    bounces()

    assert follow() == 0
