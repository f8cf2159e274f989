"""regionPAY's files as xlsx: made the CSV the loader reads, line by line, nothing guessed.

A line of the CSV stands where its row stands in the spreadsheet, so every finding names the row a person sees. A row
with a value that cannot be trusted (a number where a code belongs, a formula) is an empty line there, a finding here.
"""

import csv
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from coupons.loading.reading import FileRefused, kind_of, plain_headers, printable_name
from coupons.loading.report import Finding
from coupons.sheets import opening
from coupons.sheets.opening import Formula, Limits, Unreadable
from coupons.sheets.reading import FORMULA, LOST_ZEROS, NOT_WHOLE

ZIP = b"PK"
LIMITS = Limits(size=50 * opening.MIB, rows=200_000, columns=50)
AMOUNTS = {"amount", "face_value"}
DAYS = {"travel_on"}
LINE_BREAK = re.compile(r"\s*[\r\n]+\s*")


@dataclass
class Plain:
    """A file as CSV: itself, or what was made of a spreadsheet. `faults`: the rows left out, with their values."""

    path: Path
    faults: list[Finding] = field(default_factory=list)
    left_out: dict[int, list[str]] = field(default_factory=dict)


def plain(path: Path, folder: Path) -> Plain:
    """The file itself if it is no spreadsheet, else a CSV of the same name in `folder`. Raises FileRefused.

    A zip that is none by name and content (a folder may hold others) is left to the loader, which skips and names it.
    """
    try:
        with path.open("rb") as file:
            if file.read(len(ZIP)) != ZIP or not (path.suffix.lower() == ".xlsx" or opening.is_spreadsheet(path)):
                return Plain(path)
            data = ZIP + file.read(LIMITS.size)
        return _as_csv(data, folder / path.name)
    except OSError as error:
        raise FileRefused(f"{printable_name(path)}: 読めません（{error.strerror}）。") from error
    except Unreadable as error:
        raise FileRefused(f"{printable_name(path)}: {error}") from error


def _as_csv(data: bytes, path: Path) -> Plain:
    found = Plain(path)
    with path.open("w", encoding="utf-8", newline="") as file:
        _write_rows(file, opening.lines(data, LIMITS), found)
    return found


def _write_rows(file: TextIO, rows: Iterator[opening.Line], found: Plain) -> None:
    writer, columns, written = csv.writer(file, lineterminator="\n"), [], 0
    for line, values in rows:
        file.write("\n" * (line - written - 1))
        written = line
        if not columns:
            columns = _columns(values)
            writer.writerow([_text(value) for value in values])
            continue
        values += [None] * (len(columns) - len(values))
        fault = _fault(columns, values, line)
        if fault:
            found.faults.append(fault)
            found.left_out[line] = _texts(columns, values)
            file.write("\n")
        else:
            writer.writerow(_texts(columns, values))


def _columns(headers: list[Any]) -> list[str]:
    """English names in the file's order; '' for what the loader does not use."""
    plain_ones = plain_headers([_text(header) for header in headers])
    kind = kind_of(plain_ones)
    return [kind.headers.get(header, "") if kind else "" for header in plain_ones]


def _fault(columns: list[str], values: list[Any], line: int) -> Finding | None:
    for column, value in zip(columns, values, strict=False):
        reason = _reason(column, value)
        if column and reason:
            return Finding(line, column, reason)
    return None


def _reason(column: str, value: Any) -> str:
    """What is wrong with a cell; '' if nothing is."""
    if isinstance(value, Formula):
        return FORMULA
    if isinstance(value, bool) or (isinstance(value, int | float) and column not in AMOUNTS):
        return LOST_ZEROS
    return NOT_WHOLE if isinstance(value, float) and value != int(value) else ""


def _texts(columns: list[str], values: list[Any]) -> list[str]:
    """The row for the CSV. A spreadsheet's day is its midnight, so only the column tells whether a time was meant."""
    days = [index for index, column in enumerate(columns) if column in DAYS]
    texts = [_text(value) for value in values]
    for index in days:
        if isinstance(values[index], dt.datetime):
            texts[index] = f"{values[index]:%Y-%m-%d}"
    return texts


def _text(value: Any) -> str:
    """As the CSV would have it. A line break within a cell would move every later line."""
    if value is None or isinstance(value, Formula):
        return ""
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return LINE_BREAK.sub(" ", str(value))
