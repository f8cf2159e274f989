"""Contract 8: a server named by the environment is used, and ours is then not started."""

import os
from pathlib import Path

import pytest

from tests.tools.processes import DEV, finished, fresh, shell

SHOW = shell("import os; print(os.environ['DATABASE_URL'], os.environ['REDIS_URL'], sep='\\n')")


@pytest.fixture
def theirs(own_database: str) -> dict[str, str]:
    return {"DATABASE_URL": own_database, "REDIS_URL": os.environ["REDIS_URL"]}


@pytest.mark.parametrize(
    ("named", "started"),
    [
        (["DATABASE_URL", "REDIS_URL"], []),
        (["DATABASE_URL"], ["valkey"]),
        (["REDIS_URL"], ["postgres"]),
    ],
)
def test_only_what_the_environment_does_not_name_is_started(
    new_state: Path, theirs: dict[str, str], named: list[str], started: list[str]
):
    done = finished([*DEV, *SHOW], fresh(new_state, **{name: theirs[name] for name in named}))
    used = dict(zip(theirs, done.stdout.splitlines(), strict=True))
    assert [name for name in theirs if used[name] == theirs[name]] == named
    assert sorted(folder.name for folder in new_state.iterdir()) == started
