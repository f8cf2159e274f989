"""Taking a guard away, to show that the breach happens without it."""

import threading
from collections.abc import Callable

import psycopg
import pytest
from django.db import DatabaseError, connection, connections, transaction


def rewrite_function(name: str, old: str, new: str) -> None:
    """Put the database function `name` back with `old` replaced: a guard that stands in it is gone."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_get_functiondef(%s::regproc)", [name])
        text = cursor.fetchone()[0]
        assert old in text
        cursor.execute(text.replace(old, new))


def refusal(deed: Callable) -> str:
    """The name of the constraint or trigger by which the database refuses `deed`."""
    with pytest.raises(DatabaseError) as error, transaction.atomic():
        deed()
    diagnosis = error.value.__cause__.diag
    return diagnosis.constraint_name or diagnosis.message_primary


def drop_trigger(name: str, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"drop trigger {name} on {table}")


class Background:
    """`work` in a thread with a database connection of its own; its result or what it raised, once joined."""

    def __init__(self, work: Callable) -> None:
        self.result, self.error = None, None
        self._thread = threading.Thread(target=self._run, args=[work])
        self._thread.start()

    def _run(self, work: Callable) -> None:
        try:
            self.result = work()
        except Exception as error:  # noqa: BLE001 - the test asks for it in its own thread
            self.error = error
        finally:
            connections["default"].close()

    def is_waiting(self, seconds: float = 0.3) -> bool:
        """Whether it is still at it after `seconds`: held up by somebody's lock."""
        self._thread.join(seconds)
        return self._thread.is_alive()

    def join(self) -> "Background":
        self._thread.join(20)
        assert not self._thread.is_alive()
        return self


def at_once(first: Callable, second: Callable) -> tuple[bool, Background]:
    """`second` begins while `first` is done and not yet committed. Whether it had to wait, and how it went."""
    is_done, may_commit = threading.Event(), threading.Event()

    def do() -> None:
        with transaction.atomic():
            first()
            is_done.set()
            assert may_commit.wait(20)

    doer = Background(do)
    assert is_done.wait(20)
    later = Background(second)
    waited = later.is_waiting()
    may_commit.set()
    assert doer.join().error is None
    return waited, later.join()


def other_connection(address: str) -> psycopg.Connection:
    """A second session, as another process would have."""
    return psycopg.connect(address)
