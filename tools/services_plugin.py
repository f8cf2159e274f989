"""pytest plugin: real PostgreSQL and Valkey for the whole run, in rehearsal mode, and what to do without a browser.

The controller starts the servers before Django reads its settings; xdist's workers inherit their addresses. TEST_RUN
names a folder for what one of them makes and all use.
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from urllib.parse import urlsplit, urlunsplit

import browser
import pytest
import run_folders
import servers

ONLY_TALK = {"--help", "-h", "--version", "-V", "--fixtures", "--markers"}
started = ExitStack()


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(args: list[str]) -> None:
    """The first moment at which a plugin may act: pytest-django sets Django up in its own, later, turn."""
    os.environ["HOSHO_MODE"] = "rehearsal"
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        os.environ["REDIS_URL"] = own_queue(os.environ["REDIS_URL"], int(worker.removeprefix("gw")))
        return
    if ONLY_TALK & set(args):
        return
    browser.refuse_without()
    os.environ.update(started.enter_context(servers.throw_away()))
    os.environ["TEST_RUN"] = str(started.enter_context(run_folders.run_folder(run_folders.memory()))[0])


def own_queue(url: str, worker: int) -> str:
    """The same Valkey with a database of the worker's own: a Celery worker of one test takes no task of another's."""
    parts = urlsplit(url)
    if parts.scheme == "unix":
        return urlunsplit(parts._replace(query=f"db={worker + 1}")).replace("unix:/", "unix:///", 1)
    return urlunsplit(parts._replace(path=f"/{worker + 1}"))


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
