"""What nobody means to send, put into every form of a page: too long a number, a digit that is none, a NUL."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.db import transaction
from django.test import Client

ODD = {"NUL": "1\0", "too great": "9" * 30, "too long": "9" * 5000, "no digit": "²"}
LEFT_AS_THEY_ARE = ("hidden", "submit", "file")  # or the page says only that it is out of date


@dataclass
class Form:
    """Where it goes, and its fields: whether each is typed, and what it sends by itself."""

    method: str
    action: str
    fields: dict[str, str] = field(default_factory=dict)
    typed: set[str] = field(default_factory=set)

    def filled_in(self, odd: str) -> dict[str, str]:
        return self.fields | dict.fromkeys(self.typed, odd)


class Forms(HTMLParser):
    """The forms of a page; of a select the first of its options."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._is_inside, self._select = False, ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        known = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(known.get("method", "get").lower(), known.get("action", "")))
            self._is_inside = True
        elif tag == "option" and self._select and known.get("value"):
            self.forms[-1].fields[self._select] = known["value"]
            self._select = ""
        elif self._is_inside and known.get("name"):
            self._takes(tag, known)

    def _takes(self, tag: str, known: dict[str, str]) -> None:
        form, name = self.forms[-1], known["name"]
        form.fields.setdefault(name, known.get("value", ""))
        self._select = name if tag == "select" else ""
        if tag in ("input", "textarea", "select") and known.get("type") not in LEFT_AS_THEY_ARE:
            form.typed.add(name)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_inside = False


def sent_to(page: str, address: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Method, address and values of each form of the page, once for each oddity."""
    for form in (one for one in Forms(page).forms if one.method != "dialog"):
        to = form.action if form.action.startswith("/") else address
        for odd in ODD.values():
            yield form.method, to.partition("?")[0], form.filled_in(odd)


def is_an_error(client: Client, method: str, address: str, values: dict[str, str]) -> str:
    """What the server could not answer, or nothing; whatever was done is undone."""
    kept = client.cookies.copy()
    try:
        with transaction.atomic():
            status = getattr(client, method)(address, values).status_code
            transaction.set_rollback(True)
    except Exception as error:  # noqa: BLE001 - every one of them would be a 500
        return f"{method} {address}: {type(error).__name__} {str(error)[:80]}"
    finally:
        client.cookies = kept
    return f"{method} {address}: {status}" if status >= 500 else ""
