"""What is due, and who goes first: the legal clock says when, the unmoved one when again."""

import pytest

from config import clock
from notifications import dispatch, senders
from notifications.models import Message
from tests.makers import japan
from tests.notifications.people import CONTEXT, NOON, minutes_until_next_try, queued, wait_for_leases_and_back_off

pytestmark = pytest.mark.django_db
State = Message.State


def lease(at=NOON, limit: int = 100, channel: str = "sms") -> list[dispatch.Leased]:
    return dispatch.lease(channel=channel, limit=limit, at=at)


def keys(messages: list[dispatch.Leased]) -> list[str]:
    return [message.key for message in messages]


def test_a_leased_message_is_nobody_elses():
    queued(key="k")

    assert keys(lease()) == ["k"]
    message = Message.objects.get()
    assert (message.state, message.attempts, message.leased_until is not None) == (State.SENDING, 1, True)
    assert lease() == []


def test_when_the_lease_ends_the_message_is_taken_again():
    queued(key="k")
    lease()
    wait_for_leases_and_back_off()

    (again,) = lease()
    assert (again.key, again.attempts) == ("k", 2)


def test_no_more_than_asked_for():
    for _ in range(5):
        queued()

    assert [len(lease(limit=3)), len(lease(limit=3)), len(lease(limit=3))] == [3, 2, 0]


@pytest.mark.parametrize("channel", ["letter", "call"])
def test_letters_and_calls_wait_for_staff(channel):
    queued(channel=channel)

    dispatch.send_messages()

    assert Message.objects.get().state == State.QUEUED


@pytest.mark.parametrize(
    ("at", "number"),
    [("2023-04-03 08:59:59.999999", 0), ("2023-04-03 09:00:00", 1)],
)
def test_not_before_is_on_the_moved_clock(at, number):
    queued(not_before=japan("2023-04-03 09:00"))

    clock.move_to(japan(at))

    assert dispatch.send_messages() == number


def test_back_off_is_on_the_unmoved_clock():
    queued()
    (message,) = lease()
    dispatch.mark([(message, senders.unknown("no answer"))])

    clock.move_to(japan("2023-04-20 12:00"))
    assert dispatch.send_messages() == 0

    wait_for_leases_and_back_off()
    assert dispatch.send_messages() == 1


@pytest.mark.parametrize(("attempt", "minutes"), [(1, 2), (2, 4), (3, 8), (8, 256), (9, 360), (11, 360)])
def test_each_failure_doubles_the_wait_up_to_six_hours(attempt, minutes):
    queued()
    for _ in range(attempt):
        (message,) = lease()
        dispatch.mark([(message, senders.unknown("no answer"))])
        waits = minutes_until_next_try(message.id)
        wait_for_leases_and_back_off()

    assert waits == pytest.approx(minutes, abs=0.1)


def test_after_the_twelfth_attempt_it_is_undeliverable_and_says_why():
    queued()
    for _ in range(12):
        (message,) = lease()
        dispatch.mark([(message, senders.unknown("no answer"))])
        wait_for_leases_and_back_off()

    message = Message.objects.get()
    assert (message.state, message.attempts, message.error) == (State.UNDELIVERABLE, 12, "no answer")
    assert lease() == []


def test_at_night_only_what_somebody_waits_for_goes():
    queued(key="link")
    queued(key="code", urgent=True)

    assert keys(lease(at=japan("2023-04-03 21:00"))) == ["code"]
    assert keys(lease(at=japan("2023-04-04 09:00"))) == ["link"]


def test_what_somebody_waits_for_overtakes_what_was_there_before():
    for _ in range(3):
        queued()
    queued(key="code", urgent=True, not_before=NOON)

    assert keys(lease(limit=1)) == ["code"]


def test_what_was_due_first_goes_first():
    queued(key="later", not_before=japan("2023-04-03 11:00"))
    queued(key="earlier", not_before=japan("2023-04-03 10:00"))

    assert keys(lease(limit=1)) == ["earlier"]


LAST = "2023-05-31T15:00:00+00:00"  # as `until` has it


@pytest.mark.parametrize(
    ("template", "at", "leaves"),
    [
        ("usable_until", "2023-05-31 20:59:59", True),
        ("usable_until", "2023-06-01 08:00", False),
        ("receive_link_reminder", "2023-05-31 20:59:59", True),
        ("receive_link_reminder", "2023-06-01 08:00", False),
        ("receive_link", "2023-06-01 08:00", True),
    ],
)
def test_what_is_not_true_any_more_does_not_leave(template, at, leaves):
    """After an outage over midnight this may run before the duty that takes such messages back."""
    queued(key="k", template=template, context=CONTEXT | {"until": LAST})

    assert keys(lease(at=japan(at))) == ["k"] * leaves
