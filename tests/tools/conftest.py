import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import kept
import locks
import pytest
import run_folders

from tests.tools.demos import running_demo
from tests.tools.processes import DEV, finished, fresh, shell, wait_until


@pytest.fixture
def new_state() -> Iterator[Path]:
    """A state folder nobody has used yet."""
    yield from made()


@pytest.fixture(scope="session")
def used_state() -> Iterator[Path]:
    """One state folder for the tests that do not care what is in it: made and migrated once."""
    yield from made(like="used", by=use)


@pytest.fixture
def state(used_state: Path) -> Iterator[Path]:
    """The used one, and nobody left on it afterwards."""
    yield used_state
    assert wait_until(lambda: not kept.in_use(used_state))


@pytest.fixture(scope="session")
def demo_state() -> Iterator[Path]:
    """A state folder in which a demo was started once and ended."""
    yield from made(like="demo", by=demonstrate)


def use(folder: Path) -> None:
    assert finished([*DEV, *shell("pass")], fresh(folder)).returncode == 0


def demonstrate(folder: Path) -> None:
    with running_demo(folder):
        pass


def made(like: str = "", by: Callable[[Path], None] | None = None) -> Iterator[Path]:
    """Where PostgreSQL's own user may come too; pytest's tmp_path is closed to it. Swept if the test run is killed."""
    with run_folders.run_folder(run_folders.memory()) as (folder, _lock):
        folder.chmod(0o755)
        if by:
            copy(made_once(like, by), folder)
        yield folder
        assert wait_until(lambda: not kept.in_use(folder))


def made_once(name: str, by: Callable[[Path], None]) -> Path:
    """Made by the first of xdist's workers that asks, while the others wait; to be copied, not used."""
    pattern = Path(os.environ["TEST_RUN"]) / name
    with locks.holding(pattern.with_name(f"{name}.lock")):
        if not pattern.exists():
            for folder in made():
                by(folder)
                copy(folder, pattern.with_name(f"{name}.making"))
            pattern.with_name(f"{name}.making").rename(pattern)
    return pattern


def copy(used: Path, target: Path) -> None:
    """With its owners, once the servers on it have ended."""
    assert wait_until(lambda: not kept.in_use(used))
    subprocess.run(["cp", "-a", f"{used}/.", target], check=True)
