"""Contract 3: all who use one state folder share its servers; the last one out stops them."""

import os
import signal
from pathlib import Path

from tests.tools.processes import (
    DEV,
    family,
    finished,
    fresh,
    kill,
    let_go,
    line_of,
    living,
    python,
    shell,
    started,
    wait_until,
)

# Which server is this? Its start, to the microsecond, tells.
ASK = """
from django.db import connection
def ask():
    with connection.cursor() as cursor:
        cursor.execute("select pg_postmaster_start_time()::text")
        print(cursor.fetchone()[0], flush=True)
"""
ASK_TWICE = shell(ASK + "ask(); input(); ask()")
ASK_ONCE = shell(ASK + "ask()")
# Somebody who only comes and goes, in no rhythm, and each time needs the server that was promised.
COME_AND_GO = """
import os, random, sys, time, socket
from pathlib import Path
import kept
chance = random.Random(sys.argv[1])
for _ in range(25):
    url, lock = kept.join(Path(os.environ["HOSHO_STATE"]) / "valkey")
    line = socket.socket(socket.AF_UNIX)
    line.connect(url.removeprefix("unix://").partition("?")[0])
    line.sendall(b"PING\\r\\n")
    assert line.recv(16) == b"+PONG\\r\\n"
    time.sleep(chance.choice([0, 0, 0.05]))
    line.close()
    os.close(lock)
    time.sleep(chance.choice([0, 0.09, 0.1, 0.11, 0.2]))
"""


def keeper_of(command_pid: int) -> int:
    """The keeper of PostgreSQL among the descendants of its starter."""
    words = {pid: Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0") for pid in family(command_pid)}
    return next(pid for pid, argv in words.items() if argv[1].endswith(b"keeper.py") and argv[2].endswith(b"postgres"))


def test_two_commands_at_once_have_one_postgresql(state: Path):
    commands = [started([*DEV, *ASK_TWICE], fresh(state)) for _ in range(2)]
    one, other = map(line_of, commands)
    assert one == other != ""
    assert [let_go(command) for command in commands] == [0, 0]


def test_the_servers_outlive_their_first_user_and_end_with_the_last(state: Path):
    first = started([*DEV, *ASK_TWICE], fresh(state))
    start = line_of(first)
    everything = family(first.pid)
    second = started([*DEV, *ASK_TWICE], fresh(state))
    assert line_of(second) == start
    let_go(first)
    third = finished([*DEV, *ASK_ONCE], fresh(state))
    assert third.stdout.strip() == start
    let_go(second)
    assert wait_until(lambda: living(everything) == set())


def test_a_user_killed_with_9_has_left(state: Path):
    command = started([*DEV, *ASK_TWICE], fresh(state))
    line_of(command)
    everything = family(command.pid)
    kill(command)
    assert wait_until(lambda: living(everything) == set())


def test_servers_die_with_their_keeper_and_the_next_command_starts_new_ones(state: Path):
    command = started([*DEV, *ASK_TWICE], fresh(state))
    start = line_of(command)
    os.kill(keeper_of(command.pid), signal.SIGKILL)
    next_one = finished([*DEV, *ASK_ONCE], fresh(state))
    assert next_one.returncode == 0
    assert next_one.stdout.strip() != start
    kill(command)


def test_whoever_comes_while_the_last_one_leaves_is_served(state: Path):
    users = [started(python(COME_AND_GO, seed), fresh(state)) for seed in ("one", "two", "three")]
    assert [let_go(user) for user in users] == [0, 0, 0]
