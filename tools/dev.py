"""The way in on a fresh machine: python3 tools/dev.py demo|test|manage|install|clean. Needs only Python >= 3.11.

It makes the virtual environment, then becomes the wanted program inside it (exec: same process, so the exit code,
the signals and standard output are that program's own). What this file itself has to say goes to standard error.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = (3, 11)
USAGE = """usage: python3 tools/dev.py COMMAND
  demo          the whole system on sample data: site, staff screens, worker, schedule
  test …        the tests; further words go to pytest
  manage …      one of Hosho's commands, with the servers up and the database migrated
  install       only make the virtual environment
  clean         remove it, and the demo's data"""
PROGRAMS = {
    "demo": [str(ROOT / "tools/demo.py")],
    # Many wait, so three; a file's tests share what they started; tests/conftest.py says what begins first.
    "test": ["-m", "pytest", "-n", "3", "--dist", "loadfile", "--no-loadscope-reorder", "--max-worker-restart", "1"],
    "manage": [str(ROOT / "tools/with_servers.py")],
}


def say(words: str) -> None:
    """Standard output belongs to the command alone."""
    print(words, file=sys.stderr, flush=True)


def become(python: Path, command: str, words: list) -> None:
    """Leave this program for `command` in the virtual environment."""
    if state := os.environ.get("HOSHO_STATE"):
        os.environ["HOSHO_STATE"] = os.path.abspath(state)  # a relative path means where we stand now
    if command != "manage":  # whose words may name files from where we stand
        os.chdir(ROOT)
    os.execv(python, [str(python), *PROGRAMS[command], *words])


def main(words: list) -> None:
    if sys.version_info < OLDEST_PYTHON:  # before the imports below, which an older Python cannot read
        sys.exit(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}. Try: make PYTHON=python3.13")
    import installing
    import lifelines

    lifelines.follow_make()
    command, *rest = words or ["help"]
    if command == "clean":
        import cleaning

        cleaning.clean(ROOT)
    elif command == "install":
        installing.ensure(ROOT, say)
    elif command in PROGRAMS:
        become(installing.ensure(ROOT, say), command, rest)
    else:
        sys.exit(USAGE)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:  # in the middle of an installation; the next start makes it whole
        sys.exit(130)
