"""One message out of the house, by mail or SMS. Letters and calls are staff's: nothing here sends them.

Three answers: it left, it was refused for good, or nobody knows. Only a clear "not to this recipient" is a refusal;
a timeout, a lost connection or an answer that cannot be read is unknown and is tried again with the same key.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.utils import parseaddr
from hashlib import sha256
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from smtplib import SMTPException, SMTPRecipientsRefused
from time import monotonic
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import sanitize_address

from notifications.models import Message
from notifications.render import Said, Words, render

State = Message.State
GATEWAY_SECONDS = 10  # for each step of a call
SECONDS_IN_ALL = 30  # an answer that trickles is cut off: a worker is ended after 180 s, whatever it holds
LONGEST_ANSWER = 64_000  # bytes
NUMBER = re.compile(r"\+?\d[\d ()-]{4,}\d")
WORD = re.compile(r"(?<![^\s\"'{}\[\]:,.;()])(?:[A-Za-z_]{1,40}|\d{1,5})(?![^\s\"'{}\[\]:,.;()])")
# What a gateway says about us, our token or its day, not about the recipient: not a reason to give a person up.
NOT_ABOUT_THE_RECIPIENT = {401, 402, 403, 404, 405, 407, 408, 409, 425, 429}


class Outgoing(Said, Protocol):
    """A message as a sender needs it."""

    key: str
    to: str


@dataclass(frozen=True)
class Outcome:
    """What became of one attempt: `sent`, `undeliverable`, or `queued` for unknown, to be tried again."""

    state: str
    provider_id: str = ""
    error: str = ""


def sent(provider_id: str = "") -> Outcome:
    return Outcome(State.SENT, provider_id=provider_id[:200])


def refused(error: object) -> Outcome:
    return Outcome(State.UNDELIVERABLE, error=_short(error))


def unknown(error: object) -> Outcome:
    return Outcome(State.QUEUED, error=_short(error))


@contextmanager
def mail_connection() -> Iterator[BaseEmailBackend]:
    """The mail server's connection: opened with the first mail, kept for the next, closed in the end."""
    mail = get_connection()
    try:
        yield mail
    finally:
        _hang_up(mail)


def send(message: Outgoing, mail: BaseEmailBackend) -> Outcome:
    """Render and send one message; in a rehearsal nothing leaves, and that is the only difference."""
    try:
        words = render(message)
    except Exception as error:  # noqa: BLE001 - one message that cannot be written must not hold up the others
        return unknown(f"{type(error).__name__}: {error}")
    if not settings.MESSAGES_LEAVE:
        return sent("rehearsal")
    return _send_mail(message, words, mail) if message.channel == Message.Channel.MAIL else _send_sms(message, words)


def message_id(key: str) -> str:
    """The Message-ID of a mail: the same for the same key, so that a repeat is recognisable."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{sha256(key.encode()).hexdigest()[:40]}@{domain}>"


def _send_mail(message: Outgoing, words: Words, mail: BaseEmailBackend) -> Outcome:
    if (wrong := _wrong_address(message.to)) is not None:
        return refused(wrong)
    headers = {"Message-ID": message_id(message.key), "Auto-Submitted": "auto-generated"}
    try:
        mail.open()
        mail.send_messages([EmailMessage(words.subject, words.text, to=[message.to], headers=headers)])
    except SMTPRecipientsRefused as error:
        code, reason = next(iter(error.recipients.values()))
        if code >= 500:
            return refused(f"{code} {reason!r}")
        _hang_up(mail)
        return unknown(f"{code} {reason!r}")
    except (SMTPException, OSError, ValueError) as error:
        _hang_up(mail)
        return unknown(f"{type(error).__name__}: {error}")
    return sent(headers["Message-ID"])


def _wrong_address(to: str) -> str | None:
    """Why `to` is not exactly one address. Checked before the send, where a ValueError might be about our settings."""
    try:
        sanitize_address(to, "utf-8")
    except ValueError as error:
        return str(error)
    return None if "@" in to else "no @"


def _hang_up(mail: BaseEmailBackend) -> None:
    """Close a connection, whatever its state; the next mail opens a new one."""
    with suppress(SMTPException, OSError):
        mail.close()


def _send_sms(message: Outgoing, words: Words) -> Outcome:
    """POST {to, text, key} to the gateway: 2xx with an id is sent. Redirects are refused: they would lose the POST."""
    body = json.dumps({"to": message.to, "text": words.text, "key": message.key}).encode()
    try:
        status, answer = _post(settings.SMS_GATEWAY_URL, body)
    except (HTTPException, OSError, ValueError) as error:
        return unknown(f"{type(error).__name__}: {error}")
    if 400 <= status < 500 and status not in NOT_ABOUT_THE_RECIPIENT:
        return refused(f"{status} {_told(answer)}")
    try:
        if 200 <= status < 300 and (provider_id := json.loads(answer)["id"]):
            return sent(str(provider_id))
    except (ValueError, KeyError, TypeError):
        pass
    return unknown(f"{status} {_told(answer)}")


def _told(answer: bytes) -> str:
    """The words of an answer. It may repeat what we sent: no number longer than an error's, no part of a URL's path, no
    mail address, and nothing that mixes digits and letters is kept.
    """
    text = NUMBER.sub(" ", answer[:2000].decode("ascii", "replace"))
    return " ".join(WORD.findall(text))[:200]


def _post(url: str, body: bytes) -> tuple[int, bytes]:
    """Status and body of the answer."""
    parts = urlsplit(url)
    if not parts.netloc:
        raise ValueError("SMS_GATEWAY_URL is no address")
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    link = kind(parts.netloc, timeout=GATEWAY_SECONDS)
    end = monotonic() + SECONDS_IN_ALL
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {settings.SMS_GATEWAY_TOKEN}"}
    try:
        link.request("POST", f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}", body, headers)
        response = link.getresponse()
        text = b""
        while len(text) < LONGEST_ANSWER and (part := response.read1(LONGEST_ANSWER)):
            text += part
            if monotonic() > end:
                raise TimeoutError
        return response.status, text
    finally:
        link.close()


def _short(error: object) -> str:
    return str(error)[:500] or "unknown"
