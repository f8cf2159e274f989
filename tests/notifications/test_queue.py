"""One key is one message; what is no longer true is taken back."""

import pytest
from django.db import IntegrityError, connection, transaction

from config.clock import JAPAN
from notifications import dispatch, outbox
from notifications.models import Message
from tests.makers import japan
from tests.notifications.people import CONTEXT, NOON, queued

pytestmark = pytest.mark.django_db
State = Message.State


def test_a_queued_message_waits_with_its_words():
    message = queued(key="k", to="hanako@example.jp", channel="mail")

    assert (message.state, message.attempts, message.to, message.release, message.error) == (
        State.QUEUED,
        0,
        "hanako@example.jp",
        "",
        "",
    )
    assert message.context == CONTEXT
    assert message.not_before.astimezone(JAPAN) == japan("2023-04-03 09:00")


def test_the_same_key_again_is_the_same_message_with_its_first_words():
    first = queued(key="k", to="09000000001")
    second = queued(key="k", to="09000000002")

    assert (second.pk, second.to, Message.objects.count()) == (first.pk, "09000000001", 1)


def test_a_message_falls_with_the_transaction_it_was_written_in():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        queued()
        raise ZeroDivisionError
    assert not Message.objects.exists()


def test_sql_may_leave_out_what_the_table_fills_in():
    with connection.cursor() as cursor:
        cursor.execute(
            'insert into notifications_message (key, channel, "to", template, context, about, scheme, not_before)'
            " values ('k', 'sms', '09000000001', 'receive_link', '{}', 'payouts.payout/1', 'regionpay-2023', %s)",
            [NOON],
        )
    assert [m.key for m in dispatch.lease(channel="sms", limit=10, at=NOON)] == ["k"]


@pytest.mark.parametrize(("field", "value"), [("to", ""), ("channel", "pigeon")])
def test_a_message_needs_an_address_and_one_of_four_channels(field, value):
    with pytest.raises(IntegrityError), transaction.atomic():
        queued(**{field: value})


def test_cancelling_takes_back_what_waits_about_a_row_and_nothing_else():
    mine, other = queued(about="payouts.payout/1"), queued(about="payouts.payout/2")

    assert outbox.cancel(about="payouts.payout/1") == 1
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.state, other.state) == (State.CANCELLED, State.QUEUED)
    assert outbox.cancel(about="payouts.payout/1") == 0


@pytest.mark.parametrize(
    ("outcome", "has_left"),
    [("sent", True), ("queued", False)],
)
def test_cancelled_while_being_sent_it_is_not_tried_again_and_says_if_it_left(outcome, has_left):
    queued(about="payouts.payout/1")
    (message,) = dispatch.lease(channel="sms", limit=1, at=NOON)

    assert outbox.cancel(about="payouts.payout/1") == 1
    dispatch.mark([(message, dispatch.Outcome(outcome, error="no answer" if outcome == "queued" else ""))])

    row = Message.objects.get()
    assert (row.state, row.sent_at is not None) == (State.CANCELLED, has_left)


def test_what_was_sent_cannot_be_taken_back():
    message = queued(about="payouts.payout/1")
    leased = dispatch.lease(channel="sms", limit=1, at=NOON)
    dispatch.mark([(leased[0], dispatch.Outcome(State.SENT))])

    assert outbox.cancel(about="payouts.payout/1") == 0
    message.refresh_from_db()
    assert message.state == State.SENT
