"""Where Chromium is, how tests start it, and what becomes of the tests that need one when there is none."""

from __future__ import annotations

import os
import shutil

import pytest

# The same engine without the browser around it draws a page at half the CPU: it comes first.
NAMES = (
    "chromium-headless-shell",
    "chrome-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
QUIETLY = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# A process that draws pages costs as much CPU to start as ten pages to draw, and every tab would get one.
ONE_FOR_ALL_TABS = ("--renderer-process-limit=1", "--disable-site-isolation-trials")
CURE = "apt-get install chromium, or set CHROMIUM to one"
left_out = pytest.StashKey[int]()


def chromium() -> str | None:
    """The browser's path: $CHROMIUM, or the first known name on PATH."""
    wanted = os.environ.get("CHROMIUM")
    return shutil.which(wanted) if wanted else next(filter(None, map(shutil.which, NAMES)), None)


def launch_args() -> dict:
    """For pytest-playwright. Chromium's sandbox does not work as root."""
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": chromium(), "headless": True, "args": [*QUIETLY, *ONE_FOR_ALL_TABS, *as_root]}


def refuse_without() -> None:
    """BROWSER=required turns a missing browser from a loud line into an error."""
    if os.environ.get("BROWSER") == "required" and not chromium():
        raise pytest.UsageError(f"BROWSER=required, but there is no Chromium: {CURE}.")


def leave_out_browser_tests(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without a browser its tests are deselected, not skipped: a skip is easily overlooked."""
    if chromium():
        return
    needing = [item for item in items if item.get_closest_marker("browser")]
    config.stash[left_out] = len(needing)
    config.hook.pytest_deselected(items=needing)
    items[:] = [item for item in items if item not in needing]


def tell_controller(config: pytest.Config) -> None:
    """Only the controller's words are seen: one of xdist's workers hands it the count."""
    if hasattr(config, "workeroutput"):
        config.workeroutput["left_out"] = config.stash.get(left_out, 0)


def hear_worker(node: object) -> None:
    """Every worker counts the same tests. One that crashed has nothing to say."""
    said = getattr(node, "workeroutput", {})
    node.config.stash[left_out] = max(node.config.stash.get(left_out, 0), said.get("left_out", 0))


def report(terminal: pytest.TerminalReporter, config: pytest.Config) -> None:
    """One loud line in the summary."""
    if count := config.stash.get(left_out, 0):
        terminal.write_line(f"NO CHROMIUM: {count} browser tests were NOT RUN ({CURE}).", red=True, bold=True)
