"""Files of regionPAY as rows: encoding, quotes, line numbers, full-width characters. Knows nothing of the database.

Most lines of a file of millions are plain; they are passed on as they stand, and only a line with a quote, a full-width
character or an unreadable byte is looked at field by field.
"""

import csv
import re
import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from coupons.loading.kinds import KINDS, Kind

MAX_FILE_BYTES = 8 * 2**30
MAX_COLUMNS = 200
MAX_RECORD = 100_000  # characters in one row, line breaks within quotes included; below csv.field_size_limit()
CHUNK = 2**20
UNREADABLE = "\ufffd"  # what an undecodable byte becomes, and what NUL is made: COPY aborts on NUL
LOOK_CLOSER = re.compile('["\0\t\ufffd\u00a0\u3000\uff01-\uff5e]')
# Full-width ASCII and its spaces. Not NFKC, which would read 5² as 52.
PLAIN = {
    0x00A0: " ",
    0x3000: " ",
    0x0009: " ",
    0x0000: UNREADABLE,
    **{wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)},
}
AS_WRITTEN = {0x0000: UNREADABLE}  # for names

WRONG_COUNT = "列の数が見出しと違います。"
TOO_LONG = f"行が長すぎます（{MAX_RECORD:,}文字まで）。"
UNCLOSED = '引用符（"）が閉じていません。'
BAD_QUOTES = '引用符（"）の使い方が正しくありません。'
Line = tuple[int, str]


class FileRefused(Exception):
    """The file as a whole cannot be read; the message says why, in the operator's words."""


@dataclass
class Table:
    """An opened file: its kind (None: not one of ours) and its columns in file order (None: ignored)."""

    path: Path
    encoding: str
    kind: Kind | None
    columns: list[str | None]
    ignored: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return printable_name(self.path)


@dataclass
class Block:
    """Some rows, ready for COPY in CSV with the line number in front; and the lines that are no rows, with why."""

    text: list[str] = field(default_factory=list)
    broken: list[Line] = field(default_factory=list)


def printable_name(path: Path) -> str:
    """The file's name for reports. A name that is not UTF-8 (an old ZIP) could be neither printed nor stored."""
    return path.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def open_table(path: Path) -> Table:
    """Tell encoding, kind and columns by the header line (design 7, "Files in"). Raises FileRefused."""
    try:
        encoding, header = _header(path)
    except OSError as error:
        raise FileRefused(f"{printable_name(path)}: 読めません（{error.strerror}）。") from error
    names = next(csv.reader([header]), [])
    headers = plain_headers(names)
    kind, missing = _kind(headers)
    known = kind.headers if kind else {}
    columns = [known.get(header) for header in headers]
    _refuse_odd_columns(path, columns, kind)
    ignored = [name for name, column in zip(names, columns, strict=True) if kind and not column]
    return Table(path, encoding, kind, columns, ignored, missing)


def plain_headers(names: list[str]) -> list[str]:
    """Headers as they are compared: no full-width letters, no capitals, no spaces around."""
    return [unicodedata.normalize("NFKC", name).strip().lower() for name in names]


def kind_of(headers: list[str]) -> Kind | None:
    """The kind of file that has these (plain) headers; None: not one of ours."""
    return _kind(headers)[0]


def blocks(table: Table) -> Iterator[Block]:
    """The rows below the header, some thousands at a time, each at the physical line where it starts (header = 1)."""
    open_row: list[Line] = []
    for first, lines in _chunks(table):
        block = Block()
        if open_row or LOOK_CLOSER.search("\n".join(lines)):
            open_row = _read_closely(table, block, deque([*open_row, *enumerate(lines, first)]), at_end=False)
        else:
            _read_plainly(table, block, enumerate(lines, first))
        yield block
    block = Block()
    _read_closely(table, block, deque(open_row), at_end=True)
    yield block


def _header(path: Path) -> tuple[str, str]:
    if path.stat().st_size > MAX_FILE_BYTES:
        raise FileRefused(f"{printable_name(path)}: ファイルが大きすぎます（{MAX_FILE_BYTES // 2**30} GiBまで）。")
    with path.open("rb") as file:
        head = re.split(rb"[\r\n]", file.readline(MAX_RECORD), maxsplit=1)[0]
    encoding = _encoding(path, head)
    return encoding, head.decode(encoding, errors="replace")


def _refuse_odd_columns(path: Path, columns: list[str | None], kind: Kind | None) -> None:
    named = [column for column in columns if column]
    if len(named) != len(set(named)):
        raise FileRefused(f"{printable_name(path)}: 同じ見出しの列が2つあります。")
    if kind and len(columns) > MAX_COLUMNS:
        raise FileRefused(f"{printable_name(path)}: 列が多すぎます（{MAX_COLUMNS}まで）。")


