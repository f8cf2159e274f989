"""The servers Hosho needs, and the environment variable that names each. A variable already set always wins."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import kept
from postgres_server import postgres
from valkey_server import valkey

BY_NAME: dict[str, Callable] = {"postgres": postgres, "valkey": valkey}
VARIABLES = {"postgres": "DATABASE_URL", "valkey": "REDIS_URL"}


def missing() -> list[str]:
    """The servers that the environment leaves to us."""
    return [name for name, variable in VARIABLES.items() if not os.environ.get(variable)]


@contextmanager
def throw_away() -> Iterator[dict[str, str]]:
    """Servers of our own for the block, their data gone afterwards: the variables to set."""
    with ExitStack() as stack:
        yield {VARIABLES[name]: stack.enter_context(BY_NAME[name](None))[0] for name in missing()}


def join(state: Path) -> dict[str, str]:
    """Use the shared servers of `state` until this process ends: the variables to set.

    The locks that say so stay open, also in a program that this process becomes (exec).
    """
    joined = {}
    for name in missing():
        joined[VARIABLES[name]], lock = kept.join(state / name)
        os.set_inheritable(lock, True)
    return joined
