"""A code of points at rest: sealed for its row, known again by its fingerprint, in the clear for its owner only."""

import re
import unicodedata

from config.sealing import fingerprint, seal, unseal
from payouts.models import PointCode, PointOrder

LONGEST = 200
SPOILT_CODE = (
    "表計算ソフトで番号がこわれているか、番号ではありません。発行会社から届いたままのファイルを入れてください。"
)
SPOILT = re.compile(r"#.*|\d(?:[.,]\d+)?E[+-]\d+", re.IGNORECASE)


def bare(plain: str) -> str:
    """A code as its letters and digits: an issuer may write the same one with hyphens, without, or in full width."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", plain) if letter.isalnum()) or plain


def is_spoilt(plain: str) -> bool:
    """Whether it is what a spreadsheet makes of a code (1.23457E+15, ####, #N/A), or nothing that a code is made of."""
    return SPOILT.fullmatch(plain) is not None or not re.search("[0-9A-Za-z]", unicodedata.normalize("NFKC", plain))


def mark_of(brand: str, plain: str) -> bytes:
    """The keyed digest by which the same code of a brand is known again, however it is written."""
    return fingerprint(bare(plain), purpose=f"code {brand}")


def stock_seal_name(code_fingerprint: bytes) -> str:
    """What a code in stock is sealed for: itself."""
    return f"payouts.pointcode/{bytes(code_fingerprint).hex()}"


def sealed_for_stock(plain: str, mark: bytes) -> bytes:
    return seal(plain, about=stock_seal_name(mark))


def open_code(code: PointCode) -> str:
    """A code in stock, in the clear. Raises SealBroken."""
    return unseal(code.code_sealed, about=stock_seal_name(code.code_fingerprint))


def sealed_for_order(plain: str, order_id: int) -> bytes:
    return seal(plain, about=_order_seal_name(order_id))


def code_of(order: PointOrder) -> str:
    """The code of an issued order, to show to its owner. Raises SealBroken."""
    return unseal(order.code_sealed, about=_order_seal_name(order.pk))


def sealed_for_quarantine(plain: str, mark: bytes) -> bytes:
    """For nobody's eyes: kept in case an issuer must be shown what it sent."""
    return seal(plain, about=f"payouts.quarantinedanswer/{mark.hex()}")


def _order_seal_name(order_id: int) -> str:
    return f"payouts.pointorder/{order_id}"
