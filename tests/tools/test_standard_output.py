"""Contract 1 and 3: standard output belongs to the command alone, also while the database is being migrated."""

import json
from pathlib import Path

from tests.tools.processes import DEV, finished, fresh, shell

JSON = shell("import json; print(json.dumps({'owed_yen': 1000}))")


def test_a_first_command_prints_its_own_words_only_and_the_migration_goes_to_standard_error(new_state: Path):
    done = finished([*DEV, *JSON], fresh(new_state))
    assert json.loads(done.stdout) == {"owed_yen": 1000}
    assert done.stderr.count("Applying trail.0001") == 1
    assert done.returncode == 0


def test_a_later_command_finds_nothing_to_migrate_and_is_quiet(state: Path):
    done = finished([*DEV, *JSON], fresh(state))
    assert (done.stdout, done.stderr) == ('{"owed_yen": 1000}\n', "")


def test_a_wrong_call_says_on_standard_error_how_it_is_used(state: Path):
    done = finished([*DEV, "rehearse"], fresh(state))
    assert (done.stdout, done.stderr.splitlines()[0]) == ("", "usage: python3 tools/dev.py COMMAND")
