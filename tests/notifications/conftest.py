from collections.abc import Iterator

import pytest

from tests.notifications.outside import Gateway, MailServer, answering
from tests.notifications.people import at_noon


@pytest.fixture
def noon_in_production(db, settings) -> None:
    """The noon of 3 April, and messages really leave."""
    at_noon()
    settings.MESSAGES_LEAVE = True


@pytest.fixture
def gateway(settings) -> Iterator[Gateway]:
    """A real SMS gateway on this machine."""
    stub = Gateway()
    settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_TOKEN = stub.url, "bearer-of-tests"
    with answering(stub):
        yield stub


@pytest.fixture
def mail_server(settings) -> Iterator[MailServer]:
    """A real mail server on this machine."""
    stub = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", stub.port
    settings.DEFAULT_FROM_EMAIL = "補償事務局 <noreply@hosho.example.jp>"
    with answering(stub):
        yield stub
