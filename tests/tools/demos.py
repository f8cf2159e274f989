"""Start a real demo and see it end."""

from __future__ import annotations

import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tests.tools.processes import DEV, fresh, kill, started

LAST_LINE = "Ctrl-C stops everything; the next start goes on where this one stopped."


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


@contextmanager
def running_demo(
    state: Path, command: list = (*DEV, "demo"), stderr: int | IO = subprocess.DEVNULL
) -> Iterator[tuple[subprocess.Popen, str]]:
    """The demo, ready, and its welcome; ended by Ctrl-C if it has not ended before."""
    demo = started(command, fresh(state, PORT=free_port()), stderr)
    try:
        yield demo, _welcome(demo)
    finally:
        kill(demo, signal.SIGINT)


def _welcome(demo: subprocess.Popen) -> str:
    lines = []
    while LAST_LINE not in lines:
        line = demo.stdout.readline()
        assert line, f"the demo ended with exit code {demo.wait()}"
        lines.append(line.rstrip("\n"))
    return "\n".join(lines)
