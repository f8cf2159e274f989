"""Contract 2: `dev.py manage` ends as its command ended; make turns every failure into 2."""

import signal
import sys
from pathlib import Path

import pytest

from tests.tools.processes import DEV, finished, fresh, kill, line_of, shell, started


@pytest.mark.parametrize("code", [0, 2])
def test_the_exit_code_is_the_commands_own(state: Path, code: int):
    assert finished([*DEV, *shell(f"raise SystemExit({code})")], fresh(state)).returncode == code


def test_under_make_every_failure_is_2(state: Path):
    words = 'ARGS=shell --no-imports -c "raise SystemExit(3)"'
    done = finished(["make", f"PYTHON={sys.executable}", "manage", words], fresh(state))
    assert done.returncode == 2


def test_a_failed_migration_is_told_and_the_command_does_not_run(state: Path):
    done = finished([*DEV, *shell("print('ran')")], fresh(state, DJANGO_SETTINGS_MODULE="config.nowhere"))
    assert (done.stdout, done.returncode) == ("", 1)


def test_a_signal_reaches_the_command_itself(state: Path):
    command = started([*DEV, *shell("print('here'); input()")], fresh(state))
    assert line_of(command) == "here"
    kill(command, signal.SIGTERM)
    assert command.returncode == -signal.SIGTERM
