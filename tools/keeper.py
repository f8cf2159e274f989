"""The process that owns one shared server: keeper.py STATE/NAME LOCK. kept.py starts it; it ends with the last user."""

from __future__ import annotations

import fcntl
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import locks
import servers

SECONDS_BETWEEN_LOOKS = 0.1


def keep(folder: Path, starting: int) -> None:
    """Run the server as long as it has users.

    `users` stays locked until the server is gone: who comes in the meantime waits, and then finds no keeper.
    """
    users = locks.opened(folder / "users")
    with servers.BY_NAME[folder.name](folder) as (url, process), _published(folder / "address", url):
        _tell_ready(starting)
        while process.poll() is None and not locks.try_lock(users):
            time.sleep(SECONDS_BETWEEN_LOOKS)


@contextmanager
def _published(address: Path, url: str) -> Iterator[None]:
    """The address is true while we hold it."""
    descriptor = locks.opened(address)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    os.truncate(descriptor, 0)
    os.write(descriptor, url.encode())
    try:
        yield
    finally:
        os.close(descriptor)


def _tell_ready(starting: int) -> None:
    """Let others look for us, and end our starter's wait: it reads our standard output to its end."""
    os.close(starting)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("The keeper was told to stop."))
    keep(Path(sys.argv[1]), int(sys.argv[2]))
