"""The trail only grows, and duties leave their mark on it."""

import pytest
from django.db import InternalError, connection, transaction
from django.db.utils import IntegrityError

from tests.makers import regionpay
from trail import duties
from trail.models import AuditEvent, DutyRun
from trail.record import record

pytestmark = pytest.mark.django_db


def test_an_event_names_who_what_and_which_row():
    record("looked", who="operator", about=regionpay(), why="call")

    event = AuditEvent.objects.get()
    assert (event.who, event.action, event.about, event.detail) == (
        "operator",
        "looked",
        f"coupons.scheme/{regionpay().pk}",
        {"why": "call"},
    )


@pytest.mark.parametrize(
    "sql", ["update trail_auditevent set who = 'nobody'", "delete from trail_auditevent", "truncate trail_auditevent"]
)
def test_the_trail_takes_inserts_only(sql):
    record("looked", who="operator", about="nothing")

    with (
        pytest.raises((InternalError, IntegrityError), match="takes inserts only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert AuditEvent.objects.get().who == "operator"


def test_a_duty_that_went_well_is_on_record_without_error():
    assert duties.run("extend", lambda: 3) == 3

    run = DutyRun.objects.get(name="extend")
    assert (run.last_ok_at is not None, run.legal_at is not None, run.error) == (True, True, "")


def test_a_duty_that_failed_keeps_its_last_success_and_says_why():
    def fail() -> int:
        raise ValueError("no coupons today")

    duties.run("extend", lambda: 0)
    with pytest.raises(ValueError, match="no coupons today"):
        duties.run("extend", fail)

    run = DutyRun.objects.get(name="extend")
    assert (run.last_ok_at is not None, run.failed_at is not None, run.error) == (
        True,
        True,
        "ValueError: no coupons today",
    )


def test_the_next_success_clears_the_error():
    DutyRun.objects.create(name="extend", error="ValueError: once")

    duties.run("extend", lambda: 0)

    assert DutyRun.objects.get(name="extend").error == ""
