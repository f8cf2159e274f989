"""Nothing outlives the process that started it, however that one died: Ctrl-C, SIGTERM, kill -9.

Linux tells a child of its parent's death (prctl PR_SET_PDEATHSIG). Elsewhere only the orderly ends are covered, by the
`finally` of whoever started the child.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

PR_SET_PDEATHSIG = 1
ON_LINUX = sys.platform.startswith("linux")


def _ask_for(last_signal: int, parent: int) -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(last_signal), 0, 0, 0)
    if os.getppid() != parent:  # it died before we asked: no signal will come
        os.kill(os.getpid(), last_signal)


def _asking_for(last_signal: int) -> Callable[[], None] | None:
    """A `preexec_fn`: it runs after the child's change of user, which would clear the wish.

    Start children from the main thread only: the kernel means the thread that forked, not the process.
    """
    if not ON_LINUX:
        return None
    parent = os.getpid()
    return lambda: _ask_for(last_signal, parent)


def start(command: list, last_signal: int = signal.SIGTERM, **options) -> subprocess.Popen:
    """A child that gets `last_signal` when we die. Unless told otherwise, it reads nothing from our terminal."""
    asking = _asking_for(last_signal)
    words = [str(word) for word in command]
    options = {"stdin": subprocess.DEVNULL, **options}
    return subprocess.Popen(words, preexec_fn=asking, **options)  # noqa: PLW1509 one thread


def run(command: list, last_signal: int = signal.SIGTERM, **options) -> subprocess.CompletedProcess:
    """A child that we wait for, and that does not outlive us either."""
    words = [str(word) for word in command]
    return subprocess.run(words, check=False, preexec_fn=_asking_for(last_signal), **options)


def follow_make() -> None:
    """End with `make`, if that is what started us: a killed make does not pass it on.

    Other parents are left alone: `nohup python3 tools/dev.py demo &` may outlive its shell.
    """
    parent = os.getppid()
    if ON_LINUX and _name_of(parent) in ("make", "gmake"):
        _ask_for(signal.SIGTERM, parent)


def _name_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""
