"""A file of codes for the stock, handed in on a screen: every row is right, or nothing of the file is taken.

CSV or xlsx, judged row by row as the command judges them (stock.judged). The same file once more changes nothing; the
same code with another value or day is a fault, because one of the two files must be wrong. No fault repeats a code.
"""

import hashlib
from collections.abc import Sequence

from django.db import transaction

from coupons.loading.report import Finding
from coupons.sheets.opening import Limits
from coupons.sheets.reading import Heading, Table, read
from coupons.sheets.writing import Kind
from payouts import stock
from payouts.codes import mark_of
from payouts.models import PointCode
from payouts.stock import OTHERWISE, SAYS, CodeRow, RowRefused
from trail.record import record

HEADINGS = (
    Heading("brand", "種類"),
    Heading("face_value", "額面", Kind.YEN),
    Heading("code", "番号"),
    Heading("expires_on", "有効期限", Kind.DAY, is_required=False),
)
LIMITS = Limits(rows=20_000)
TWICE = "同じ番号が、このファイルに2つあります。"


class FileRefused(Exception):
    """Nothing of the file was taken; `findings` say at which line and column why."""

    def __init__(self, findings: Sequence[Finding]):
        super().__init__("nothing was taken")
        self.findings = sorted(findings, key=lambda finding: finding.line)


def take(*, data: bytes, name: str, who: str) -> tuple[int, int]:
    """Put a file's codes into stock; returns (added, known already). Raises FileRefused, sheets.opening.Unreadable."""
    table = read(data, HEADINGS, LIMITS)
    rows, findings = _understood(table)
    with transaction.atomic():
        findings += [*table.faults, *_said_otherwise(rows)]
        if findings:
            raise FileRefused(findings)
        added, known = stock.put(rows.values())
        digest = hashlib.sha256(data).hexdigest()
        counts = {"added": added, "known": known}
        record("stock added", who=who, about="payouts.pointcode", file=name, sha256=digest, **counts)
    return added, known


def _understood(table: Table) -> tuple[dict[int, CodeRow], list[Finding]]:
    """The good rows by their line, and the first fault of each other one."""
    rows, findings, seen = {}, [], set()
    for row in table.rows:
        try:
            judged = stock.judged(row.values)
        except RowRefused as fault:
            findings.append(Finding(row.line, fault.column, fault.words))
            continue
        mark = mark_of(judged.brand, judged.code)  # the same however it is written
        if mark in seen:
            findings.append(Finding(row.line, "code", TWICE))
        seen.add(mark)
        rows[row.line] = judged
    return rows, findings


def _said_otherwise(rows: dict[int, CodeRow]) -> list[Finding]:
    """Rows whose code is in stock, or was, with another value or another day."""
    marks = {line: mark_of(row.brand, row.code) for line, row in rows.items()}
    found = PointCode.objects.filter(code_fingerprint__in=marks.values())
    known = {bytes(mark): tuple(said) for mark, *said in found.values_list(*SAYS)}
    return [
        Finding(line, "code", OTHERWISE)
        for line, row in rows.items()
        if known.get(marks[line], says := (row.face_value_yen, row.expires_on)) != says
    ]
