"""Codes bought in advance: a CSV of brand, face_value, code, expires_on goes into stock, sealed.

The command takes files of any length, line by line; one handed in on a screen: stock_files.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from django.db import connection, transaction

from config import clock
from config.sealing import SealBroken
from payouts.codes import LONGEST, SPOILT_CODE, is_spoilt, mark_of, open_code, sealed_for_stock
from payouts.models import Brand, PointCode, QuarantinedAnswer
from trail.record import record

HEADERS = ("brand", "face_value", "code", "expires_on")
MAX_ROWS = 2_000_000
BATCH = 5_000
SAYS = ("code_fingerprint", "face_value_yen", "expires_on")
OTHERWISE = "前に入れた番号ですが、額面か有効期限がちがいます。"


class StockFileRefused(Exception):
    """The file cannot be taken; the message says which line and why. Never repeats a code."""


class RowRefused(Exception):
    """The first thing wrong with a row: its column, and words that do not repeat the code."""

    def __init__(self, column: str, words: str):
        super().__init__(column, words)
        self.column, self.words = column, words


@dataclass(frozen=True)
class CodeRow:
    """One good line."""

    brand: Brand
    face_value_yen: int
    code: str
    expires_on: date | None


def add_codes(*, path: Path, who: str) -> tuple[int, int]:
    """Put the file's codes into stock, all or none; returns (added, known already). Raises StockFileRefused."""
    with transaction.atomic():
        added, known = put(_agreeing(_rows(path)))
        record("stock added", who=who, about="payouts.pointcode", file=path.name, added=added, known=known)
    return added, known


def put(rows: Iterable[CodeRow]) -> tuple[int, int]:
    """Put them into stock; returns (added, known already). Inside a transaction: one file at a time."""
    added = known = 0
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('stock'), 0)")
    batch: list[CodeRow] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            added, known, batch = (*_add(batch, added, known), [])
    return _add(batch, added, known)


def recheck(*, who: str) -> tuple[int, int]:
    """Take back what was set aside and opens by now (its key is on the ring again). Returns (back, still shut)."""
    with transaction.atomic():
        aside = PointCode.objects.select_for_update(no_key=True).exclude(quarantined_at=None).order_by("id")
        shut = [(code.pk, _is_shut(code)) for code in aside.iterator(chunk_size=BATCH)]
        back = PointCode.objects.filter(pk__in=[pk for pk, is_shut in shut if not is_shut]).update(quarantined_at=None)
        record("stock rechecked", who=who, about="payouts.pointcode", back=back, shut=len(shut) - back)
    return back, len(shut) - back


def _is_shut(code: PointCode) -> bool:
    try:
        open_code(code)
    except SealBroken:
        return True
    return False


def _add(rows: list[CodeRow], added: int, known: int) -> tuple[int, int]:
    at = clock.now()
    sealed = [_sealed(row, at) for row in {(row.brand, row.code): row for row in rows}.values()]
    made = _never_kept_apart(sealed)
    before = PointCode.objects.count()
    PointCode.objects.bulk_create(made, ignore_conflicts=True)
    new = PointCode.objects.count() - before
    return added + new, known + len(rows) - new


def _never_kept_apart(codes: list[PointCode]) -> list[PointCode]:
    """Without those that an issuer has sent for an order before: they are known, and in quarantine."""
    marks = [code.code_fingerprint for code in codes]
    apart = QuarantinedAnswer.objects.filter(code_fingerprint__in=marks).values_list("code_fingerprint", flat=True)
    known = {bytes(mark) for mark in apart}
    return [code for code in codes if code.code_fingerprint not in known]


def _sealed(row: CodeRow, at) -> PointCode:
    mark = mark_of(row.brand, row.code)
    return PointCode(
        brand=row.brand,
        face_value_yen=row.face_value_yen,
        code_sealed=sealed_for_stock(row.code, mark),
        code_fingerprint=mark,
        expires_on=row.expires_on,
        loaded_at=at,
    )


def _agreeing(rows: Iterator[tuple[int, CodeRow]]) -> Iterator[CodeRow]:
    """The rows; raises StockFileRefused at one whose code was said with another value or day, here or before.

    In the batches of `put`, which has stored all earlier ones when it asks for the next.
    """
    while batch := list(islice(rows, BATCH)):
        marks = [mark_of(row.brand, row.code) for _line, row in batch]
        found = PointCode.objects.filter(code_fingerprint__in=marks)
        said = {bytes(mark): what for mark, *what in found.values_list(*SAYS)}
        for mark, (line, row) in zip(marks, batch, strict=True):
            if said.setdefault(mark, what := [row.face_value_yen, row.expires_on]) != what:
                raise StockFileRefused(f"{line}行目 code：{OTHERWISE}")
            yield row


def _rows(path: Path) -> Iterator[tuple[int, CodeRow]]:
    """Each good row and its line."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if not set(HEADERS) <= set(reader.fieldnames or ()):
                raise StockFileRefused(f"見出しは {', '.join(HEADERS)} です。")
            for row in reader:
                if reader.line_num > MAX_ROWS:
                    raise StockFileRefused(f"{MAX_ROWS:,}行までです。")
                yield reader.line_num, _row(reader.line_num, row)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise StockFileRefused(f"{path.name} を読めません（{type(error).__name__}）。") from error


def _row(line: int, row: dict[str, str | None]) -> CodeRow:
    try:
        return judged({name: (row[name] or "").strip() for name in HEADERS})
    except RowRefused as fault:
        raise StockFileRefused(f"{line}行目 {fault.column}：{fault.words}") from fault


def judged(row: Mapping[str, str]) -> CodeRow:
    """What a row says; the brand by its short name or as screens call it. Raises RowRefused."""
    brand, value, code, expires = (row[name] for name in HEADERS)
    known = next((one for one in Brand if brand in (one.value, str(one.label))), None)
    if known is None:
        raise RowRefused("brand", f"{'・'.join(Brand.values)} のどれかです。")
    if not (value.isascii() and value.isdigit() and len(value) <= 7 and int(value)):
        raise RowRefused("face_value", "1円以上の整数です。")
    if not code or len(code) > LONGEST or not code.isprintable():
        raise RowRefused("code", "番号がないか、長すぎるか、見えない文字があります。")
    if is_spoilt(code):
        raise RowRefused("code", SPOILT_CODE)
    try:
        return CodeRow(known, int(value), code, date.fromisoformat(expires.replace("/", "-")) if expires else None)
    except ValueError:
        raise RowRefused("expires_on", "「2024-03-31」の形の日付です。") from None
