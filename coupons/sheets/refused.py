"""What could not be taken of a table that was handed in, given back: the rows as they were, with what is wrong of each.

Corrected, it can be handed in again: the reader passes over the columns more. Of a file that is taken row by row the
refused rows come back; of one that is taken whole or not at all, all its rows.
"""

import io
from collections.abc import Iterator, Sequence
from typing import Any

from coupons.loading.report import Finding
from coupons.sheets.opening import Formula, Limits, lines
from coupons.sheets.reading import Heading, as_named, text_of
from coupons.sheets.writing import Column, Kind, Sheet, write

WHY = (Column("元の行番号", Kind.COUNT, 10), Column("直す列", width=16), Column("直す理由", width=60))


def as_xlsx(
    data: bytes, faults: Sequence[Finding], headings: Sequence[Heading], limits: Limits, *, is_whole: bool
) -> bytes:
    """A sheet with the file's own headings and rows as text, and behind them line, column and reason.

    `is_whole`: all rows, not only those with faults. A number where text belongs comes back empty: it has lost its
    zeros, and as text nobody would see that any more.
    """
    found = lines(data, limits)
    first = [str(value or "") for value in next(found)[1]]
    kept = [place for place, text in enumerate(first) if text not in {column.heading for column in WHY}]
    known = [as_named(first[place], headings) for place in kept]
    wrong = _by_line(faults, {heading.name: heading.japanese for heading in headings})
    columns = [*(Column(first[place], width=20) for place in kept), *WHY]
    out = io.BytesIO()
    write(out, Sheet("直す行", columns, _rows(found, kept, known, wrong, is_whole=is_whole)))
    return out.getvalue()


def _by_line(faults: Sequence[Finding], names: dict[str, str]) -> dict[int, tuple[str, str]]:
    """Of each line the columns and the reasons."""
    of: dict[int, list[Finding]] = {}
    for fault in faults:
        of.setdefault(fault.line, []).append(fault)
    return {
        line: ("、".join(names.get(one.column, "行") for one in found), "　".join(one.reason for one in found))
        for line, found in of.items()
    }


def _rows(
    found: Iterator[tuple[int, list[Any]]],
    kept: list[int],
    known: list[Heading | None],
    wrong: dict[int, tuple[str, str]],
    *,
    is_whole: bool,
) -> Iterator[list[Any]]:
    for line, values in found:
        if line in wrong or is_whole:
            there = [values[place] if place < len(values) else None for place in kept]
            cells = [_cell(value, heading) for value, heading in zip(there, known, strict=True)]
            yield [*cells, line if line in wrong else None, *wrong.get(line, ("", ""))]


def _cell(value: Any, heading: Heading | None) -> str:
    """As the reader understands it; '' for what it refuses."""
    if isinstance(value, Formula):
        return ""
    return text_of(value, heading.kind if heading else Kind.TEXT)
