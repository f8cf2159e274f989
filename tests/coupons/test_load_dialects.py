"""The same rows in any dialect of CSV come to the same tables (property test)."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coupons.loading.kinds import KINDS
from coupons.loading.run import load
from coupons.models import Coupon, Entry, Issuer, Member, Store
from tests.makers import regionpay

pytestmark = pytest.mark.django_db

ROWS = {
    "members": [["M1", "09012345678", "m@example.jp", ""], ["M2", "", "", "2023-03-20 12:00"]],
    "issuers": [["I1", "髙橋, 「宿」", "47", ""], ["I2", '"次"', "01", "0980000000"]],
    "stores": [["S1", "土産　店１", "47", ""]],
    "coupons": [
        ["100000000001", "47", "I1", "3000", "2023-02-23 15:00", "2023-02-23", "2023-02-24 23:59", "M1", ""],
        ["100000000002", "47", "I2", "1000", "2023-02-23 15:00", "2023-02-23", "2023-02-25 23:59", "", ""],
    ],
    "entries": [
        ["T1", "100000000001", "決済", "500", "2023-02-24 18:00", "S1", ""],
        ["T2", "100000000001", "取消", "500", "2023-02-24 18:05", "S1", "T1"],
        ["T3", "100000000002", "決済", "1000", "2023-02-24 18:00", "", ""],
    ],
}
NAMES = {"name"}
WIDE = str.maketrans("0123456789:/-", "０１２３４５６７８９：／－")
LOOKED_AT = {
    Member: ("member_no", "phone", "email", "left_at"),
    Issuer: ("no", "name", "prefecture", "phone"),
    Store: ("no", "name", "prefecture", "phone"),
    Coupon: (
        "inquiry_no",
        "prefecture",
        "issuer__no",
        "face_value_yen",
        "issued_at",
        "expires_at",
        "member__member_no",
    ),
    Entry: ("entry_no", "coupon__inquiry_no", "kind", "amount_yen", "counts_at", "store__no", "cancels__entry_no"),
}


class Undo(Exception):
    """Leave no trace for the next example."""


def written(draw, column: str, value: str) -> str:
    if column in NAMES or not value:
        return value
    if column in ("issued_at", "travel_on", "expires_at", "occurred_at", "left_at") and draw(st.booleans()):
        value = value.replace("-", "/")
    if draw(st.booleans()):
        value = value.translate(WIDE)
    return draw(st.sampled_from(["", " ", "　"])) + value + draw(st.sampled_from(["", " "]))


@st.composite
def files(draw) -> dict[str, bytes]:
    """One file of each kind, each in a dialect of its own."""
    return {kind: dialect(draw, kind) for kind in ROWS}


def dialect(draw, kind: str) -> bytes:
    columns = KINDS[kind].columns
    order = draw(st.permutations(range(len(columns))))
    header = [draw(st.sampled_from([columns[place].name, columns[place].japanese])) for place in order]
    extra = draw(st.booleans())
    out = StringIO()
    writer = csv.writer(
        out,
        lineterminator=draw(st.sampled_from(["\n", "\r\n", "\r"])),
        quoting=draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
    )
    writer.writerow(header + ["備考"] * extra)
    for row in draw(st.permutations(ROWS[kind])):
        cells = [written(draw, columns[place].name, row[place]) for place in order]
        writer.writerow(cells + [draw(st.sampled_from(["", "a,b", 'c"d', "上\n下"]))] * extra)
        out.write(draw(st.sampled_from(["", writer.dialect.lineterminator])))
    return out.getvalue().encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "cp932"])))


def tables_after(folder: Path, contents: dict[str, bytes]) -> dict[str, set]:
    for kind, content in contents.items():
        (folder / f"{kind}.csv").write_bytes(content)
    found = {}
    try:
        with transaction.atomic():
            load(scheme=regionpay(), paths=[folder])
            found = {table.__name__: set(table.objects.values_list(*names)) for table, names in LOOKED_AT.items()}
            raise Undo
    except Undo:
        return found


def plainly() -> dict[str, bytes]:
    contents = {}
    for kind, rows in ROWS.items():
        out = StringIO()
        csv.writer(out).writerows([[column.name for column in KINDS[kind].columns], *rows])
        contents[kind] = out.getvalue().encode()
    return contents


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(contents=files())
def test_every_dialect_loads_to_the_same_tables(tmp_path, contents):
    plain = tables_after(tmp_path, plainly())

    assert {table: len(rows) for table, rows in plain.items()} == {
        "Member": 2,
        "Issuer": 2,
        "Store": 1,
        "Coupon": 2,
        "Entry": 5,
    }
    assert tables_after(tmp_path, contents) == plain
