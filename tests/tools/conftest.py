import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import kept
import pytest

from tests.tools.demos import running_demo
from tests.tools.processes import wait_until


@pytest.fixture
def new_state() -> Iterator[Path]:
    """A state folder nobody has used yet."""
    yield from made()


@pytest.fixture(scope="session")
def used_state() -> Iterator[Path]:
    """One state folder for the tests that do not care what is in it: made and migrated once."""
    yield from made()


@pytest.fixture
def state(used_state: Path) -> Iterator[Path]:
    """The used one, and nobody left on it afterwards."""
    yield used_state
    assert wait_until(lambda: not kept.in_use(used_state))


def made() -> Iterator[Path]:
    """Where PostgreSQL's own user may come too; pytest's tmp_path is closed to it."""
    folder = Path(tempfile.mkdtemp(prefix="hosho-test-"))
    folder.chmod(0o755)
    yield folder
    assert wait_until(lambda: not kept.in_use(folder))
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def demo_state() -> Iterator[Path]:
    """A state folder in which a demo was started once and ended."""
    for folder in made():
        with running_demo(folder):
            pass
        yield folder
