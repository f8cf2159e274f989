"""The virtual environment of a fresh checkout: made once, mended when half made, and told plainly when impossible."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools.processes import TOOLS, finished, fresh, python, started

NO_ENSUREPIP = "This Python cannot make virtual environments (it has no ensurepip).\n"
AS_IF_OLD = """
import runpy, sys
sys.version_info, sys.version = (3, 10, 2, "final", 0), "3.10.2 (main)"
sys.argv = [sys.argv[1], "install"]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A fresh one that needs no packages."""
    shutil.copytree(TOOLS, tmp_path / "tools")
    (tmp_path / "requirements-dev.txt").write_text("# nothing\n")
    return tmp_path


def venv(checkout: Path) -> dict[str, str]:
    return fresh(HOSHO_VENV=str(checkout / "venv"))


def install(checkout: Path) -> list:
    return [sys.executable, checkout / "tools/dev.py", "install"]


def test_two_starts_at_once_install_once(checkout: Path):
    both = [started(install(checkout), venv(checkout), subprocess.STDOUT) for _ in range(2)]
    words = "".join(one.communicate()[0] for one in both)
    assert [one.returncode for one in both] == [0, 0]
    assert words.count("Installing into") == 1
    pip = finished([checkout / "venv/bin/python", "-m", "pip", "--version"], fresh())
    assert pip.returncode == 0
    again = finished(install(checkout), venv(checkout))
    assert (again.returncode, again.stderr) == (0, "")


def test_an_interrupted_installation_is_made_whole(checkout: Path):
    """The venv is there, pip is not: as after Ctrl-C in the middle."""
    finished([sys.executable, "-m", "venv", "--without-pip", checkout / "venv"], fresh())
    assert finished(install(checkout), venv(checkout)).returncode == 0
    assert finished([checkout / "venv/bin/python", "-m", "pip", "--version"], fresh()).returncode == 0


def test_what_cannot_be_installed_is_not_taken_for_installed(checkout: Path):
    finished([sys.executable, "-m", "venv", "--system-site-packages", "--without-pip", checkout / "venv"], fresh())
    (checkout / "requirements-dev.txt").write_text("./nowhere\n")
    tries = [finished(install(checkout), venv(checkout)) for _ in range(2)]
    assert [(done.returncode, done.stdout) for done in tries] == [(1, ""), (1, "")]
    assert [done.stderr.count("The packages could not be installed") for done in tries] == [1, 1]


def test_a_python_without_ensurepip_is_told_what_to_install(checkout: Path):
    code = "import sys, runpy; from importlib import util; sys.argv = sys.argv[1:]\n"
    hidden = "find = util.find_spec; util.find_spec = lambda name: None if name == 'ensurepip' else find(name)\n"
    run = "runpy.run_path(sys.argv[0], run_name='__main__')"
    done = finished(python(code + hidden + run, *map(str, install(checkout)[1:])), venv(checkout))
    assert done.stderr.partition("\n")[2].startswith(NO_ENSUREPIP)
    assert done.returncode == 1


def test_a_python_that_is_too_old_is_told_which_is_needed(checkout: Path):
    done = finished(python(AS_IF_OLD, str(install(checkout)[1])), venv(checkout))
    said = "Python 3.11 or newer is needed, this is 3.10.2. Try: make PYTHON=python3.13\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", said)
