"""pytest plugin: real PostgreSQL and Valkey for the whole run, in rehearsal mode, and what to do without a browser.

The controller starts the servers before Django reads its settings; xdist's workers inherit their addresses.
"""

from __future__ import annotations

import os
from contextlib import ExitStack

import browser
import pytest
import servers

ONLY_TALK = {"--help", "-h", "--version", "-V", "--fixtures", "--markers"}
started = ExitStack()


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(args: list[str]) -> None:
    """The first moment at which a plugin may act: pytest-django sets Django up in its own, later, turn."""
    os.environ["HOSHO_MODE"] = "rehearsal"
    if "PYTEST_XDIST_WORKER" in os.environ or ONLY_TALK & set(args):
        return
    browser.refuse_without()
    os.environ.update(started.enter_context(servers.throw_away()))


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    started.close()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    browser.leave_out_browser_tests(config, items)


def pytest_sessionfinish(session: pytest.Session) -> None:
    browser.tell_controller(session.config)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    browser.hear_worker(node)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    browser.report(terminalreporter, config)
