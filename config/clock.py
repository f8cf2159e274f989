"""Legal time: the only clock of Hosho.

Every deadline of the scheme is judged by the database's transaction time, which a rehearsal may move for the site, the
workers and the schedule alike (table `clock_ahead`, made by the first migration of `trail`). Leases, back-off, one-time
codes, limits and sessions run on the unmoved database time (`now()` in SQL) and never ask here.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, models

JAPAN = ZoneInfo("Asia/Tokyo")


class ClockStands(Exception):
    """Production's clock does not move, and nothing is decided by one that was moved."""


class Now(models.Func):
    """A column's default: the legal time of the row's transaction.

    Never in a set statement: a function called for each row costs 27 times a parameter. Pass `now()` as `at` there.
    """

    function = "app_now"
    arity = 0
    output_field = models.DateTimeField()


def now() -> datetime:
    """The legal time of the running transaction. A domain function asks once and hands it on as `at`.

    Raises ClockStands in production on a database whose clock was moved: nothing may be decided by it.
    """
    with connection.cursor() as cursor:
        cursor.execute("select app_now(), exists (select from clock_ahead)")
        at, moved = cursor.fetchone()
    if moved and not settings.REHEARSAL:
        raise ClockStands("このデータベースの時計は、予行で動かされています。本番では使えません。")
    return at.astimezone(JAPAN)


def unmoved() -> datetime:
    """The database's own time, which no rehearsal moves: for sessions."""
    with connection.cursor() as cursor:
        cursor.execute("select statement_timestamp()")
        return cursor.fetchone()[0]


def is_moved() -> bool:
    """Whether a rehearsal has moved the clock of this database."""
    with connection.cursor() as cursor:
        cursor.execute("select exists (select from clock_ahead)")
        return cursor.fetchone()[0]


def move_to(at: datetime) -> None:
    """Make `at` the legal time from here on, everywhere. Raises ClockStands in production."""
    if not settings.REHEARSAL:
        raise ClockStands("本番の時計は動かせません。")
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into clock_ahead (ahead) values (%s - transaction_timestamp())"
            " on conflict (one) do update set ahead = excluded.ahead",
            [at],
        )


def midnight(day: date) -> datetime:
    """The first instant of `day` in Japan: what a deadline through the day before is stored as."""
    return datetime(day.year, day.month, day.day, tzinfo=JAPAN)
