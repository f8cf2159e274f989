"""Production's log: one JSON object a line, without personal data.

What is written about a person is masked wherever it comes from (mail addresses, long numbers, tokens), and of an
exception there are its type, the constraint it broke and where it happened: its words may quote a row of the database.
"""

import json
import logging
import traceback
from datetime import UTC, datetime
from types import TracebackType

from config.headers import request_id
from config.masking import PERSONAL

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


class JsonLines(logging.Formatter):
    """A record as JSON: at (UTC), level, logger, message; request, and of an exception its type and frames."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": PERSONAL.sub("***", _without_its_words(record)),
            **getattr(record, "of", {}),
        }
        if request_id.get():
            line["request"] = request_id.get()
        if record.exc_info and record.exc_info[0]:
            line |= _fault(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def _without_its_words(record: logging.LogRecord) -> str:
    """The message; where it quotes the error it is about, as Celery's does, only the error's type.

    Django's tell the path, which may hold what a visitor typed: the route stands in its place.
    """
    message = record.getMessage()
    if path := getattr(getattr(record, "request", None), "path", "/").strip("/"):
        written = path.encode("unicode_escape").decode("ascii")  # as Django writes it
        match = record.request.resolver_match
        message = message.replace(written, match.route.strip("/") if match else "***")
    error = record.exc_info[1] if record.exc_info else None
    for words in (repr(error), str(error)) if error else ():
        message = message.replace(words, type(error).__name__) if words else message
    return message


def _fault(exc_info: ExcInfo) -> dict[str, object]:
    kind, error, frames = exc_info
    said = {"error": f"{kind.__module__}.{kind.__qualname__}"}
    constraint = getattr(getattr(error.__cause__ or error, "diag", None), "constraint_name", None)
    if constraint:
        said["constraint"] = constraint
    return said | {"frames": [f"{one.filename}:{one.lineno} {one.name}" for one in traceback.extract_tb(frames)]}
