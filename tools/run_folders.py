"""A short-lived folder for one server: its socket, its log, and a throw-away server's data.

It lies in the temp folder, because the path of a Unix socket may have 107 bytes at most and a checkout's may be longer.
Whoever lives on it holds a lock on it (the server too, by inheritance). A killed run leaves its folder behind,
unlocked: the next start sweeps it.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import locks
from low_user import low_user, may_enter

PREFIX = "hosho-run-"
LONGEST_SOCKET_PATH = 107
LONGEST_TAIL = len(f"/{PREFIX}12345678/socket/.s.PGSQL.5432.lock")
MEMORY = Path("/dev/shm")
ROOM_FOR_A_TEST_RUN = 2 << 30  # bytes; it needs a third of that


@contextmanager
def run_folder(parent: Path | None = None) -> Iterator[tuple[Path, int]]:
    """A new folder and the descriptor that locks it: hand that on to the processes that live on the folder."""
    sweep()
    folder, lock = _made_and_locked(parent or _parent())
    try:
        yield folder, lock
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def sweep() -> None:
    """Remove the folders of killed runs: ours only, and only where no living process holds the lock."""
    for parent in {_parent(), Path("/tmp"), MEMORY}:
        for folder in parent.glob(f"{PREFIX}*"):
            with contextlib.suppress(OSError):  # another sweep, or its owner, was quicker
                _remove_if_left(folder)


def _remove_if_left(folder: Path) -> None:
    if folder.stat().st_uid != os.geteuid():
        return
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if locks.try_lock(lock):
            shutil.rmtree(folder)
    finally:
        os.close(lock)


def memory() -> Path | None:
    """The temp folder that lies in memory, if there is room: each of a run's hundreds of databases is 300 files."""
    if not os.access(MEMORY, os.W_OK | os.X_OK):
        return None
    there = os.statvfs(MEMORY)
    return MEMORY if there.f_bavail * there.f_frsize >= ROOM_FOR_A_TEST_RUN else None


def _made_and_locked(parent: Path) -> tuple[Path, int]:
    """Between making and locking, a sweep may take the folder for left: then make another."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
        with contextlib.suppress(OSError):
            lock = os.open(folder, os.O_RDONLY)
            fcntl.flock(lock, fcntl.LOCK_EX)
            if folder.exists():
                return folder, lock
            os.close(lock)


def _parent() -> Path:
    """The temp folder, or /tmp where its path is too long, or closed to the user that PostgreSQL runs as."""
    wanted = Path(tempfile.gettempdir())
    fits = len(os.fsencode(wanted)) + LONGEST_TAIL <= LONGEST_SOCKET_PATH
    return wanted if fits and (low_user() is None or may_enter(wanted / PREFIX)) else Path("/tmp")