def _chunks(table: Table) -> Iterator[tuple[int, list[str]]]:
    """The lines below the header, a chunk at a time, with the number of the first."""
    number, carry = 1, ""
    with table.path.open(encoding=table.encoding, errors="replace") as file:
        while chunk := file.read(CHUNK):
            *lines, carry = (carry + chunk).split("\n")
            carry = carry[: MAX_RECORD + 1]  # enough to see that it is too long: a line of gigabytes takes no memory
            yield (number, lines) if number > 1 else (2, lines[1:])
            number += len(lines)
    if carry and number > 1:
        yield number, [carry]


def _read_plainly(table: Table, block: Block, lines: Iterable[Line]) -> None:
    """Lines without anything odd: a comma is a separator, and the row is passed on as it stands."""
    commas = len(table.columns) - 1
    for number, line in lines:
        if line.count(",") == commas and len(line) <= MAX_RECORD:
            block.text.append(f"{number},{line}\n")
        elif line.strip():
            block.broken.append((number, TOO_LONG if len(line) > MAX_RECORD else WRONG_COUNT))


def _read_closely(table: Table, block: Block, lines: deque[Line], *, at_end: bool) -> list[Line]:
    """Rows with quotes or odd characters. Returns the lines of a row whose quote is still open when `lines` end.

    Where lines joined by a quote make no row, only the first is refused: the others may be rows of their own.
    """
    while lines:
        row = _row(lines)
        if len(row) == 1 and not LOOK_CLOSER.search(row[0][1]):
            _read_plainly(table, block, row)
            continue
        if _is_open(row) and not lines and not at_end and _length(row) <= MAX_RECORD:
            return row
        reason = _take(table, block, row)
        if reason:
            block.broken.append((row[0][0], reason))
            lines.extendleft(reversed(row[1:]))
    return []


def _row(lines: deque[Line]) -> list[Line]:
    """The next line, and those that its open quote joins to it."""
    row = [lines.popleft()]
    quotes, length = row[0][1].count('"'), len(row[0][1])
    while quotes % 2 and lines and length <= MAX_RECORD:
        row.append(lines.popleft())
        quotes, length = quotes + row[-1][1].count('"'), length + len(row[-1][1])
    return row


def _is_open(row: list[Line]) -> bool:
    return sum(text.count('"') for _, text in row) % 2 == 1


def _length(row: list[Line]) -> int:
    return sum(len(text) for _, text in row)


def _take(table: Table, block: Block, row: list[Line]) -> str:
    """Add the row to the block; or say why it is none."""
    if len(row[0][1]) > MAX_RECORD:
        return TOO_LONG
    if _is_open(row) or _length(row) > MAX_RECORD or _swallows_a_row(table, row):
        return UNCLOSED
    try:
        values = next(csv.reader(["\n".join(text for _, text in row)], strict=True, skipinitialspace=True), [])
    except csv.Error:
        return BAD_QUOTES
    if not any(value.strip() for value in values) and len(values) < 2:
        return ""
    if len(values) != len(table.columns):
        return WRONG_COUNT
    quoted = (f'"{_tidy(value, column)}"' for value, column in zip(values, table.columns, strict=True))
    block.text.append(f"{row[0][0]},{','.join(quoted)}\n")
    return ""


def _swallows_a_row(table: Table, row: list[Line]) -> bool:
    """A quote left open in one row and another in a later one would make everything between them one value, silently.

    So a line within quotes that would be a row by itself is taken for one.
    """
    return any(text.count(",") == len(table.columns) - 1 for _, text in row[1:])


def _tidy(value: str, column: str | None) -> str:
    """Full-width digits and signs made plain, names left as they are; quotes doubled for COPY."""
    return value.translate(AS_WRITTEN if column == "name" else PLAIN).replace('"', '""')


def _encoding(path: Path, head: bytes) -> str:
    """Told by the header line. English headers tell nothing: then the rows vote: one bad byte decides nothing."""
    if head.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    telling = _telling_lines(path) if head.isascii() else [head]
    votes = sum(1 if _decodes(line, "utf-8") else -_decodes(line, "cp932") for line in telling)
    return "utf-8" if votes >= 0 else "cp932"


def _telling_lines(path: Path) -> list[bytes]:
    """The first lines that are more than ASCII, by the chunk."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            if not chunk.isascii():
                return [line for line in chunk.splitlines() if not line.isascii()]
    return []


def _decodes(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _kind(headers: list[str]) -> tuple[Kind | None, list[str]]:
    """The largest kind all of whose required columns are there; else None, and what the nearest kind misses."""
    missing = {kind.name: kind.missing(headers) for kind in KINDS.values()}
    whole = [kind for kind in KINDS.values() if not missing[kind.name]]
    if whole:
        return max(whole, key=lambda kind: len(kind.columns)), []
    nearest = min(KINDS.values(), key=lambda kind: len(missing[kind.name]))
    is_near = len(missing[nearest.name]) * 2 < len(nearest.columns)
    return None, missing[nearest.name] if is_near else []
