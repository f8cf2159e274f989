"""send_messages is a duty like the others: a real worker does it, and what Redis forgets is asked for again."""

from config.celery import app
from notifications.dispatch import LEASE_SECONDS, SECONDS
from notifications.models import Message
from notifications.tasks import send_messages
from tests.desk.test_worker import wait_for, worker
from tests.notifications.people import at_noon, queued
from trail.models import DutyRun


def test_a_woken_worker_sends_and_notes_that_it_did(own_database):
    queued()
    at_noon()

    with worker(own_database):
        app.send_task("notifications.send_messages")
        assert wait_for(Message.objects.filter(state=Message.State.SENT).exists)
        assert wait_for(DutyRun.objects.filter(name="send_messages", error="").exists)


def test_a_worker_is_ended_before_its_lease_is():
    slowest_send = 90  # seconds: every step of SMTP may take its 10
    assert SECONDS + slowest_send <= send_messages.soft_time_limit < send_messages.time_limit < LEASE_SECONDS
