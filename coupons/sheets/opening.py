"""Files people hand in, opened without trust: what is too large, hostile or no table is refused before it is read.

A spreadsheet is a zip of XML. 4,675 bytes can name a cell so far away that reading up to it takes a minute, and 5 MB
can hold a million rows; so the zip's directory is judged first, rows are counted in the raw XML, and only then does
openpyxl (with defusedxml: no entities) see it, up to a last row and column. The kind is told by the content.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.xml import DEFUSEDXML

if not DEFUSEDXML:
    raise ImportError("openpyxl must read XML through defusedxml; install the requirements of the project")

MIB = 2**20
MAX_MEMBERS = 200
MAX_RATIO = 200  # of a member's size to its packed size; below SMALL any ratio is harmless
SMALL = MIB
MAX_UNPACKED = {"xl/worksheets/": 120 * MIB, "xl/sharedStrings.xml": 20 * MIB, "": 2 * MIB}
MAX_FIELD = 100_000  # characters in one CSV field; below csv.field_size_limit()
ROW, CELL = re.compile(rb"<(?:\w+:)?row[\s/>]"), re.compile(rb"<(?:\w+:)?c[\s/>]")
TAG = 256  # bytes of a tag that are enough to know it
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
Line = tuple[int, list[Any]]


class Unreadable(Exception):
    """The file as a whole cannot be read; the message says why and what to do, in the operator's words."""


@dataclass(frozen=True)
class Limits:
    """How much of a table is read: bytes of the file, rows below the headings, columns."""

    size: int = 20 * MIB
    rows: int = 20_000
    columns: int = 50


def is_spreadsheet(path: Path) -> bool:
    """Whether the file's zip directory names a workbook."""
    try:
        with zipfile.ZipFile(path) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (zipfile.BadZipFile, OSError):
        return False


def lines(data: bytes, limits: Limits) -> Iterator[Line]:
    """The table's rows as (line of the file, values), headings first; empty rows are left out.

    Values of a CSV are text; those of a spreadsheet text, numbers, booleans, days or times. Raises Unreadable, also
    between rows.
    """
    if not data.strip():
        raise Unreadable("ファイルが空です。")
    if len(data) > limits.size:
        raise Unreadable(f"ファイルが大きすぎます（{limits.size // MIB} MBまで）。")
    if data.startswith(OLE):
        raise Unreadable(
            "古い形式（.xls）か、パスワードのかかったファイルです。パスワードを外して .xlsx かCSVで保存してください。"
        )
    return _spreadsheet(data, limits) if data.startswith(b"PK") else _csv(data, limits)


def _spreadsheet(data: bytes, limits: Limits) -> Iterator[Line]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _judge_directory(archive)
            _judge_rows(archive, limits)
        yield from _cells(data, limits)
    except Unreadable:
        raise
    except Exception as error:  # openpyxl lets through whatever broken XML makes it stumble over
        raise Unreadable("スプレッドシートとして読めません。ファイルが壊れていないか確かめてください。") from error


def _judge_directory(archive: zipfile.ZipFile) -> None:
    """Refuse by the zip's directory alone: too many members, too much unpacked, packed too tightly, twice, macros."""
    members = archive.infolist()
    names = [member.filename for member in members]
    if len(members) > MAX_MEMBERS or len(set(names)) < len(names) or any(".." in name for name in names):
        raise Unreadable("スプレッドシートの中身が正しくありません。新しいファイルに値だけを写してください。")
    if any(member.flag_bits & 1 for member in members):
        raise Unreadable("パスワードのかかったファイルです。パスワードを外して保存してください。")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unreadable("マクロのあるファイルは受け付けません。.xlsx で保存してください。")
    if any(_is_too_much(member) for member in members):
        raise Unreadable("スプレッドシートを開くと大きすぎます。値だけを新しいファイルに写すか、CSVにしてください。")


def _is_too_much(member: zipfile.ZipInfo) -> bool:
    most = next(size for start, size in MAX_UNPACKED.items() if member.filename.startswith(start))
    tight = member.file_size > SMALL and member.file_size > MAX_RATIO * member.compress_size
    return member.file_size > most or tight


def _judge_rows(archive: zipfile.ZipFile, limits: Limits) -> None:
    """Count the rows and cells of each sheet in the raw XML: without a dimension openpyxl reads them all to open."""
    for member in archive.infolist():
        if not member.filename.startswith("xl/worksheets/"):
            continue
        rows, cells = _count(archive, member)
        if rows > limits.rows + 1 or cells > (limits.rows + 1) * limits.columns:
            raise Unreadable(f"行が多すぎます（{limits.rows:,}行まで）。分けてください。")


def _count(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> tuple[int, int]:
    """Rows and cells, by their opening tags. A tag cut in two by a chunk's end is looked at with the next chunk."""
    rows = cells = 0
    with archive.open(member) as file:
        kept = b""
        while chunk := file.read(MIB):
            text = kept + chunk
            cut = text.rfind(b"<")
            rows += sum(1 for _ in ROW.finditer(text, 0, cut))
            cells += sum(1 for _ in CELL.finditer(text, 0, cut))
            kept = text[cut:][:TAG] if cut >= 0 else b""
    return rows, cells


def _cells(data: bytes, limits: Limits) -> Iterator[Line]:
    book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    try:
        page = book.worksheets[0]
        page.reset_dimensions()  # what the file says of its size is not believed
        last_row = limits.rows + 2
        for number, row in enumerate(page.iter_rows(max_row=last_row, max_col=limits.columns + 1), 1):
            values = [_value(cell) for cell in row]
            while values and values[-1] in (None, ""):
                values.pop()
            _judge_line(number, values, limits)
            if values:
                yield number, values
    finally:
        book.close()


@dataclass(frozen=True)
class Formula:
    """A cell that computes: its value is whatever the program that saved it thought, so it is no value to us."""


def _value(cell: Any) -> Any:
    if cell.data_type == "f":
        return Formula()
    return cell.value


def _csv(data: bytes, limits: Limits) -> Iterator[Line]:
    text = io.StringIO(_decoded(data), newline="")
    rows = csv.reader(text, strict=True)
    while True:
        number = rows.line_num + 1
        try:
            values = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            raise Unreadable(f'{number}行目: 引用符（"）の使い方が正しくないか、長すぎる欄があります。') from error
        _judge_line(number, values, limits)
        if any(len(value) > MAX_FIELD for value in values):
            raise Unreadable(f"{number}行目: 長すぎる欄があります。")
        if any(value.strip() for value in values):
            yield number, values


def _decoded(data: bytes) -> str:
    """UTF-8, with or without its mark, or CP932. Not UTF-16, which a spreadsheet program calls Unicode text."""
    if b"\0" in data:
        raise Unreadable("CSVとして読めません。UTF-8か Shift_JIS のCSV、または .xlsx で保存してください。")
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("文字コードが分かりません。UTF-8か Shift_JIS のCSV、または .xlsx で保存してください。")


def _judge_line(number: int, values: list[Any], limits: Limits) -> None:
    if number > limits.rows + 1 and values:
        raise Unreadable(f"行が多すぎます（{limits.rows:,}行まで）。分けてください。")
    if len(values) > limits.columns:
        raise Unreadable(f"{number}行目: 列が多すぎます（{limits.columns}まで）。")
