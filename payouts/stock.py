"""Codes bought in advance: a CSV of brand, face_value, code, expires_on goes into stock, sealed."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import connection, transaction

from config import clock
from config.sealing import SealBroken
from payouts.codes import mark_of, open_code, sealed_for_stock
from payouts.models import Brand, PointCode, QuarantinedAnswer
from trail.record import record

HEADERS = ("brand", "face_value", "code", "expires_on")
MAX_ROWS = 2_000_000
BATCH = 5_000


class StockFileRefused(Exception):
    """The file cannot be taken; the message says which line and why. Never repeats a code."""


@dataclass(frozen=True)
class CodeRow:
    """One good line."""

    brand: Brand
    face_value_yen: int
    code: str
    expires_on: date | None


def add_codes(*, path: Path, who: str) -> tuple[int, int]:
    """Put the file's codes into stock, all or none; returns (added, known already). Raises StockFileRefused."""
    added = known = 0
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(hashtext('stock'), 0)")
        batch: list[CodeRow] = []
        for row in _rows(path):
            batch.append(row)
            if len(batch) == BATCH:
                added, known, batch = (*_add(batch, added, known), [])
        added, known = _add(batch, added, known)
        record("stock added", who=who, about="payouts.pointcode", file=path.name, added=added, known=known)
    return added, known


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


def _rows(path: Path) -> Iterator[CodeRow]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if not set(HEADERS) <= set(reader.fieldnames or ()):
                raise StockFileRefused(f"見出しは {', '.join(HEADERS)} です。")
            for row in reader:
                if reader.line_num > MAX_ROWS:
                    raise StockFileRefused(f"{MAX_ROWS:,}行までです。")
                yield _row(reader.line_num, row)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise StockFileRefused(f"{path.name} を読めません（{type(error).__name__}）。") from error


def _row(line: int, row: dict[str, str | None]) -> CodeRow:
    brand, value, code, expires = ((row[name] or "").strip() for name in HEADERS)
    if brand not in Brand.values:
        raise StockFileRefused(f"{line}行目 brand：{'・'.join(Brand.values)} のどれかです。")
    if not (value.isascii() and value.isdigit() and 0 < int(value) <= 9_999_999):
        raise StockFileRefused(f"{line}行目 face_value：1円以上の整数です。")
    if not code or len(code) > 200:
        raise StockFileRefused(f"{line}行目 code：番号がありません。")
    try:
        return CodeRow(Brand(brand), int(value), code, date.fromisoformat(expires) if expires else None)
    except ValueError as error:
        raise StockFileRefused(f"{line}行目 expires_on：「2024-03-31」の形の日付です。") from error
