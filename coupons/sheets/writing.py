"""A spreadsheet of any length, written row by row: what leaves Hosho as xlsx leaves through here.

Text stays text: openpyxl takes '=1+1' for a formula, and a spreadsheet program takes 0012 for 12. So text cells are
marked as text by type and by format, and control characters, which no xlsx can hold, are left out.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, BinaryIO

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet._writer import ALL_TEMP_FILES, WorksheetWriter

from coupons.sheets import private

UNWRITABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\]")
A4 = 9  # the paper's number in the file format
TITLE_LENGTH = 31  # of a sheet's name, in every spreadsheet program
TOTAL = "合計"


class Kind(Enum):
    """What a column holds, as the spreadsheet's number format."""

    TEXT = "@"
    YEN = "#,##0"
    COUNT = "0"
    DAY = "yyyy-mm-dd"
    TIME = "yyyy-mm-dd hh:mm"


@dataclass(frozen=True)
class Column:
    """A column's heading, kind, width in characters, and whether the last row gives its sum."""

    heading: str
    kind: Kind = Kind.TEXT
    width: int = 16
    is_totalled: bool = False


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, its columns, and rows of as many values (times aware; None: an empty cell)."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]


@dataclass(frozen=True)
class Written:
    """What went into a sheet: its rows, and the sums of its totalled columns by heading."""

    rows: int
    totals: dict[str, int]


def write(out: BinaryIO, *sheets: Sheet) -> list[Written]:
    """Write the sheets to `out` as one xlsx. Headings are the first row of each; memory does not grow with the rows.

    The sums are made from the rows as they are written: compare them with what they must be before handing the file on.
    """
    book = Workbook(write_only=True)
    book.properties.creator = "Hosho"
    with private.lent() as folder:
        try:
            written = [_write_sheet(book, sheet, folder / f"{number}.xml") for number, sheet in enumerate(sheets)]
        except BaseException:
            _give_up(book)
            raise
        book.save(out)
    return written


def _give_up(book: Workbook) -> None:
    """Close what openpyxl has begun; its files go with their folder: they hold personal data."""
    for page in book.worksheets:
        page.close()
        page._writer.cleanup()


def _write_sheet(book: Workbook, sheet: Sheet, file: Path) -> Written:
    page = book.create_sheet(NOT_IN_A_TITLE.sub("", sheet.title)[:TITLE_LENGTH])
    _set_up_print(page, sheet)
    _write_into(page, file)
    page.append(_headings(page, sheet.columns))
    makers = [_maker(page, column.kind) for column in sheet.columns]
    page._values_to_row = _placed
    totalled = [number for number, column in enumerate(sheet.columns) if column.is_totalled]
    sums, count = [0] * len(sheet.columns), 0
    for count, row in enumerate(sheet.rows, 1):
        for number in totalled:
            sums[number] += row[number] or 0
        page.append([make(value) for make, value in zip(makers, row, strict=True)])
    if totalled:
        page.append(_last_row(page, sheet.columns, sums))
    return Written(count, {sheet.columns[number].heading: sums[number] for number in totalled})


def _write_into(page: WriteOnlyWorksheet, file: Path) -> None:
    """Before openpyxl makes a file of its own in the machine's common folder, where a kill would leave it."""
    page._writer = WorksheetWriter(page, out=str(file))
    ALL_TEMP_FILES.append(str(file))  # its own clean-up takes it from there
    page._writer.write_top()


def _placed(cells: list[WriteOnlyCell], row: int) -> Iterator[WriteOnlyCell]:
    """Cells at their places. openpyxl asks of each whether it is one, by an exception: a third of the time."""
    for column, cell in enumerate(cells, 1):
        cell.row, cell.column = row, column
        yield cell


def _set_up_print(page: WriteOnlyWorksheet, sheet: Sheet) -> None:
    """A4 across, headings on every page, as wide as the paper, title above and page numbers below."""
    page.freeze_panes = "A2"
    page.print_title_rows = "1:1"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.oddHeader.center.text = sheet.title.replace("&", "&&")
    page.oddFooter.center.text = "&P / &N"
    for number, column in enumerate(sheet.columns, 1):
        page.column_dimensions[get_column_letter(number)].width = column.width


def _headings(page: WriteOnlyWorksheet, columns: Sequence[Column]) -> list[WriteOnlyCell]:
    cells = [_text_cell(page, column.heading) for column in columns]
    for cell in cells:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E8EEF7")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cells


def _last_row(page: WriteOnlyWorksheet, columns: Sequence[Column], sums: list[int]) -> list[WriteOnlyCell]:
    """The sums; the word for them stands in the first column, which is therefore never a totalled one."""
    values = [sums[number] if column.is_totalled else "" for number, column in enumerate(columns)]
    cells = [_maker(page, column.kind)(value) for column, value in zip(columns, values, strict=True)]
    cells[0] = _text_cell(page, TOTAL)
    for cell in cells:
        cell.font = Font(bold=True)
    return cells


def _maker(page: WriteOnlyWorksheet, kind: Kind) -> Callable[[Any], WriteOnlyCell]:
    """What makes a value of this kind a cell: the same cell every time: a row is written before the next comes."""
    cell = WriteOnlyCell(page)
    cell.number_format = kind.value
    put = _put_text if kind is Kind.TEXT else _put_plain

    def make(value: Any) -> WriteOnlyCell:
        put(cell, value)
        return cell

    return make


def _put_text(cell: WriteOnlyCell, value: Any) -> None:
    """Past openpyxl's own setter, which would see a formula or an error in it."""
    cell._value = UNWRITABLE.sub("", "" if value is None else str(value)) or None
    cell.data_type = "n" if cell._value is None else "s"


def _text_cell(page: WriteOnlyWorksheet, value: Any) -> WriteOnlyCell:
    cell = WriteOnlyCell(page)
    _put_text(cell, value)
    return cell


def _put_plain(cell: WriteOnlyCell, value: Any) -> None:
    """A number, a day, or a time as the clock in Japan shows it: spreadsheets know no zones."""
    written_as = cell.number_format
    is_time = isinstance(value, dt.datetime)
    cell.value = timezone.localtime(value).replace(tzinfo=None) if is_time else None if value == "" else value
    cell.number_format = written_as  # setting a day has put openpyxl's own format
