"""What each row of an issuer's file says: the code for a key, or that it cannot be given. No database here."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from coupons.loading.report import Finding
from coupons.sheets.reading import Heading, Row
from coupons.sheets.writing import Kind
from payouts.codes import LONGEST, SPOILT_CODE, bare, is_spoilt
from payouts.issuers.answers import Issued
from payouts.models import Brand

HEADINGS = (
    Heading("key", "申込番号"),
    Heading("brand", "種類"),
    Heading("amount", "金額", Kind.YEN),
    Heading("code", "番号"),
    Heading("expires_on", "有効期限", Kind.DAY, is_required=False),
    Heading("refused", "発行不可の理由", is_required=False),
)


@dataclass(frozen=True)
class Line:
    """What the issuer says of one key, at a line of its file. Without `answer` it is a refusal, with its reason."""

    line: int
    key: UUID
    answer: Issued | None
    refused: str


class _Faulty(Exception):
    def __init__(self, column: str, words: str) -> None:
        super().__init__(column, words)
        self.column, self.words = column, words


def understood(rows: Iterable[Row]) -> tuple[list[Line], list[Finding]]:
    """The rows that are as they must be, and the first fault of each other one."""
    lines, findings = [], []
    for row in rows:
        try:
            lines.append(_line(row))
        except _Faulty as fault:
            findings.append(Finding(row.line, fault.column, fault.words))
    return lines, findings


def repeated(lines: list[Line]) -> list[Finding]:
    """A key or a code that stands twice in the file: told at every line but the first."""
    findings, keys, codes = [], Counter(), Counter()
    for line in lines:
        if keys[line.key]:
            findings.append(Finding(line.line, "key", "同じ申込番号が、このファイルに2つあります。"))
        code = line.answer and (line.answer.brand, bare(line.answer.code))
        if code and codes[code]:
            findings.append(Finding(line.line, "code", "同じ番号が、このファイルに2つあります。"))
        keys[line.key] += 1
        codes[code] += 1
    return findings


def _line(row: Row) -> Line:
    """Raises _Faulty: the first column that is not as it must be."""
    key, brand, amount = _key(row["key"]), _brand(row["brand"]), _amount(row["amount"])
    if bool(row["code"]) == bool(row["refused"]):
        raise _Faulty("code", "番号か、発行不可の理由の、どちらかを入れてください。")
    if len(row["code"]) > LONGEST or not row["code"].isprintable():
        raise _Faulty("code", "番号が長すぎるか、見えない文字があります。")
    if row["code"] and is_spoilt(row["code"]):
        raise _Faulty("code", SPOILT_CODE)
    if row["refused"]:
        return Line(row.line, key, None, row["refused"][:200])
    return Line(row.line, key, Issued(row["code"], brand, amount, _day(row["expires_on"])), "")


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise _Faulty("key", "申込番号の形ではありません。") from None


def _brand(text: str) -> str:
    """By its word on screens or its short name."""
    for brand in Brand:
        if text in (brand.value, str(brand.label)):
            return brand.value
    raise _Faulty("brand", "種類が分かりません。")


def _amount(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise _Faulty("amount", "金額は、1円以上の整数です。")
    return int(text)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.replace("/", "-")) if text else None
    except ValueError:
        raise _Faulty("expires_on", "「2024-03-31」の形の日付です。") from None
