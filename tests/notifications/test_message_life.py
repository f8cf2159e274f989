"""A message moves along its table only, keeps its words, and stays. Each guard is shown by taking it away."""

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from notifications.models import Message
from tests.notifications.people import queued
from tests.races.guards import drop_trigger

pytestmark = pytest.mark.django_db
TABLE = "notifications_message"
STATES = [str(state) for state in Message.State]
ALLOWED = {
    ("queued", "sending"),
    ("queued", "cancelled"),
    ("sending", "queued"),
    ("sending", "sent"),
    ("sending", "undeliverable"),
    ("sending", "cancelled"),
    ("sent", "delivered"),
    ("sent", "undeliverable"),
    ("delivered", "undeliverable"),
}
BY_HAND = {("queued", "sent"), ("queued", "undeliverable")}
MOVES = {(old, new) for old in STATES for new in STATES if old != new}
# How a message gets into each state.
PATHS = {
    "queued": [],
    "sending": ["sending"],
    "sent": ["sending", "sent"],
    "delivered": ["sending", "sent", "delivered"],
    "undeliverable": ["sending", "undeliverable"],
    "cancelled": ["cancelled"],
}
CHANGES = {
    "key": "'other'",
    "scheme": "'other'",
    "channel": "'mail'",
    '"to"': "'09000000002'",
    "template": "'other'",
    "context": "'{}'",
    "about": "'payouts.payout/99'",
    "release": "'receive-links'",
    "urgent": "true",
    "not_before": "not_before + interval '1 hour'",
}


def move(message: Message, state: str) -> None:
    """With all that the row's checks ask of the state, so that only the trigger can object."""
    _change(message, f"state = '{state}', leased_until = now(), sent_at = now(), error = 'because'")


def _change(message: Message, what: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"update {TABLE} set {what} where id = %s", [message.pk])


def message_in(state: str, channel: str = "sms") -> Message:
    message = queued(channel=channel)
    for step in PATHS[state]:
        move(message, step)
    return message


@pytest.mark.parametrize(("old", "new"), sorted(ALLOWED))
def test_along_the_table_a_message_moves(old, new):
    message = message_in(old)
    move(message, new)
    message.refresh_from_db()
    assert message.state == new


@pytest.mark.parametrize(("old", "new"), sorted(MOVES - ALLOWED))
def test_any_other_move_is_refused_by_the_trigger_alone(old, new):
    message = message_in(old)
    with pytest.raises(IntegrityError, match="a_message_moves_along_its_table"):
        move(message, new)

    drop_trigger("a_message_moves_along_its_table", TABLE)
    move(message, new)


@pytest.mark.parametrize("channel", ["letter", "call"])
@pytest.mark.parametrize(("old", "new"), sorted(BY_HAND))
def test_letters_and_calls_are_settled_by_hand(channel, old, new):
    move(message_in(old, channel), new)


@pytest.mark.parametrize("channel", ["letter", "call"])
def test_what_was_settled_by_hand_is_as_final(channel):
    message = message_in("queued", channel)
    move(message, "undeliverable")
    with pytest.raises(IntegrityError, match="a_message_moves_along_its_table"):
        move(message, "sent")


@pytest.mark.parametrize("column", CHANGES)
@pytest.mark.parametrize("state", ["queued", "sending", "sent"])
def test_the_words_of_a_message_never_change(state, column):
    message = message_in(state)
    with pytest.raises(IntegrityError, match="a_message_keeps_its_words"):
        _change(message, f"{column} = {CHANGES[column]}")

    drop_trigger("a_message_keeps_its_words", TABLE)
    _change(message, f"{column} = {CHANGES[column]}")


@pytest.mark.parametrize("what", ["'sent', 0, now()", "'cancelled', 0, null", "'queued', 3, null"])
def test_a_message_begins_in_the_queue(what):
    insert = (
        f'insert into {TABLE} (key, channel, "to", template, context, about, scheme, not_before,'
        " state, attempts, sent_at)"
        f" values ('k', 'sms', '1', 't', '{{}}', 'a', 's', now(), {what})"
    )
    with (
        pytest.raises(IntegrityError, match="a_message_begins_in_the_queue"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(insert)

    drop_trigger("a_message_begins_in_the_queue", TABLE)
    with connection.cursor() as cursor:
        cursor.execute(insert)


@pytest.mark.parametrize("state", STATES)
def test_a_message_is_never_deleted(state):
    message = message_in(state)
    with pytest.raises(IntegrityError, match="a_message_is_never_deleted"), transaction.atomic():
        message.delete()

    drop_trigger("a_message_is_never_deleted", TABLE)
    message.delete()


def test_messages_are_never_emptied():
    queued()
    with pytest.raises((InternalError, IntegrityError), match="takes inserts only"), connection.cursor() as cursor:
        cursor.execute(f"truncate {TABLE}")


@pytest.mark.parametrize(
    ("state", "what", "name"),
    [
        ("queued", "state = 'sending', leased_until = null", "a_message_being_sent_is_leased"),
        ("sending", "state = 'sent', sent_at = null", "a_sent_message_says_when"),
        ("sending", "state = 'undeliverable', error = ''", "an_undeliverable_message_says_why"),
    ],
)
def test_each_state_says_what_belongs_to_it(state, what, name):
    message = message_in(state)
    with pytest.raises(IntegrityError, match=name):
        _change(message, what)
