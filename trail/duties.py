"""Running a duty: alone where it must be, and with its outcome on record for /readyz."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection, transaction
from django.db.models.functions import Now as RealNow

from config import clock
from config.masking import words_of
from trail.models import DutyRun


class Elsewhere(Exception):
    """Another run of the duty is at it: nothing to do here, and nothing to boast of."""


def run(name: str, work: Callable[[], int]) -> int:
    """Do `work` (which opens its own transactions and says how many rows it changed) and note how it went.

    A run that found the duty's place taken notes nothing. Raises what `work` raises, after noting it.
    """
    try:
        changed = work()
    except Elsewhere:
        return 0
    except Exception as error:
        _note(name, failed_at=RealNow(), error=words_of(error)[:2000])
        raise
    _note(name, last_ok_at=RealNow(), legal_at=clock.now(), error="")
    return changed


def each(work: Callable[[Any], int], ones: Iterable) -> int:
    """Do `work` for each of `ones` (schemes): what fails or is busy for one does not keep the others from theirs.

    Returns the sum; raises the first failure, or Elsewhere, when all had their turn.
    """
    changed, failures, busy = 0, [], []
    for one in ones:
        try:
            changed += work(one)
        except Elsewhere as elsewhere:
            busy.append(elsewhere)
        except Exception as error:  # noqa: BLE001 - raised below
            failures.append(error)
    for problem in (*failures, *busy):
        raise problem
    return changed


def alone(name: str, scheme_id: int) -> None:
    """Take the one place of this duty in this scheme until the transaction ends. Raises Elsewhere if it is taken.

    A transaction-level lock: a session-level one survives in a pooled connection and blocks every later run.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("The place of a duty is held by a transaction.")
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(hashtext(%s), %s)", [f"duty {name}", scheme_id])
        if not cursor.fetchone()[0]:
            raise Elsewhere(name)


def _note(name: str, **values) -> None:
    """In one statement: duties run every few seconds, and in a rehearsal at each step."""
    note = DutyRun(name=name, **values)
    DutyRun.objects.bulk_create([note], update_conflicts=True, unique_fields=["name"], update_fields=list(values))
