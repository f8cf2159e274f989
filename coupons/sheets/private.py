"""Where the rows of a sheet lie while they are written: a folder that is ours alone, swept of what the dead left.

openpyxl writes each sheet into a file of its own before it packs them, and rows hold accounts and names. A process that
is killed leaves that file behind. So each book has a folder in one that nobody else may enter, held by a lock that the
kernel lets go of with its process; whoever starts, or writes the next book, takes away what nobody holds.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OTHERS = 0o077
LOCK = "lock"


def root() -> Path:
    """One for each user of the machine."""
    return Path(tempfile.gettempdir()) / f"hosho-sheets-{os.getuid()}"


@contextmanager
def lent() -> Iterator[Path]:
    """A folder for one book, gone afterwards. Raises PermissionError where somebody else has made ours."""
    _make(root())
    with _alone():
        _sweep()
        place = Path(tempfile.mkdtemp(dir=root()))
        held = _held(place)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
        held.close()


def sweep() -> None:
    """Take away what killed processes left."""
    if root().is_dir():
        _make(root())
        with _alone():
            _sweep()


def _make(folder: Path) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if folder.is_symlink() or found.st_uid != os.getuid() or found.st_mode & OTHERS:
        raise PermissionError(f"{folder} is not ours alone")


@contextmanager
def _alone() -> Iterator[None]:
    """Between making a folder and holding it, nobody sweeps."""
    with (root() / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _sweep() -> None:
    for place in root().iterdir():
        if place.is_dir() and (held := _held(place)):
            shutil.rmtree(place, ignore_errors=True)
            held.close()


def _held(place: Path):
    """The open lock of a folder, or None while another process has it."""
    lock = (place / LOCK).open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return None
    return lock
