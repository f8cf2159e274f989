"""Contract 7: what killed runs left in the temp folder goes at the next start; nothing else does."""

import os
import shutil
import tempfile
from pathlib import Path

from tests.tools.processes import family, finished, fresh, kill, let_go, line_of, living, python, started, wait_until

HOLD = "import run_folders\nwith run_folders.run_folder() as (folder, lock): print(folder, flush=True); input()"
SERVE = """
import psycopg, servers
with servers.throw_away() as urls:
    print(urls["DATABASE_URL"].partition("host=")[2], flush=True)
    with psycopg.connect(urls["DATABASE_URL"]) as connection:
        print(connection.execute("show data_directory").fetchone()[0], flush=True)
    input()
"""
TEST = """
from tests.tools.conftest import made
state = made()
folder = next(state)
(folder / "data").mkdir()
print(folder, flush=True)
input()
"""
SWEEP = "import run_folders; run_folders.sweep()"

MANY = """
import run_folders
for _ in range(300):
    with run_folders.run_folder() as (folder, lock):
        assert folder.exists()
"""


def is_gone(folder: Path) -> bool:
    """At once, or in a moment: the sweep of another start may be at it just now, and then ours leaves it to that."""
    return wait_until(lambda: not folder.exists())


def sweep() -> None:
    assert finished(python(SWEEP), fresh()).returncode == 0


def test_the_folder_of_a_killed_run_is_swept():
    run = started(python(HOLD), fresh())
    folder = Path(line_of(run))
    assert folder.exists()  # asked of the living: once it is killed, the start of any other test may sweep it
    kill(run)
    sweep()
    assert is_gone(folder)


def test_the_data_of_a_killed_test_run_is_swept_when_its_postgresql_is_gone():
    run = started(python(SERVE), fresh())
    folders = [Path(line_of(run)).parent for _ in ("sockets", "data")]
    everything = family(run.pid)
    assert [folder.exists() for folder in folders] == [True, True]
    kill(run)
    assert wait_until(lambda: living(everything) == set())
    next_run = started(python(HOLD), fresh())
    line_of(next_run)
    assert [is_gone(folder) for folder in folders] == [True, True]
    let_go(next_run)


def test_a_state_folder_that_a_killed_test_was_using_is_swept():
    run = started(python(TEST), fresh())
    folder = Path(line_of(run))
    assert (folder / "data").exists()
    kill(run)
    sweep()
    assert is_gone(folder)


def test_the_folder_of_a_living_run_stays():
    run = started(python(HOLD), fresh())
    folder = Path(line_of(run))
    sweep()
    assert folder.exists()
    kill(run)
    sweep()


def test_a_folder_of_another_name_stays(tmp_path: Path):
    other = Path(tempfile.mkdtemp(prefix="hosho-"))
    sweep()
    assert other.exists()
    other.rmdir()


def test_what_only_looks_like_ours_stays(tmp_path: Path):
    """A link that somebody put there, to a folder that is dear to us."""
    (tmp_path / "dear").write_text("!")
    link = Path(tempfile.gettempdir()) / f"hosho-run-{os.getpid()}"
    link.symlink_to(tmp_path)
    sweep()
    assert (tmp_path / "dear").read_text() == "!"
    link.unlink()


def test_sweeps_and_starts_at_once_do_not_disturb_each_other(new_state: Path):
    """A folder just made and not yet locked looks like a left one."""
    runs = [started(python(MANY), fresh(TMPDIR=str(new_state))) for _ in range(3)]
    assert [let_go(run) for run in runs] == [0, 0, 0]
    assert list(new_state.iterdir()) == []


if os.geteuid() == 0:  # only root can make a folder of somebody else

    def test_a_folder_of_another_user_stays():
        theirs = Path(tempfile.mkdtemp(prefix="hosho-run-"))
        os.chown(theirs, 65534, 65534)
        sweep()
        assert theirs.exists()
        shutil.rmtree(theirs)
