"""Real processes for the tests of tools/: start them, look at them, see them gone. They end with the test run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

import lifelines

ROOT = Path(__file__).resolve().parent.parent.parent
TOOLS = ROOT / "tools"
DEV = [sys.executable, str(TOOLS / "dev.py")]
# What the test run itself has set, and a fresh shell has not.
OURS = (
    "DATABASE_URL",
    "REDIS_URL",
    "TEST_RUN",
    "HOSHO_MODE",
    "DJANGO_SETTINGS_MODULE",
    "DJANGO_ALLOW_ASYNC_UNSAFE",
    "PORT",
)
PATIENCE = 60


def fresh(state: Path | None = None, **variables: str) -> dict[str, str]:
    """The environment of a fresh shell, with `state` as the folder of shared servers."""
    environment = {name: value for name, value in os.environ.items() if name not in OURS and "MAKE" not in name}
    where = {"HOSHO_STATE": str(state)} if state else {}
    return {**environment, **where, **variables}


def python(code: str, *words: str) -> list[str]:
    """A program of its own that uses the modules of tools/."""
    return [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(TOOLS)!r})\n{code}", *words]


def finished(command: list, environment: dict[str, str], **options) -> subprocess.CompletedProcess:
    return lifelines.run(
        command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, **options
    )


def started(command: list, environment: dict[str, str], stderr: int | IO = subprocess.DEVNULL) -> subprocess.Popen:
    """It can be talked to line by line: see `line_of` and `let_go`."""
    pipe = subprocess.PIPE
    return lifelines.start(command, env=environment, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=stderr, text=True)


def line_of(process: subprocess.Popen) -> str:
    return process.stdout.readline().rstrip("\n")


def let_go(process: subprocess.Popen) -> int:
    """End its wait for a line; its exit code."""
    process.communicate("\n", timeout=PATIENCE)
    return process.returncode


def kill(process: subprocess.Popen, last_signal: int = signal.SIGKILL) -> None:
    process.send_signal(last_signal)
    process.communicate(timeout=PATIENCE)


def shell(code: str) -> list[str]:
    """`manage shell` that runs `code`, in words for dev.py."""
    return ["manage", "shell", "--no-imports", "-c", code]


def family(pid: int) -> set[int]:
    """The process and all that descend from it; the keepers too, as long as their starter lives."""
    stats = {int(entry.name): _stat(entry) for entry in Path("/proc").glob("[0-9]*")}
    parents = {one: int(stat[1]) for one, stat in stats.items() if stat}  # others ended while we looked
    members, size = {pid}, 0
    while size != len(members):
        size = len(members)
        members |= {child for child, parent in parents.items() if parent in members}
    return members


def living(pids: set[int]) -> set[int]:
    """Those that still run. A zombie is dead: it only waits to be counted by its parent."""
    return {pid for pid in pids if (_stat(Path(f"/proc/{pid}")) or "Z")[0] != "Z"}


def _stat(entry: Path) -> list[str]:
    """State, parent and so on: what follows the name, which may hold spaces and brackets."""
    try:
        return (entry / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def wait_until(true: Callable[[], bool], seconds: float = 30) -> bool:
    deadline = time.monotonic() + seconds
    while not (reached := true()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return reached
