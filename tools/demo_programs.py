"""The three programs of the demo beside the servers: web (site and staff screens), worker, beat (the schedule)."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import lifelines
from server_process import stop

ROOT = Path(__file__).resolve().parent.parent
SECONDS_TO_STOP = 15
SECONDS_BETWEEN_LOOKS = 0.05
CELERY = ["celery", "--app", "config", "--quiet"]
QUEUES = ["--queues", "celery,long"]  # one worker for both; docker-compose.yml has one for each
WORKER = ["worker", *QUEUES, "--concurrency", "2", "--loglevel", "WARNING", "--without-mingle", "--without-gossip"]
GUNICORN = ["gunicorn", "config.wsgi", "--worker-class", "gthread", "--threads", "8", "--log-level", "warning"]


def _commands(state: Path, port: int) -> dict[str, list[str]]:
    schedule = ["--schedule", str(state / "beat-schedule"), "--pidfile", ""]
    return {
        "web": [*GUNICORN, "--bind", f"127.0.0.1:{port}", "--no-control-socket"],
        "worker": [*CELERY, *WORKER],
        "beat": [*CELERY, "beat", "--loglevel", "WARNING", *schedule],
    }


def _environment(state: Path) -> dict[str, str]:
    """Static files come from where they were written; the folder they would be collected in must only exist."""
    static = state / "static"
    static.mkdir(exist_ok=True)
    return {**os.environ, "STATIC_ROOT": str(static), "PYTHONWARNINGS": "ignore:You're running the worker"}


def _start(command: list[str], environment: dict[str, str]) -> subprocess.Popen:
    """Standard output is the demo's own; Ctrl-C in the terminal reaches the demo alone, which stops all in order."""
    return lifelines.start(
        [sys.executable, "-m", *command], env=environment, stdout=sys.stderr, cwd=ROOT, start_new_session=True
    )


@contextmanager
def running(state: Path, port: int) -> Iterator[dict[str, subprocess.Popen]]:
    """The programs, for the block."""
    with ExitStack() as stack:
        programs = {}
        for name, command in _commands(state, port).items():
            programs[name] = _start(command, _environment(state))
            stack.callback(stop, programs[name], seconds=SECONDS_TO_STOP)
        yield programs


def stop_if_any_died(programs: dict[str, subprocess.Popen]) -> None:
    for name, process in programs.items():
        if process.poll() is not None:
            sys.exit(f"The demo stops: its {name} ended with exit code {process.returncode}.")


def wait_for_site(port: int, programs: dict[str, subprocess.Popen]) -> None:
    while not _answers(port):
        stop_if_any_died(programs)
        time.sleep(SECONDS_BETWEEN_LOOKS)


def _answers(port: int) -> bool:
    """Any answer will do: what it says is the site's affair."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        line.request("GET", "/healthz")
        return line.getresponse().status > 0
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()
