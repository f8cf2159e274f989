"""The Zengin file of 総合振込, written from plain values (JBA record formats, section 8 and annex 1).

120 bytes a record, one byte a character: header 1, a data record 2 for each transfer, trailer 8, end 9. Nothing here
asks the database or the clock. A value that cannot be written is refused by name: nothing is cut, dropped or replaced.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from claims.holder import SIGNS, SMALL_TO_LARGE, TO_HALF_WIDTH

RECORD_BYTES = 120
ENCODING = "cp932"  # the same bytes as JIS X 0201 for every character that is allowed
GENERAL_TRANSFER, IN_JIS = "21", "0"
CLEARING_HOUSE = "0000"  # not used any more
NOT_NEW, BY_WIRE, NO_EDI = "0", "7", " "


KANA = "[ｱ-ﾝ]|[ｳｶ-ﾄﾊ-ﾎ]ﾞ|[ﾊ-ﾎ]ﾟ"  # a sound mark is a character of its own, and never stands alone
PARTY = re.compile(f"(?:[A-Z0-9 ().-]|{KANA})+")
BANK = re.compile(f"(?:[A-Z0-9-]|{KANA})+")
BANK_LONGEST = 15
TOTAL_DIGITS = 12
MOST_TOTAL_YEN = 10**TOTAL_DIGITS - 1


class LineEnd(StrEnum):
    """What stands after each record; banks differ (the usual one first)."""

    CRLF = "crlf"
    LF = "lf"
    NONE = "none"


BYTES_OF = {LineEnd.CRLF: b"\r\n", LineEnd.LF: b"\n", LineEnd.NONE: b""}


class CannotBeWritten(ValueError):
    """A `value` that its field does not take. Never shown to the public: it may be an account number."""

    def __init__(self, field: str, value: object):
        super().__init__(f"{field}は、振込ファイルに書けません。")
        self.field, self.value = field, value


@dataclass(frozen=True, slots=True)
class Consignor:
    """Who pays, from which account; names in half-width kana. `code` is given by the bank."""

    code: str
    name: str
    bank_code: str
    bank_name: str
    branch_code: str
    branch_name: str
    account_type: str
    account_no: str


@dataclass(frozen=True, slots=True)
class Transfer:
    """One transfer. Names of bank and branch may be empty; `reference` and
    `second_reference` come back from the bank (顧客コード1 and 2)."""

    bank_code: str
    bank_name: str
    branch_code: str
    branch_name: str
    account_type: str
    account_no: str
    holder: str
    amount_yen: int
    reference: int
    second_reference: int = 0


def records(
    consignor: Consignor, transfer_on: date, transfers: Iterable[Transfer], line_end: LineEnd = LineEnd.CRLF
) -> Iterator[bytes]:
    """The file, record by record with its line end; the trailer counts what was written. Raises CannotBeWritten."""
    after = BYTES_OF[line_end]
    count = total_yen = 0
    yield header(consignor, transfer_on) + after
    for transfer in transfers:
        yield data(transfer) + after
        count, total_yen = count + 1, total_yen + transfer.amount_yen
    yield trailer(count, total_yen) + after
    yield _record("9" + _blank(119)) + after


def header(consignor: Consignor, transfer_on: date) -> bytes:
    """Record 1. The day has no year. Raises CannotBeWritten."""
    return _record(
        "1"
        + GENERAL_TRANSFER
        + IN_JIS
        + _code(consignor.code, 10, "委託者コード")
        + _name(consignor.name, 40, "依頼人名", PARTY)
        + f"{transfer_on:%m%d}"
        + _code(consignor.bank_code, 4, "仕向銀行番号")
        + _name(consignor.bank_name, BANK_LONGEST, "仕向銀行名", BANK)
        + _code(consignor.branch_code, 3, "仕向支店番号")
        + _name(consignor.branch_name, BANK_LONGEST, "仕向支店名", BANK)
        + _one_of("129", consignor.account_type, "依頼人の預金種目")
        + _code(consignor.account_no, 7, "依頼人の口座番号")
        + _blank(17)
    )


def data(transfer: Transfer) -> bytes:
    """Record 2. Raises CannotBeWritten."""
    return _record(
        "2"
        + _code(transfer.bank_code, 4, "銀行コード")
        + _name(transfer.bank_name, BANK_LONGEST, "銀行名", BANK)
        + _code(transfer.branch_code, 3, "支店コード")
        + _name(transfer.branch_name, BANK_LONGEST, "支店名", BANK)
        + CLEARING_HOUSE
        + _one_of("1249", transfer.account_type, "預金種目")
        + _code(transfer.account_no, 7, "口座番号")
        + _holder(transfer.holder)
        + _number(transfer.amount_yen, 10, "振込金額", least=1)
        + NOT_NEW
        + _number(transfer.reference, 10, "顧客コード1", least=1)
        + _number(transfer.second_reference, 10, "顧客コード2")
        + BY_WIRE
        + NO_EDI
        + _blank(7)
    )


def trailer(count: int, total_yen: int) -> bytes:
    """Record 8. Raises CannotBeWritten."""
    return _record("8" + _number(count, 6, "合計件数") + _number(total_yen, TOTAL_DIGITS, "合計金額") + _blank(101))


def bank_name(kana: str) -> str:
    """A bank's or branch's name as the file takes it; empty where it does not: these two fields may be blank.

    Some foreign banks are called with dots and spaces, which stand in no bank's name.
    """
    half = half_width(kana)
    return half if BANK.fullmatch(half) and len(half) <= BANK_LONGEST else ""


def half_width(kana: str) -> str:
    """Full-width kana, letters and signs as the file has them; what it does not take stays, and is refused later."""
    large = kana.upper().translate(SMALL_TO_LARGE).translate(SIGNS)
    return large.translate(VOICED).translate(TO_HALF_WIDTH)


# Full-width kana with a sound mark become two characters; the rest is in the holder's table.
VOICED = {
    ord(whole): plain + mark
    for plain, whole, mark in (
        *((plain, chr(ord(plain) + 1), "ﾞ") for plain in "カキクケコサシスセソタチツテトハヒフヘホ"),
        *((plain, chr(ord(plain) + 2), "ﾟ") for plain in "ハヒフヘホ"),
        ("ウ", "ヴ", "ﾞ"),
    )
}


def _holder(name: str) -> str:
    if not re.search("[ｱ-ﾝA-Z0-9]", name):
        raise CannotBeWritten("口座名義", name)
    return _name(name, 30, "口座名義", PARTY)


def _name(name: str, width: int, field: str, allowed: re.Pattern) -> str:
    """Left-aligned, with spaces after it."""
    if name and not allowed.fullmatch(name) or len(name) > width:
        raise CannotBeWritten(field, name)
    return name.ljust(width)


def _code(digits: str, width: int, field: str) -> str:
    """Digits that are exactly as many as the field has: a code is no number."""
    if not re.fullmatch(f"[0-9]{{{width}}}", digits):
        raise CannotBeWritten(field, digits)
    return digits


def _number(value: int, width: int, field: str, *, least: int = 0) -> str:
    """Right-aligned, with zeros before it."""
    if not least <= value < 10**width:
        raise CannotBeWritten(field, value)
    return f"{value:0{width}d}"


def _one_of(choices: str, value: str, field: str) -> str:
    if len(value) != 1 or value not in choices:
        raise CannotBeWritten(field, value)
    return value


def _blank(width: int) -> str:
    return " " * width


def _record(text: str) -> bytes:
    """A record is as many bytes as characters: a character of two bytes would shift everything after it."""
    written = text.encode(ENCODING)
    if len(written) != RECORD_BYTES:
        raise CannotBeWritten("レコード", text)
    return written
