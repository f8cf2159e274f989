"""Two at once: one key is one message, and no message is sent by both."""

from collections import Counter

from django.db import connection, transaction

from notifications import dispatch
from notifications.models import Message
from tests.makers import japan
from tests.notifications.outside import left, production_worker
from tests.notifications.people import CONTEXT, NOON, at_noon, queued
from tests.races.guards import Background

MANY = 600
State = Message.State


def queue_many(number: int = MANY) -> None:
    Message.objects.bulk_create(
        Message(
            key=f"receive-link/{number}",
            channel="sms",
            to="09000000001",
            template="receive_link",
            context=CONTEXT,
            about=f"payouts.payout/{number}",
            scheme="regionpay-2023",
            not_before=japan("2023-04-03 09:00"),
        )
        for number in range(number)
    )


def test_two_at_once_with_one_key_leave_one_message(own_database):
    with transaction.atomic():
        first = queued(key="k")
        second = Background(lambda: queued(key="k"))
        assert second.is_waiting()
    assert (second.join().result.pk, Message.objects.count()) == (first.pk, 1)


def test_two_workers_send_every_message_once(own_database, gateway):
    queue_many()
    at_noon()

    workers = [production_worker(gateway), production_worker(gateway)]
    sent = [left(worker) for worker in workers]

    assert Counter(gateway.keys()) == {f"receive-link/{number}": 1 for number in range(MANY)}
    assert (sum(sent), Message.objects.filter(state=State.SENT, attempts=1).count()) == (MANY, MANY)
    assert min(sent) > 0


def test_a_row_that_another_worker_is_taking_is_passed_over_and_not_waited_for(own_database):
    first, second = queued(), queued()
    with transaction.atomic():
        Message.objects.select_for_update().get(pk=first.pk)
        other = Background(lambda: dispatch.lease(channel="sms", limit=10, at=NOON)).join()

    assert [message.id for message in other.result] == [second.pk]


def test_who_lost_the_lease_marks_nothing(own_database):
    queued()
    (mine,) = dispatch.lease(channel="sms", limit=1, at=NOON)
    with connection.cursor() as cursor:
        cursor.execute("update notifications_message set next_at = statement_timestamp()")
    (theirs,) = dispatch.lease(channel="sms", limit=1, at=NOON)

    dispatch.mark([(mine, dispatch.Outcome(State.QUEUED, error="no answer"))])
    assert Message.objects.get().state == State.SENDING

    dispatch.mark([(theirs, dispatch.Outcome(State.SENT))])
    assert Message.objects.get().state == State.SENT
