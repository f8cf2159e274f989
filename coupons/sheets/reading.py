"""A table that came back (codes of an issuer, answers of shops, results of a bank) as rows of text with named columns.

What a spreadsheet program did to a value is said, not mended: a number where a code belongs may have lost its zeros.
"""

import datetime as dt
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from coupons.loading.report import Finding
from coupons.sheets.opening import Formula, Limits, Unreadable, lines
from coupons.sheets.writing import TOTAL, Kind

IS_A_DAY = "日付になっています。列の書式を「文字列」にして、元の値を入れてください。"
LOST_ZEROS = "数値になっています。先頭の0が失われたかもしれません。列の書式を「文字列」にして、元の値を入れてください。"
FORMULA = "計算式です。値だけを貼り付けてください。"
NOT_WHOLE = "整数ではありません。"
ORDINARY = Limits()
WRONG_COUNT = "列の数が見出しより多いです。"


@dataclass(frozen=True)
class Heading:
    """A column we look for: its name for programs, its heading on paper, and whether a table without it is refused."""

    name: str
    japanese: str
    kind: Kind = Kind.TEXT
    is_required: bool = True


@dataclass(frozen=True)
class Row:
    """One row below the headings, at its line of the file: text by column name, trimmed; '' for a missing column."""

    line: int
    values: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.values[name]


@dataclass
class Table:
    """The rows that could be read, and what is wrong with the others. `ignored`: headings we do not know."""

    rows: list[Row] = field(default_factory=list)
    faults: list[Finding] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def read(data: bytes, headings: Sequence[Heading], limits: Limits = ORDINARY) -> Table:
    """Read a CSV or xlsx by its headings, in any order, Japanese or English. A last row that gives totals is left out.

    Numbers of a YEN or COUNT column become their digits, days and times 2023-02-24 and 2023-02-24 18:05.
    Raises Unreadable: no table, too large, a heading missing or twice.
    """
    found = lines(data, limits)
    first = next(found, None)
    if first is None:
        raise Unreadable("見出しの行がありません。")
    columns, table = _columns(first[1], headings), Table()
    table.ignored = [str(text) for text, column in zip(first[1], columns, strict=True) if text and not column]
    for line, values in found:
        _take(table, columns, headings, line, values)
    return table


def as_named(text: str, headings: Sequence[Heading]) -> Heading | None:
    """The heading that is meant, in either language."""
    return next((one for one in headings if _plain(text) in (_plain(one.name), _plain(one.japanese))), None)


def text_of(value: Any, kind: Kind) -> str:
    """A cell as text; '' for what cannot be one of its kind."""
    return _text(kind, value)[0]


def _columns(texts: list[Any], headings: Sequence[Heading]) -> list[Heading | None]:
    known = {_plain(text): heading for heading in headings for text in (heading.name, heading.japanese)}
    columns = [known.get(_plain(text)) for text in texts]
    named = [column for column in columns if column]
    if len(named) != len(set(named)):
        raise Unreadable("同じ見出しの列が2つあります。")
    missing = [heading.japanese for heading in headings if heading.is_required and heading not in named]
    if missing:
        raise Unreadable(f"1行目に、次の見出しがありません: {'、'.join(missing)}")
    return columns


def _plain(text: Any) -> str:
    return unicodedata.normalize("NFKC", str(text or "")).strip().lower()


def _take(table: Table, columns: list[Heading | None], headings: Sequence[Heading], line: int, values: list) -> None:
    """Add the row to the table, or the first fault of it."""
    if values[0] == TOTAL:
        return
    if len(values) > len(columns):
        table.faults.append(Finding(line, "", WRONG_COUNT))
        return
    read_values = {heading.name: "" for heading in headings}
    for column, value in zip(columns, values, strict=False):
        if column is None:
            continue
        text, fault = _text(column.kind, value)
        if fault:
            table.faults.append(Finding(line, column.name, fault))
            return
        read_values[column.name] = text
    table.rows.append(Row(line, read_values))


def _text(kind: Kind, value: Any) -> tuple[str, str]:
    """The value as text, and what is wrong with it."""
    if value is None or isinstance(value, str):
        return _tidied(kind, value or ""), ""
    if isinstance(value, Formula):
        return "", FORMULA
    if isinstance(value, dt.date) and kind not in (Kind.DAY, Kind.TIME):  # a datetime is one, too
        return "", IS_A_DAY
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d}" if kind is Kind.DAY else f"{value:%Y-%m-%d %H:%M}", ""
    if isinstance(value, dt.date):
        return value.isoformat(), ""
    if kind not in (Kind.YEN, Kind.COUNT) or isinstance(value, bool):
        return "", LOST_ZEROS
    return (str(int(value)), "") if value == int(value) else ("", NOT_WHOLE)


def _tidied(kind: Kind, text: str) -> str:
    """Without spaces around; digits of an amount made plain and freed of their commas."""
    if kind in (Kind.YEN, Kind.COUNT):
        return unicodedata.normalize("NFKC", text).strip().replace(",", "").removesuffix("円").strip()
    return text.strip()
