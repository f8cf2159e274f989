"""pytest plugin: a run ends, also where a browser or a test stops answering.

A run has stood still for over an hour, as far as can be told because Chromium stopped answering: Playwright, once it is
interrupted, waits for ever while the test is torn down. So the browser is killed after a time that no test of it needs,
and the test is done once more with another one: a fault of our page is there the second time, too. Any other test that
hangs beyond pytest's own limit ends its worker. The end of the run names each, with where its threads stood.
"""

from __future__ import annotations

import faulthandler
import gc
import os
import signal
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol

FOR_A_BROWSER = 90  # seconds; the longest of its tests takes 20 on a slow machine
FOR_ITS_DRIVER = 15
FOR_ANYTHING = 420  # pytest's limit interrupts after 300, but not what waits once more while it is torn down: as long
told = pytest.StashKey[object]()


def pytest_sessionstart(session: pytest.Session) -> None:
    name = os.environ.get("PYTEST_XDIST_WORKER", "main")
    session.config.stash[told] = (Path(os.environ["TEST_RUN"]) / f"hanging-{name}.txt").open("w")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Each test sets the clock back."""
    faulthandler.dump_traceback_later(FOR_ANYTHING, exit=True, file=item.config.stash[told])


@pytest.hookimpl(trylast=True)
def pytest_exception_interact(node: pytest.Item | pytest.Collector) -> None:
    """pytest's own plugin has just stopped the clock; the test has still to be torn down."""
    if isinstance(node, pytest.Item):
        pytest_runtest_setup(node)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """A browser's test, once more if the browser had to be killed; all others as pytest does them."""
    if not item.get_closest_marker("browser"):
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reports, killed_at = _watched(item, nextitem)
    if killed_at:
        _let_go_of_everything(item)
    if killed_at and not any(one.failed and one.stop < killed_at for one in reports):  # what failed before, failed
        reports, killed_at = _watched(item, nextitem)
        if killed_at:
            _let_go_of_everything(item)
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def _let_go_of_everything(item: pytest.Item) -> None:
    """The browser of the whole session is gone, and whatever hangs on it complains now and not in later tests."""
    heard, sys.unraisablehook = sys.unraisablehook, lambda _of: None
    with suppress(Exception):
        item.session._setupstate.teardown_exact(None)
    gc.collect()
    sys.unraisablehook = heard


def _watched(item: pytest.Item, nextitem: pytest.Item | None) -> tuple[list[pytest.TestReport], float]:
    """What came of the test, and when its browser had to be killed, if so."""
    killed, ended = [], threading.Event()
    watcher = threading.Thread(target=_watch, args=[item, killed, ended], daemon=True)
    watcher.start()
    try:
        return runtestprotocol(item, log=False, nextitem=nextitem), min(killed, default=0)
    finally:
        ended.set()
        watcher.join()


def _watch(item: pytest.Item, killed: list[float], ended: threading.Event) -> None:
    """Chromium first: Playwright's driver, told of it, ends in order. If that hangs as well, it goes, too."""
    for patience, names in ((FOR_A_BROWSER, ("chrom", "headless")), (FOR_ITS_DRIVER, ("node",))):
        if ended.wait(patience):
            return
        file = item.config.stash[told]
        print(f"\n{item.nodeid}: no answer for {patience} seconds", file=file, flush=True)
        faulthandler.dump_traceback(file)
        for pid in _below(os.getpid(), names):
            killed.append(time.time())
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def _below(pid: int, names: tuple[str, ...]) -> list[int]:
    """Those of these names among all that descend from `pid` (on Linux; elsewhere none)."""
    found = []
    for file in Path("/proc").glob(f"{pid}/task/*/children"):
        with suppress(OSError):
            for child in map(int, file.read_text().split()):
                name = Path(f"/proc/{child}/comm").read_text()
                found += [child] * any(one in name for one in names) + _below(child, names)
    return found


def pytest_sessionfinish(session: pytest.Session) -> None:
    faulthandler.cancel_dump_traceback_later()
    session.config.stash[told].close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """All workers have ended: what they wrote is whole."""
    for file in sorted(Path(os.environ["TEST_RUN"]).glob("hanging-*.txt")):
        if text := file.read_text():
            terminalreporter.section(f"stopped answering ({file.stem.removeprefix('hanging-')})")
            terminalreporter.write_line(text)
