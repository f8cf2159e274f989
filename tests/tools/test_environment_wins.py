"""Contract 8: a server named by the environment is used, and ours is then not started."""

import os
from pathlib import Path

import pytest

from tests.tools.processes import DEV, finished, fresh, shell

SHOW = shell("import os; print(os.environ['DATABASE_URL'], os.environ['REDIS_URL'], sep='\\n')")
THEIRS = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL")}


@pytest.mark.parametrize(
    ("named", "started"),
    [
        (["DATABASE_URL", "REDIS_URL"], []),
        (["DATABASE_URL"], ["valkey"]),
        (["REDIS_URL"], ["postgres"]),
    ],
)
def test_only_what_the_environment_does_not_name_is_started(new_state: Path, named: list[str], started: list[str]):
    theirs = {name: THEIRS[name] for name in named}
    done = finished([*DEV, *SHOW], fresh(new_state, **theirs))
    used = dict(zip(THEIRS, done.stdout.splitlines(), strict=True))
    assert [name for name in THEIRS if used[name] == THEIRS[name]] == named
    assert sorted(folder.name for folder in new_state.iterdir()) == started
