"""with_servers.py COMMAND …: become `manage.py COMMAND …`, a user of the shared servers, the database up to date."""

from __future__ import annotations

import os
import runpy
import sys
from pathlib import Path

import kept
import migrating
import servers

MANAGE = Path(__file__).resolve().parent.parent / "manage.py"


def prepare_environment() -> None:
    """Rehearsal unless told otherwise, and the addresses of the servers."""
    os.environ.setdefault("HOSHO_MODE", "rehearsal")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.update(servers.join(kept.state_folder()))


def become_manage(words: list[str]) -> None:
    """In this process, which knows Django by now: to start anew would double the time of a small command."""
    sys.argv = [str(MANAGE), *words]
    runpy.run_path(str(MANAGE), run_name="__main__")


if __name__ == "__main__":
    prepare_environment()
    sys.path[0] = str(MANAGE.parent)  # as for manage.py, which knows nothing of tools/
    migrating.migrate()
    become_manage(sys.argv[1:])
