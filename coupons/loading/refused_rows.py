"""The rows a load refused, as they were handed in, with the reason beside each: corrected, it can be loaded again."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from coupons.loading import spreadsheets
from coupons.loading.reading import open_table
from coupons.loading.report import Findings
from coupons.sheets.writing import Column, Kind, Sheet, write

MAX_LINES = 50  # that one row's quotes may join
REASONS = (Column("行番号", Kind.COUNT, 8), Column("列", width=14), Column("理由", width=60))


def as_xlsx(path: Path, refused: Findings) -> bytes:
    """A sheet with the file's own headings, its refused rows as text, and line, column and reason behind them.

    The loader ignores the three columns more. As xlsx, so that no spreadsheet program takes the zeros off a number.
    """
    reasons = {finding.line: finding for finding in refused.listed}
    with TemporaryDirectory(prefix="hosho-refused-") as folder:
        source = spreadsheets.plain(path, Path(folder))
        rows = _rows(source, reasons.keys())
        headings = [Column(text) for text in next(rows)[1]]
        found = ([*values, line, reasons[line].column, reasons[line].reason] for line, values in rows)
        out = io.BytesIO()
        write(out, Sheet("受け付けなかった行", [*headings, *REASONS], found))
    return out.getvalue()


def _rows(source: spreadsheets.Plain, wanted: set[int]) -> Iterator[tuple[int, list[str]]]:
    """The headings, then each wanted row, as long as the headings."""
    with source.path.open(encoding=open_table(source.path).encoding, errors="replace") as file:
        lines = file.read().split("\n")
    headings = _values(lines, 1)
    yield 1, headings
    for number in sorted(wanted):
        values = source.left_out.get(number) or _values(lines, number)
        yield number, (values + [""] * len(headings))[: len(headings)]


def _values(lines: list[str], number: int) -> list[str]:
    """The row that begins at this line, with the lines its open quote takes in; one never closed stays as it is."""
    row = lines[number - 1]
    for end in range(number, min(number + MAX_LINES, len(lines))):
        if row.count('"') % 2 == 0:
            break
        row = f"{row}\n{lines[end]}"
    closed = row if row.count('"') % 2 == 0 else lines[number - 1]
    return next(csv.reader(io.StringIO(closed, newline="")), [])
