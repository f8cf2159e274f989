"""Contract 6: what was started ends with its starter, however that one ends, also under make."""

import signal
import sys
from pathlib import Path

import pytest

from tests.tools.processes import (
    DEV,
    family,
    finished,
    fresh,
    kill,
    line_of,
    living,
    python,
    shell,
    started,
    wait_until,
)

HERE = "print('here', flush=True); input()"
THROW_AWAY = f"import servers\nwith servers.throw_away():\n    {HERE}"
MAKE = ["make", f"PYTHON={sys.executable}", "manage", f'ARGS=shell --no-imports -c "{HERE}"']
AFTER_A_WHILE = "print('here', flush=True); time.sleep(0.5); pathlib.Path(sys.argv[1]).touch()"


def left_after(command: list, environment: dict, last_signal: int) -> set[int]:
    """What still runs a while after `command` was ended while it was at work."""
    process = started(command, environment)
    assert line_of(process) == "here"
    everything = family(process.pid)
    process.send_signal(last_signal)
    wait_until(lambda: living(everything) == set())
    kill(process)
    return living(everything)


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_servers_of_a_test_run_end_with_it(end: int):
    assert left_after(python(THROW_AWAY), fresh(), end) == set()


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT])
def test_shared_servers_end_with_their_only_command(state: Path, end: int):
    assert left_after([*DEV, *shell(HERE)], fresh(state), end) == set()


def test_a_command_ends_with_the_make_that_started_it(state: Path):
    assert left_after(MAKE, fresh(state), signal.SIGKILL) == set()


def test_a_child_started_by_an_already_dead_parent_ends_itself():
    """The parent died between fork and prctl: nobody would tell the child."""
    code = "import os, lifelines; lifelines._ask_for(15, os.getppid() + 1); print('still here')"
    done = finished(python(code), fresh())
    assert (done.returncode, done.stdout) == (-signal.SIGTERM, "")


def test_another_parent_than_make_may_go_first(tmp_path: Path):
    """As in `nohup python3 tools/dev.py demo &`."""
    alive = tmp_path / "alive"
    child = python(f"import lifelines, pathlib, time; lifelines.follow_make()\n{AFTER_A_WHILE}", str(alive))
    parent = started(python(f"import subprocess; subprocess.run({child})"), fresh())
    assert line_of(parent) == "here"
    parent.kill()
    assert wait_until(alive.exists)
    kill(parent)
