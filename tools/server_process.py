"""One server as a child process: starts, is waited for, ends with us however we end, and says why when it could not."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import lifelines

SECONDS_TO_START = 60
SECONDS_TO_STOP = 20
SECONDS_BETWEEN_LOOKS = 0.02
LAST_WORDS = 2000


@contextmanager
def server_process(
    command: list,
    *,
    log: Path,
    inherited: list[int],
    ready: Callable[[int], bool],
    stop_signal: int = signal.SIGTERM,
    **options,
) -> Iterator[subprocess.Popen]:
    """Run the server for the block. It inherits locks: as long as any process of it lives, its folders are in use."""
    with log.open("ab") as output:
        process = lifelines.start(
            command,
            stop_signal,
            stdout=output,
            stderr=output,
            start_new_session=True,  # Ctrl-C in the terminal is ours to handle
            pass_fds=inherited,
            **options,
        )
    try:
        _wait_until_ready(process, ready, log)
        yield process
    finally:
        stop(process, stop_signal)


def _wait_until_ready(process: subprocess.Popen, ready: Callable[[int], bool], log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while not ready(process.pid):
        if process.poll() is not None or time.monotonic() > deadline:
            name = Path(process.args[0]).name
            sys.exit(f"{name} did not start:\n{log.read_text(errors='replace')[-LAST_WORDS:]}")
        time.sleep(SECONDS_BETWEEN_LOOKS)


def stop(process: subprocess.Popen, stop_signal: int = signal.SIGTERM, seconds: float = SECONDS_TO_STOP) -> None:
    """Ask it to stop, wait, and in the end insist."""
    if process.poll() is None:
        process.send_signal(stop_signal)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
