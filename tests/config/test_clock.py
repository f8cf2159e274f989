"""Legal time is the database's, moved in a rehearsal for everybody, and stands still in production."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from config import clock
from tests.makers import japan
from trail.models import AuditEvent
from trail.record import record

pytestmark = pytest.mark.django_db

LATE = japan("2023-03-31 23:59")


def database_time():
    with connection.cursor() as cursor:
        cursor.execute("select transaction_timestamp()")
        return cursor.fetchone()[0]


def test_an_unmoved_clock_is_the_databases_own():
    assert clock.now() == database_time()
    assert clock.is_moved() is False


def test_a_moved_clock_tells_the_time_it_was_moved_to_in_japan():
    clock.move_to(LATE)

    assert clock.now() == LATE
    assert clock.now().utcoffset() == timedelta(hours=9)
    assert clock.is_moved() is True


def test_the_clock_can_be_moved_again():
    clock.move_to(LATE)
    clock.move_to(LATE + timedelta(days=1))

    assert clock.now() == LATE + timedelta(days=1)


def test_a_rows_default_time_is_the_moved_one():
    clock.move_to(LATE)
    record("tested", who="test", about="nothing")

    assert AuditEvent.objects.get().at == LATE


def test_productions_clock_does_not_move(settings):
    settings.REHEARSAL = False

    with pytest.raises(clock.ClockStands):
        clock.move_to(LATE)
    assert clock.is_moved() is False


def test_midnight_is_japans():
    assert clock.midnight(LATE.date()) == japan("2023-03-31 00:00")


def test_production_does_not_start_on_a_rehearsals_database(settings):
    clock.move_to(LATE)
    call_command("migrate", verbosity=0, skip_checks=False)

    settings.REHEARSAL = False
    with pytest.raises(SystemCheckError, match="clock was moved"):
        call_command("migrate", verbosity=0, skip_checks=False)


def test_production_starts_on_a_database_of_its_own(settings):
    settings.REHEARSAL = False

    call_command("check", databases=["default"], verbosity=0)
