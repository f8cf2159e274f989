"""Contract 6 for the demo: however it ends, nothing of it is left; and it ends when any part of it dies."""

import os
import signal
import sys
from pathlib import Path

import pytest

from tests.tools.demos import running_demo
from tests.tools.processes import DEV, PATIENCE, family, living, wait_until

MAKE = ["make", f"PYTHON={sys.executable}", "demo"]
PLAIN = [*DEV, "demo"]
PARTS = ("gunicorn", "config --quiet worker", "config --quiet beat", "keeper.py", "bin/postgres -D", "valkey-server")


def words_of(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")


def part(everything: set[int], words: str) -> int:
    """The first process of the demo whose command holds `words`."""
    return min(pid for pid in everything if words in words_of(pid))


@pytest.mark.parametrize(
    ("command", "end"),
    [(PLAIN, signal.SIGTERM), (PLAIN, signal.SIGKILL), (MAKE, signal.SIGKILL)],
)
def test_nothing_is_left_of_it(demo_state: Path, command: list, end: int):
    with running_demo(demo_state, command) as (demo, _):
        everything = family(demo.pid)
        assert len({part(everything, words) for words in PARTS}) == len(PARTS)
        demo.send_signal(end)
        assert wait_until(lambda: living(everything) == set())


@pytest.mark.parametrize(("words", "name"), [("config --quiet worker", "worker"), ("bin/postgres -D", "postgres")])
def test_it_stops_and_says_which_part_died(demo_state: Path, tmp_path: Path, words: str, name: str):
    with (tmp_path / "said").open("w") as said, running_demo(demo_state, PLAIN, said) as (demo, _):
        everything = family(demo.pid)
        os.kill(part(everything, words), signal.SIGKILL)
        assert demo.wait(PATIENCE) == 1
        assert wait_until(lambda: living(everything) == set())
    assert f"The demo stops: its {name} ended" in (tmp_path / "said").read_text()
