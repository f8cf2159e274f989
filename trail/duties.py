"""Running a duty: alone where it must be, and with its outcome on record for /readyz."""

from collections.abc import Callable

from django.db import connection, transaction
from django.db.models.functions import Now as RealNow

from config import clock
from trail.models import DutyRun


def run(name: str, work: Callable[[], int]) -> int:
    """Do `work` (which opens its own transactions and says how many rows it changed) and note how it went.

    Raises what `work` raises, after noting it.
    """
    try:
        changed = work()
    except Exception as error:
        _note(name, failed_at=RealNow(), error=f"{type(error).__name__}: {error}"[:2000])
        raise
    _note(name, last_ok_at=RealNow(), legal_at=clock.now(), error="")
    return changed


def alone(name: str, scheme_id: int) -> bool:
    """Take the one place of this duty in this scheme until the transaction ends; False if another run holds it.

    A transaction-level lock: a session-level one survives in a pooled connection and blocks every later run.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("The place of a duty is held by a transaction.")
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(hashtext(%s), %s)", [f"duty {name}", scheme_id])
        return cursor.fetchone()[0]


def _note(name: str, **values) -> None:
    DutyRun.objects.update_or_create(name=name, defaults=values)
