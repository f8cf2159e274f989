"""The whole system on sample data until Ctrl-C: servers, site and staff screens, worker, schedule."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import demo_port
import demo_programs
import kept
import lifelines
import locks
import operator_password
import servers
from with_servers import prepare_environment

DATA = Path(__file__).with_name("demo_data.py")
SECONDS_BETWEEN_LOOKS = 0.2
WELCOME = """
Hosho is ready (after {seconds:.0f} s): http://127.0.0.1:{port}/

{to_try}
  Messages:  http://127.0.0.1:{port}/demo/outbox/   (open one, follow its link, take the points; PayPay is out of stock)
          the page asks for the last four digits of a phone: data/sample/members.csv has it beside the address
  Staff:  http://127.0.0.1:{port}/admin/   operator / {password}
          the same password for clerk, reviewer, approver, auditor and administrator: each may do something else

Ctrl-C stops everything; the next start goes on where this one stopped."""


def main() -> None:
    for end in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(end, signal.default_int_handler)  # as tidy an end as Ctrl-C
    try:
        run(kept.state_folder(), demo_port.chosen())
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)


def run(state: Path, port: int) -> None:
    began = time.monotonic()
    if os.environ.get("HOSHO_MODE") == "production":
        sys.exit("The demo moves the clock and shows every message: HOSHO_MODE=production forbids both.")
    alone = _alone_on(state)
    demo_port.refuse_if_taken(port)
    shared = [state / name for name in servers.missing()]
    prepare_environment()
    os.environ.setdefault("SITE_URL", f"http://127.0.0.1:{port}")  # the links in the messages lead back here
    password = operator_password.kept_in(state)
    to_try = _prepared_data(password)  # and the clock: before the worker looks at it
    with demo_programs.running(state, port) as programs:
        demo_programs.wait_for_site(port, programs)
        seconds = time.monotonic() - began
        print(WELCOME.format(seconds=seconds, port=port, to_try=to_try, password=password), flush=True)
        _watch(programs, shared)
    os.close(alone)


def _alone_on(state: Path) -> int:
    """The lock that only one demo of a state folder has: two would move the same clock."""
    state.mkdir(parents=True, exist_ok=True)
    lock = locks.opened(state / "demo")
    if not locks.try_lock(lock):
        sys.exit(f"A demo is already running on {state}. HOSHO_STATE names another folder.")
    return lock


def _prepared_data(password: str) -> str:
    """Tables, sample data, clock and operator; returned are the inquiry numbers to try."""
    done = lifelines.run(
        [sys.executable, DATA],
        env={**os.environ, "STAFF_PASSWORD": password},
        stdout=subprocess.PIPE,
        text=True,
    )
    if done.returncode != 0:
        sys.exit("The database could not be prepared; the reason is above.")
    return done.stdout


def _watch(programs: dict[str, subprocess.Popen], shared: list[Path]) -> None:
    """Until Ctrl-C, or until any part has died: half a system is worse than none."""
    while True:
        demo_programs.stop_if_any_died(programs)
        for folder in shared:
            if not kept.has_keeper(folder):
                sys.exit(f"The demo stops: its {folder.name} ended.")
        time.sleep(SECONDS_BETWEEN_LOOKS)


if __name__ == "__main__":
    main()
