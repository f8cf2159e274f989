"""/healthz answers while the process lives; /readyz only while the duties go well."""

import socket
import time
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.db.backends.postgresql.base import DatabaseWrapper
from django.db.models.functions import Now

from config import clock
from config.celery import app
from desk.duties import DUTIES, run_all
from notifications import outbox
from notifications.models import Message
from tests.makers import japan
from trail import duties
from trail.models import DutyRun

pytestmark = pytest.mark.django_db


def problems(client) -> tuple[int, list[str]]:
    answer = client.get("/readyz")
    return answer.status_code, answer.json()["problems"]


def test_healthz_asks_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert (client.get("/healthz").status_code, client.get("/healthz").content) == (200, b"ok\n")


def test_a_house_whose_duties_never_ran_is_not_ready(client):
    status, said = problems(client)

    assert (status, said) == (503, [f"duty {name}: has not run yet" for name in DUTIES])


def test_a_new_house_is_ready_within_ten_minutes():
    """Beat wakes a duty for the first time one interval after its own start."""
    assert max(entry["schedule"] for entry in app.conf.beat_schedule.values()) == 600


def test_a_duty_that_never_went_well_is_named(client):
    run_all()
    DutyRun.objects.filter(name="freeze").update(last_ok_at=None, error="ValueError: no")

    assert problems(client) == (503, ["duty freeze: no success within 0:05:00"])


def test_a_house_whose_duties_ran_is_ready(client):
    run_all()

    assert problems(client) == (200, [])


def test_a_database_that_says_nothing_is_given_up_in_seconds():
    """Its host takes the connection and no more is heard of it: /readyz must say so, not wait with it."""
    with socket.create_server(("127.0.0.1", 0)) as mute:
        host, port = mute.getsockname()
        options = connection.settings_dict["OPTIONS"] | {"host": host}
        silent = DatabaseWrapper(connection.settings_dict | {"HOST": host, "PORT": port, "OPTIONS": options})
        began = time.monotonic()
        with pytest.raises(OperationalError, match="timeout"):
            silent.ensure_connection()
    assert time.monotonic() - began < 30


def test_a_duty_that_stopped_running_is_named(client):
    run_all()
    DutyRun.objects.filter(name="freeze").update(last_ok_at=Now() - timedelta(days=1))

    status, said = problems(client)
    assert (status, [text.partition(":")[0] for text in said]) == (503, ["duty freeze"])


def test_a_duty_that_failed_last_is_named(client):
    run_all()
    DutyRun.objects.filter(name="extend").update(error="ValueError: no")

    assert problems(client) == (503, ["duty extend: last run failed"])


def test_the_error_itself_is_not_told_to_the_public(client):
    run_all()
    DutyRun.objects.filter(name="extend").update(error="ValueError: 100000000001")

    assert "100000000001" not in client.get("/readyz").content.decode()


def test_age_is_told_on_the_unmoved_clock(client):
    run_all()
    clock.move_to(japan("2023-04-05 12:00"))

    assert problems(client) == (200, [])


def test_a_duty_whose_place_is_taken_is_no_success(client):
    def busy() -> int:
        raise duties.Elsewhere("freeze")

    run_all()
    DutyRun.objects.filter(name="freeze").update(last_ok_at=Now() - timedelta(days=1))

    assert duties.run("freeze", busy) == 0
    assert problems(client)[0] == 503


@pytest.mark.parametrize(("waiting", "status"), [(timedelta(minutes=29), 200), (timedelta(minutes=31), 503)])
def test_a_message_that_waits_too_long_is_told_whatever_the_duties_say(client, waiting, status):
    clock.move_to(japan("2023-04-05 12:00"))  # by day: at night nothing but what is urgent leaves
    run_all()
    outbox.queue(
        key="k",
        channel="mail",
        to="hanako@example.jp",
        template="receive_link",
        context={},
        about="nothing",
        scheme="regionpay-2023",
        not_before=clock.now() - timedelta(days=1),
    )
    Message.objects.update(next_at=Now() - waiting)

    assert problems(client)[0] == status


def test_production_with_a_moved_clock_is_not_ready(client, settings):
    run_all()
    clock.move_to(japan("2023-04-05 12:00"))
    settings.REHEARSAL = False
    settings.SECURE_SSL_REDIRECT = False

    assert problems(client) == (503, ["the clock is moved"])
