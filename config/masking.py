"""A URL that receives, or gives an account, is a secret: no log line shows one, whatever writes it.

Nor may what is kept of an error name anybody: the database's own words quote the row that broke a rule.
"""

import logging
import re

# Also as people and programs mistype it: in capitals, with slashes doubled or quoted.
TOKEN = re.compile(r"((?:/|%(?:25)*2F)[ra](?:/|%(?:25)*2F)+)(?:(?!%(?:25)*2F)[^/\s\"'?]){10,}", re.IGNORECASE)
PERSONAL = re.compile(r"[^\s@<>\"'(),;:=]+@[^\s@<>\"'(),;:]+|\+?\d(?:[-\s()]?\d){8,}")


class MaskedRecord(logging.LogRecord):
    """A log record whose message has no token in it: Django's "Not Found: /r/…", the web server's access lines."""

    def getMessage(self) -> str:
        return TOKEN.sub(r"\1***", super().getMessage())


class MaskedFormatter(logging.Formatter):
    """The same for what stands beneath a message: an error's traceback may name the address it happened at."""

    def format(self, record: logging.LogRecord) -> str:
        return TOKEN.sub(r"\1***", super().format(record))


def words_of(error: BaseException) -> str:
    """What may be kept of an error: its type and words, of the database's only the first sentence, nobody's number."""
    primary = getattr(getattr(error.__cause__ or error, "diag", None), "message_primary", None)
    return f"{type(error).__name__}: {PERSONAL.sub('***', primary or str(error))}"
