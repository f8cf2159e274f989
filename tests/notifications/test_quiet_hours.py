"""Nobody is woken: messages go between 8:00 and 21:00 in Japan."""

from datetime import UTC

import pytest

from notifications.outbox import quiet_hours
from tests.makers import japan


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
