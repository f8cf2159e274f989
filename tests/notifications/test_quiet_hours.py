"""Nobody is woken: messages go between 8:00 and 21:00 in Japan."""

from datetime import UTC
from math import inf

import pytest

from config import clock
from notifications import dispatch
from notifications.outbox import day_left, quiet_hours
from tests.makers import japan
from tests.notifications.people import queued


@pytest.mark.parametrize(
    ("at", "goes_at"),
    [
        ("2023-04-03 08:00:00", "2023-04-03 08:00:00"),
        ("2023-04-03 12:34:56", "2023-04-03 12:34:56"),
        ("2023-04-03 20:59:59.999999", "2023-04-03 20:59:59.999999"),
        ("2023-04-03 21:00:00", "2023-04-04 08:00:00"),
        ("2023-04-03 23:59:59", "2023-04-04 08:00:00"),
        ("2023-04-03 00:00:00", "2023-04-03 08:00:00"),
        ("2023-04-03 07:59:59.999999", "2023-04-03 08:00:00"),
        ("2023-04-30 21:00:00", "2023-05-01 08:00:00"),
    ],
)
def test_by_day_at_once_by_night_in_the_morning(at, goes_at):
    assert quiet_hours(japan(at)) == japan(goes_at)
    assert quiet_hours(japan(at).astimezone(UTC)) == japan(goes_at)


@pytest.mark.parametrize(
    ("at", "seconds"), [("08:00:00", 46_800), ("20:59:57", 3), ("21:00:00", inf), ("07:59:59", inf)]
)
def test_how_much_of_the_day_is_left(at, seconds):
    assert day_left(japan(f"2023-04-03 {at}")) == seconds


@pytest.mark.django_db
def test_what_was_leased_in_the_last_moment_of_the_day_waits_for_the_morning():
    """A batch goes on for ten seconds: its last messages would leave after nine."""
    clock.move_to(japan("2023-04-03 20:59:59.999999"))
    message = queued(channel="mail", to="hanako@example.jp", not_before=japan("2023-04-03 12:00"))

    assert dispatch.send_messages(seconds=0.2) == 0  # here the clock stands, and a run would look for 30 seconds
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("queued", 0)
