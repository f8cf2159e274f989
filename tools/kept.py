"""Servers shared by all processes that use one state folder: the first one in starts them, the last one out stops them.

Each server has a folder `state/NAME` with three locks, and a keeper process (keeper.py) that owns the server:

  users     every user holds it shared, for as long as it lives, kill -9 included; the keeper stops the server when it
            gets it alone. Whoever comes in that moment waits, and then starts a new keeper.
  starting  held while looking whether there is a keeper, and until a new one is ready: never two.
  address   the server's URL, written and held by the keeper; not held: the keeper is dead and the address with it.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import locks

KEEPER = Path(__file__).with_name("keeper.py")


def state_folder() -> Path:
    root = Path(__file__).resolve().parent.parent
    return Path(os.environ.get("HOSHO_STATE") or root / ".dev").absolute()


def join(folder: Path) -> tuple[str, int]:
    """The server's URL and the lock that makes us a user of it: until it is closed, with us at the latest."""
    folder.mkdir(parents=True, exist_ok=True)
    user = locks.opened(folder / "users")
    fcntl.flock(user, fcntl.LOCK_SH)
    with locks.holding(folder / "starting") as starting:
        if not has_keeper(folder):
            _start_keeper(folder, starting)
        return (folder / "address").read_text(), user


def has_keeper(folder: Path) -> bool:
    return locks.is_held(folder / "address")


def in_use(state: Path) -> bool:
    """Does anybody use the servers of `state`, or does one still run?"""
    return any(locks.is_held(folder / lock) for folder in state.glob("*/") for lock in ("users", "address"))


def _start_keeper(folder: Path, starting: int) -> None:
    """Start it and wait until it is ready.

    It has a session of its own: neither Ctrl-C nor our end is its affair as long as others use the server. It inherits
    the `starting` lock: should we die now, nobody starts a second keeper beside it.
    """
    with (folder / "keeper.log").open("w") as log:
        keeper = subprocess.Popen(
            [sys.executable, str(KEEPER), str(folder), str(starting)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            cwd="/",
            start_new_session=True,
            pass_fds=[starting],
        )
    keeper.stdout.read()  # closed when the keeper is ready, or gone
    keeper.stdout.close()
    if not has_keeper(folder):
        keeper.wait()
        sys.exit((folder / "keeper.log").read_text() or f"{folder.name} did not start.")
