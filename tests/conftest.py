import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import browser
import locks
import psycopg
import pytest
from django.conf import settings
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import connections
from django.test.testcases import LiveServerThread
from django.utils import translation
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

# Playwright's synchronous calls leave an event loop in the thread, and Django would then refuse the database. Fixtures
# come in any order, so this is set on import.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a safe one takes 0.3 s a user
pytest.register_assert_rewrite("tests.browser")  # what they ask of a page, they explain when it fails

# A few long tests each: what begins last keeps one worker busy while the others have nothing left.
LONG = {
    "test_sample_to_the_end.py",
    "test_demo_ends.py",
    "test_a_full_batch.py",
    "test_restored_in_mid_phase.py",
    "test_ledgers_agree_property.py",
    "test_in_a_browser.py",
    "test_shared_servers.py",
    "test_installing.py",
    "test_incidents_property.py",
    "test_formula_property.py",
    "test_two_hosts_one_killed.py",
    "test_search_uses_indexes.py",
    "test_odd_values.py",
}
UNTOUCHED = "test_untouched"  # migrated, and no test connects to it: only such a database can be cloned


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first, then the files of many tests: the last ones are small (tools/dev.py)."""
    tests = Counter(item.path for item in items)
    items.sort(key=lambda item: (item.path.name not in LONG, -tests[item.path]))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Playwright's own download is not needed: the machine's Chromium serves."""
    return {**browser_type_launch_args, **browser.launch_args()}


@pytest.fixture(scope="session")
def kept_context(browser: Browser) -> Iterator[BrowserContext]:
    """One for all tests, with a tab that stays, so that the process that draws its pages stays too."""
    yield from kept(browser.new_context())


@pytest.fixture(scope="session")
def kept_context_without_javascript(browser: Browser) -> Iterator[BrowserContext]:
    yield from kept(browser.new_context(java_script_enabled=False))


@pytest.fixture
def context(kept_context: BrowserContext) -> Iterator[BrowserContext]:
    """As good as a new one: without cookies, its only tab empty; each test's site has an address of its own."""
    yield from lent(kept_context)


@pytest.fixture
def page_without_javascript(kept_context_without_javascript: BrowserContext) -> Iterator[Page]:
    for context in lent(kept_context_without_javascript):
        yield context.new_page()


def kept(context: BrowserContext) -> Iterator[BrowserContext]:
    context.new_page()
    yield context
    context.close()


def lent(context: BrowserContext) -> Iterator[BrowserContext]:
    yield context
    for page in context.pages[1:]:
        page.close()
    context.clear_cookies()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_modify_db_settings, django_db_blocker) -> Iterator[None]:
    """The migrated database, one for each of xdist's workers: the first migrates, the others clone what it made.

    pytest-django's own fixture leaves it out where only `own_database` is asked for.
    """
    creation, database = connections["default"].creation, connections["default"].settings_dict
    outside, migrated = database["NAME"], Path(os.environ["TEST_RUN"]) / "migrated"
    with django_db_blocker.unblock(), locks.holding(migrated.with_suffix(".lock")):
        if migrated.exists():
            database["NAME"] = _clone(UNTOUCHED, creation._get_test_db_name())
        else:
            _clone(creation.create_test_db(verbosity=0, autoclobber=True, serialize=False), UNTOUCHED)
            migrated.touch()
    yield
    with django_db_blocker.unblock():
        _end_sessions(database["NAME"])
        creation.destroy_test_db(outside, verbosity=0)


@pytest.fixture(scope="session", autouse=True)
def database_before_any_browser(django_db_setup) -> None:
    """Playwright's event loop hides connections from each other; one left open forbids cloning."""


@pytest.fixture(autouse=True)
def japanese_again() -> Iterator[None]:
    """A request under /en/ leaves its language to whoever comes next in this thread."""
    yield
    translation.deactivate()


@pytest.fixture
def own_database(django_db_setup, django_db_blocker, monkeypatch) -> Iterator[str]:
    """A migrated database of the test's own, for real commits, several connections and other processes. Its address.

    Cloned, not flushed: flushing would empty what migrations wrote, and the ledger refuses to be emptied.
    """
    database = connections["default"].settings_dict
    migrated = database["NAME"]
    with django_db_blocker.unblock():
        connections["default"].close()
        database["NAME"] = _clone(UNTOUCHED, f"{migrated}_own")
        address = urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{migrated}_own"))
        monkeypatch.setenv("DATABASE_URL", address)
        yield address
        connections["default"].close()
        database["NAME"] = migrated


class PromptServer(ThreadedWSGIServer):
    """Told to stop, it looks up at once and not after half a second."""

    def serve_forever(self, poll_interval: float = 0.02) -> None:
        super().serve_forever(poll_interval)


@pytest.fixture
def site(own_database: str, monkeypatch) -> Iterator[str]:
    """The site, answering on this machine; its address."""
    monkeypatch.setattr(LiveServerThread, "server_class", PromptServer)
    server = LiveServer("localhost")
    yield server.url
    server.stop()


def _server() -> psycopg.Connection:
    """A session beside the tests' database, whose own connection is closed first."""
    connection = connections["default"]
    parameters = connection.get_connection_params() | {"dbname": "postgres"}
    connection.close()
    kept = {key: parameters[key] for key in ("dbname", "host", "port", "user", "password") if key in parameters}
    return psycopg.connect(**kept, autocommit=True)


def _end_sessions(name: str) -> None:
    """End what is still connected: a connection made before Playwright's loop is out of reach once the loop runs."""
    with _server() as server:
        server.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [name])


def _clone(template: str, name: str) -> str:
    """Its name."""
    with _server() as server:
        server.execute(f'drop database if exists "{name}" with (force)')
        server.execute(f'create database "{name}" template "{template}"')
    return name
