"""Files made to hang, to fill the memory or to reach out: each is refused in under five seconds (here: of CPU)."""

import io
import time
import zipfile

import pytest
from openpyxl import Workbook

from coupons.sheets.opening import Limits, Unreadable, lines

TYPES = "[Content_Types].xml"
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def whole() -> dict[str, bytes]:
    """The members of a good file with one text cell."""
    book, out = Workbook(), io.BytesIO()
    book.active.append(["番号"])
    book.save(out)
    with zipfile.ZipFile(out) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(*changed: tuple[str, bytes]) -> bytes:
    """The good file with members replaced or added; twice the same name stays twice."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        names = {name for name, _ in changed}
        for name, content in [*((n, c) for n, c in whole().items() if n not in names), *changed]:
            archive.writestr(name, content)
    return out.getvalue()


def sheet(rows: str, before: str = "") -> tuple[str, bytes]:
    return SHEET, f"<?xml version='1.0'?>{before}<worksheet {NS}><sheetData>{rows}</sheetData></worksheet>".encode()


def laughs() -> str:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE x [<!ENTITY l0 "lol">{levels}]>'


MANY_ROWS = "".join(f"<row><c><v>{n}</v></c></row>" for n in range(400_000))
CELL = '<row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row>'
HOSTILE = {
    "an empty file": b"",
    "a program": b"MZ" + bytes(1000),
    "an old or encrypted file": bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1000),
    "a zip cut short": packed()[:-100],
    "a zip of something else": b"PK\x03\x04" + bytes(500),
    "no workbook inside": packed(("xl/workbook.xml", b"<x/>")),
    "macros": packed(("xl/vbaProject.bin", b"x")),
    "packed a thousand times": packed((SHEET, bytes(100 * 2**20))),
    "too many members": packed(*((f"x/{n}", b"") for n in range(300))),
    "a way out of the folder": packed(("../x", b"x")),
    "entities of entities": packed(sheet(CELL.format("&l9;"), laughs())),
    "a quadratic entity": packed(sheet(CELL.format("&a;" * 9_000), f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]>')),
    "a file of the machine": packed(
        sheet(CELL.format("&x;"), '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/hostname">]>')
    ),
    "rows without a dimension": packed(sheet(MANY_ROWS)),
    "rows without a dimension, with a prefix": packed(sheet(MANY_ROWS.replace("<row", "<x:row"))),
    "too many strings": packed((STRINGS, b"<sst>" + b"<si><t>abcdefgh</t></si>" * 1_000_000 + b"</sst>")),
    "too many styles": packed(("xl/styles.xml", b"<x>" + bytes(range(65, 91)) * 100_000 + b"</x>")),
    "10 MB in a line": b"a" * 10_000_000,
    "a quote never closed": b'a,b\n1,"2\n' + b"3,4\n" * 100_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_refused_at_once(name):
    began = time.process_time()
    with pytest.raises(Unreadable):
        list(lines(HOSTILE[name], Limits()))
    assert time.process_time() - began < 5


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_member_that_is_there_twice():
    with pytest.raises(Unreadable):
        list(lines(packed(sheet("<row/>"), sheet("<row/>")), Limits()))


@pytest.mark.parametrize("cell", ["XFD1048576", "A1048576"])
def test_a_cell_at_the_far_end_is_not_walked_to(cell):
    number = cell.lstrip("XFDA")
    far = f'<row r="{number}"><c r="{cell}"><v>1</v></c></row>'
    data = packed(sheet(CELL.format("番号") + far))
    began = time.process_time()
    assert list(lines(data, Limits())) == [(1, ["番号"])]
    assert time.process_time() - began < 5


def test_a_stated_dimension_is_not_believed():
    dimension = f"<worksheet {NS}><dimension ref='A1:XFD1048576'/>"
    name, content = sheet(CELL.format("番号"))
    data = packed((name, content.replace(f"<worksheet {NS}>".encode(), dimension.encode())))
    assert list(lines(data, Limits())) == [(1, ["番号"])]
