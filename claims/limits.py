"""What may be done only so often. Counted in PostgreSQL, on its unmoved time; who did it is kept as a fingerprint.

Counting and noting are one step: a hundred requests at once are still only as many as are allowed.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction
from django.db.models.functions import Now as RealNow

from claims.models import Attempt
from config.sealing import fingerprint

LOCK = "select pg_advisory_xact_lock(hashtextextended(%s, 0))"
KEPT = timedelta(days=2)  # longer than any window


@dataclass(frozen=True)
class Limit:
    """At most `most` of a `kind` from one and the same within `window`."""

    kind: str
    most: int
    window: timedelta


class TooMany(Exception):
    """The limit is reached; nothing was done."""


def take(limit: Limit, who: str) -> None:
    """Note one attempt of `who`, in the caller's transaction. Raises TooMany, and then notes nothing.

    The caller's transaction must end with it: an attempt that is rolled back was none.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("An attempt is counted under its lock.")
    mark = fingerprint(who, purpose=f"attempt {limit.kind}")
    one_at_a_time(f"{limit.kind} {mark.hex()}")
    with connection.cursor() as cursor:
        cursor.execute(
            """
            insert into claims_attempt (kind, mark, at)
            select %(kind)s, %(mark)s, statement_timestamp() where (
                select count(*) from claims_attempt
                where kind = %(kind)s and mark = %(mark)s and at > statement_timestamp() - %(window)s
            ) < %(most)s
            """,
            {"kind": limit.kind, "mark": mark, "window": limit.window, "most": limit.most},
        )
        if not cursor.rowcount:
            raise TooMany(limit.kind)


def one_at_a_time(name: str) -> None:
    """Whoever else names the same waits until the caller's transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [name])


def forget_old() -> int:
    """Delete attempts that no window looks at any more. How many."""
    return Attempt.objects.filter(at__lt=RealNow() - KEPT).delete()[0]
