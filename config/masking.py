"""A URL that receives, or gives an account, is a secret: no log line shows one, whatever writes it."""

import logging
import re

TOKEN = re.compile(r"(?<=/[ra]/)[^/\s\"'?]{10,}")


class MaskedRecord(logging.LogRecord):
    """A log record whose message has no token in it: Django's "Not Found: /r/…", the web server's access lines."""

    def getMessage(self) -> str:
        return TOKEN.sub("***", super().getMessage())


class MaskedFormatter(logging.Formatter):
    """The same for what stands beneath a message: an error's traceback may name the address it happened at."""

    def format(self, record: logging.LogRecord) -> str:
        return TOKEN.sub("***", super().format(record))
