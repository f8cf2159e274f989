"""Contract 4: however long the temp folder's or the checkout's path is, the sockets' paths fit into 107 bytes."""

import json
import os
from pathlib import Path

from tests.tools.processes import finished, fresh, python

SHOW = "import json, kept, servers; print(json.dumps(servers.join(kept.state_folder())))"
SHOW_THROW_AWAY = "import json, servers\nwith servers.throw_away() as urls: print(json.dumps(urls))"


def sockets(code: str, environment: dict[str, str]) -> list[str]:
    """Where the two servers listen."""
    urls = json.loads(finished(python(code), environment).stdout)
    postgres = urls["DATABASE_URL"].partition("host=")[2] + "/.s.PGSQL.5432"
    return [postgres, urls["REDIS_URL"].removeprefix("unix://").partition("?")[0]]


def test_a_long_state_folder_does_not_lengthen_them(state: Path):
    long = state / ("x" * 120)
    found = sockets(SHOW, fresh(long))
    assert [len(os.fsencode(path)) <= 107 for path in found] == [True, True]


def test_a_long_temp_folder_is_left_for_tmp(new_state: Path):
    long = new_state / ("x" * 120)
    long.mkdir()
    found = sockets(SHOW_THROW_AWAY, fresh(TMPDIR=str(long)))
    assert [path.startswith("/tmp/hosho-run-") for path in found] == [True, True]
