"""Dispatch costs little beside the send (design 8: 50 µs of CPU a message; measured figures: docs/decisions.md)."""

import time

import pytest

from notifications import dispatch
from notifications.models import Message
from tests.notifications.people import at_noon
from tests.notifications.test_two_at_once import queue_many

pytestmark = pytest.mark.django_db
MARGIN = 5  # a loaded machine is slower; a query a message would be 10 times slower


def test_a_batch_costs_the_same_questions_however_long(django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(dispatch, "MARK_WITHIN", 60)
    queue_many(dispatch.BATCH)
    at_noon()

    with django_assert_num_queries(4 + 3):  # mail: the clock, nothing; SMS: the clock, a lease, a mark; then nothing
        assert dispatch.send_messages() == dispatch.BATCH


def test_the_cpu_of_a_message_is_small():
    queue_many(2000)
    at_noon()

    before = time.process_time()
    assert dispatch.send_messages() == 2000
    each = (time.process_time() - before) / 2000

    assert each < 50e-6 * MARGIN
    assert Message.objects.filter(state="sent").count() == 2000
