"""Contract 10: without Chromium its tests are left out loudly; with BROWSER=required that is an error."""

import os
import sys
from pathlib import Path

import pytest

from tests.tools.processes import ROOT, finished

TESTS = """
import pytest

@pytest.mark.browser
def test_with_a_browser(): pass

@pytest.mark.browser
def test_with_a_browser_too(): pass

def test_without(): pass
"""
LOUD = "NO CHROMIUM: 2 browser tests were NOT RUN (apt-get install chromium, or set CHROMIUM to one)."
UNNEEDED = [word for name in ("cacheprovider", "hypothesispytest", "playwright") for word in ("-p", f"no:{name}")]
PYTEST = [sys.executable, "-m", "pytest", "-c", ROOT / "pyproject.toml", "--rootdir", ROOT, *UNNEEDED]


@pytest.fixture
def run(tmp_path: Path):
    """pytest on three tests, two of them for a browser, with nothing on PATH."""
    (tmp_path / "test_three.py").write_text(TESTS)

    def run(**variables: str):
        ours = ("CHROMIUM", "BROWSER", "PYTEST_")  # also what xdist tells its workers: this is a run of its own
        without = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        return finished([*PYTEST, tmp_path], {**without, "PATH": str(tmp_path), **variables})

    return run


def test_without_chromium_they_are_deselected_and_counted(run):
    done = run()
    assert (done.returncode, done.stdout.count(LOUD)) == (0, 1)
    assert "1 passed, 2 deselected" in done.stdout.splitlines()[-1]


def test_they_are_counted_once_by_two_workers_too(run):
    done = run(PYTEST_ADDOPTS="-n 2 --dist loadfile")
    assert (done.returncode, done.stdout.count(LOUD)) == (0, 1)


def test_with_chromium_they_run(run):
    done = run(CHROMIUM=sys.executable)  # any program: these tests only say that they would need it
    assert (done.returncode, done.stdout.count("NO CHROMIUM")) == (0, 0)
    assert "3 passed" in done.stdout.splitlines()[-1]


def test_a_required_browser_that_is_missing_is_a_usage_error(run):
    done = run(BROWSER="required")
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert done.stderr.startswith("ERROR: BROWSER=required, but there is no Chromium")
