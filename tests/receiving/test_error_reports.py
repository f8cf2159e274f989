"""What goes wrong on a receiving page is reported without its token: message, traceback, and the page that is shown."""

import logging
import logging.config
import sys

import pytest
from django.conf import settings
from django.test import Client

from payouts import links
from tests.receiving.people import address, link

pytestmark = pytest.mark.django_db


def formatted(record: logging.LogRecord) -> str:
    """As the settings' handler writes it."""
    configured = logging.config.DictConfigurator(settings.LOGGING).configure_formatter(
        dict(settings.LOGGING["formatters"]["line"])
    )
    return configured.format(record)


def test_a_traceback_holds_no_token(caplog, monkeypatch):
    to = link()

    def breaks(token: str) -> None:
        raise RuntimeError(f"cannot open {address(to)}")

    monkeypatch.setattr(links, "find", breaks)
    answer = Client(raise_request_exception=False).get(address(to))
    written = [formatted(record) for record in caplog.records]

    assert (answer.status_code, to.token in answer.content.decode()) == (500, False)
    assert any("RuntimeError: cannot open /r/***/" in line for line in written)
    assert [line for line in written if to.token in line] == []


def test_an_account_link_is_masked_too():
    try:
        raise ValueError("/a/abcdefghijklmnopqrstuvwxyz1234/ broke")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "x", 1, "at /r/abcdefghijklmnop/", (), sys.exc_info())
    assert "abcdefghij" not in formatted(record)
