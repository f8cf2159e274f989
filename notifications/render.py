"""From a message's row to its words. The same row always says the same: a repeat after a crash is the same message.

But for one thing: whether coupons can still be used in shops, for a context that says until when (`usable_until`). That
is judged when the message leaves, which may be the morning after (case 7).

The words are in templates/messages/: <template>.txt begins with a line "Subject: …"; <template>.sms.txt is the SMS.
English stands beside them (<template>.en.txt, <template>.en.sms.txt), for a context whose `language` is "en".
"""

import re
from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils import translation

from config import clock
from config.tokens import digits_code, link_token
from notifications.models import Message

SUBJECT = "Subject: "
# What an SMS part holds, alone and beside others: UTF-16 units, and narrow letters where it has no other.
WIDE_PARTS, NARROW_PARTS = (70, 67), (160, 153)
NARROW = re.compile("[\n -_a-~¥]*")
COUNT_TWICE = "[]{}~^|\\"
PATH_OF = {"account": "a"}  # where a link of this purpose leads; the others to the receiving site
OPTIONAL = {"name": "", "language": "ja", "use_by": ""}  # what a template may ask for and a context may leave out


class IncompleteMessage(Exception):
    """The template asks for what the message's context does not hold: better late than with a gap in it."""


class Said(Protocol):
    """What the words depend on: a Message, or what a lease knows of it."""

    channel: str
    template: str
    context: dict


class Words(NamedTuple):
    """What a person reads. An SMS has no subject."""

    subject: str
    text: str


class Given(Context):
    """A template context in which nothing may be missing: Django would leave the place empty."""

    def __getitem__(self, name: str) -> object:
        for values in reversed(self.dicts):
            if name in values:
                return values[name]
        raise IncompleteMessage(name)


def render(message: Said) -> Words:
    """The words of a message, its link derived anew.

    Raises IncompleteMessage, TemplateDoesNotExist, tokens.UnknownKey, and ValueError for a value of another form.
    """
    values = _values(message.context)
    if "usable_until" in values:
        values["is_usable"] = _left_at(message) < datetime.fromisoformat(values["usable_until"])
    kind = "sms.txt" if message.channel == Message.Channel.SMS else "txt"
    language = "" if values["language"] == "ja" else f".{values['language']}"
    template = get_template(f"messages/{message.template}{language}.{kind}").template
    with translation.override(values["language"]):
        said = template.render(Given(values, autoescape=False)).strip()
    if not said.startswith(SUBJECT):
        return Words("", said)
    subject, _, text = said.partition("\n")
    return Words(subject.removeprefix(SUBJECT), text.strip())


def shown(message: Said) -> Words:
    """The words for somebody who looks, or what keeps them from being written."""
    try:
        return render(message)
    except Exception as error:  # noqa: BLE001 - one message that cannot be written must not hide the others
        return Words("", f"（文面を作れません：{type(error).__name__}: {error}）")


def sms_parts(text: str) -> int:
    """How many SMS a text is billed as: one up to 70 characters, in English up to 160; longer ones in smaller parts."""
    is_narrow = NARROW.fullmatch(text) is not None
    alone, beside_others = NARROW_PARTS if is_narrow else WIDE_PARTS
    units = len(text) + sum(map(text.count, COUNT_TWICE)) if is_narrow else len(text.encode("utf-16-le")) // 2
    return 1 if units <= alone else -(-units // beside_others)


def _left_at(message: Said) -> datetime:
    """When it was sent; for one that is being sent, or waits, now."""
    return getattr(message, "sent_at", None) or clock.now()


def _values(context: dict) -> dict:
    """What a template may use: the context, and in place of `link` its `url`, in place of `code` its digits.

    The host is a setting, never a request's.
    """
    values = OPTIONAL | context | {"site": settings.SITE_URL}
    link, code = values.pop("link", None), values.pop("code", None)
    if link:
        token = link_token(link["purpose"], link["id"], UUID(link["salt"]), link["key_id"])
        path = "" if values["language"] == "ja" else f"/{values['language']}"
        values["url"] = f"{settings.SITE_URL}{path}/{PATH_OF.get(link['purpose'], 'r')}/{token}/"
    if code:
        values["code"] = digits_code(code["purpose"], code["id"], UUID(code["salt"]), code["key_id"])
    return values
