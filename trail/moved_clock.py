"""Production does not start on a database whose clock a rehearsal has moved.

`migrate` asks this before it does anything, and in docker-compose.yml everything else waits for `migrate`. A clock that
is moved later is refused by whoever asks it (config/clock.py), and /readyz tells.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import connection

from config import clock

MOVED = Error(
    "This database is a rehearsal's: its clock was moved. Production needs a database of its own.", id="hosho.E001"
)


@register(Tags.database)
def stands_still(*, databases: Sequence[str] | None, **about: Any) -> list[Error]:
    """One error, or none; a new database has no clock yet."""
    if settings.REHEARSAL or not databases:
        return []
    with connection.cursor() as cursor:
        has_clock = "clock_ahead" in connection.introspection.table_names(cursor)
    return [MOVED] if has_clock and clock.is_moved() else []
