"""A run of the tests ends, whatever stops answering in it, and says what that was."""

import os
import sys
from pathlib import Path

import pytest

from tests.tools.processes import ROOT, finished

SETTINGS = """
import browser
import hanging
import pytest

hanging.FOR_A_BROWSER, hanging.FOR_ITS_DRIVER, hanging.FOR_ANYTHING = 6, 2, 15

@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, **browser.launch_args()}
"""
# Each stops its browser the first time only. The second test is the witness that a later one has a browser again.
TESTS = """
import os
import signal
from pathlib import Path

import hanging
import pytest

@pytest.mark.browser
@pytest.mark.parametrize("names", [("chrom", "headless"), ("node",)])
def test_stops(page, names):
    page.goto("data:text/html,<p>shown")
    before = Path(__file__).with_name(names[0])
    if not before.exists():
        before.touch()
        stopped = hanging._below(os.getpid(), names)
        assert stopped
        for pid in stopped:
            os.kill(pid, signal.SIGSTOP)
    assert page.evaluate("document.body.innerText") == "shown"

@pytest.mark.browser
def test_later(page):
    page.goto("data:text/html,<p>later")
    assert page.evaluate("document.body.innerText") == "later"
"""
FOR_EVER = """
import signal

def test_nothing_interrupts_it():
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
    while True:
        pass

"""
FAILED_BEFORE = """
import os
import signal

import hanging
import pytest

@pytest.fixture
def stops(page):
    yield
    for pid in hanging._below(os.getpid(), ("chrom", "headless")):
        os.kill(pid, signal.SIGSTOP)
    page.evaluate("1")

@pytest.mark.browser
def test_fails_once(stops, page):
    from pathlib import Path
    mark = Path(__file__).with_name("failed")
    was_there = mark.exists()
    mark.touch()
    assert was_there, "it failed before its browser hung"
"""
TORN_DOWN_FOR_EVER = """
import signal

import pytest

@pytest.fixture
def holds():
    yield
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
    while True:
        pass

def test_fails(holds):
    assert False
"""
UNNEEDED = [word for name in ("cacheprovider", "hypothesispytest") for word in ("-p", f"no:{name}")]
PYTEST = [sys.executable, "-m", "pytest", "-c", ROOT / "pyproject.toml", "--rootdir", ROOT, *UNNEEDED]


def run(folder: Path, tests: str, *words: str):
    (folder / "conftest.py").write_text(SETTINGS)
    (folder / "test_hangs.py").write_text(tests)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return finished([*PYTEST, *words, folder], environment)


@pytest.mark.browser
def test_a_browser_or_its_driver_that_stops_answering_is_replaced_and_its_test_done_once_more(tmp_path):
    done = run(tmp_path, TESTS)

    assert (done.returncode, " 3 passed in " in done.stdout.splitlines()[-1]) == (0, True)
    assert "test_stops[chromium-names0]: no answer for 6 seconds" in done.stdout
    assert "test_stops[chromium-names1]: no answer for 2 seconds" in done.stdout


@pytest.mark.browser
def test_what_failed_before_its_browser_hung_has_failed(tmp_path):
    done = run(tmp_path, FAILED_BEFORE)

    assert done.returncode == pytest.ExitCode.TESTS_FAILED
    assert "it failed before its browser hung" in done.stdout
    assert "no answer for 6 seconds" in done.stdout


@pytest.mark.parametrize(
    ("tests", "name", "where"),
    [
        (FOR_EVER, "test_nothing_interrupts_it", "in test_nothing_interrupts_it"),
        (TORN_DOWN_FOR_EVER, "test_fails", "in holds"),
    ],
)
def test_what_nothing_interrupts_ends_its_worker_and_fails_by_its_name(tmp_path, tests, name, where):
    done = run(tmp_path, tests, "-n", "1", "--dist", "loadfile", "--max-worker-restart", "0")

    assert done.returncode == pytest.ExitCode.TESTS_FAILED
    assert f"crashed while running 'test_hangs.py::{name}'" in done.stdout
    assert where in done.stdout  # where it stood
