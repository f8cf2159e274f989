"""with_servers.py COMMAND …: become `manage.py COMMAND …`, a user of the shared servers, the database up to date."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import kept
import lifelines
import servers

TOOLS = Path(__file__).resolve().parent
MANAGE = TOOLS.parent / "manage.py"


def prepare_environment() -> None:
    """Rehearsal unless told otherwise, and the addresses of the servers."""
    os.environ.setdefault("HOSHO_MODE", "rehearsal")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.update(servers.join(kept.state_folder()))


def migrate() -> None:
    """In a process of its own, whose words go to standard error."""
    code = lifelines.run([sys.executable, TOOLS / "migrating.py"], stdout=sys.stderr).returncode
    if code != 0:
        sys.exit(code)


if __name__ == "__main__":
    prepare_environment()
    migrate()
    os.execv(sys.executable, [sys.executable, str(MANAGE), *sys.argv[1:]])
