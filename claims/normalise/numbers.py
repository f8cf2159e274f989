"""Numbers that are written down somewhere: on the coupon, in the passbook, in a message with a code."""

import re

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from claims.normalise.plain import HYPHENS, NotUnderstood, refuse_too_long, tidy, without

CODE = _("認証コード")
TWELVE_DIGITS = "^[0-9]{12}$"  # the pattern of a scheme that has no other
GROUPED_BY = f"{HYPHENS}_・.~:"
BETWEEN_NUMBERS = re.compile("[,、;/|]")
IN_A_NUMBER = re.compile(f"[0-9 {re.escape(GROUPED_BY)}]*")
LABEL = re.compile("^(?:[^0-9A-Z]+|[0-9]+枚目|NO(?=[0-9]|$))+")  # 「お問合せ番号」, 「1枚目」, 「No.」
CAPITALS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
PLAIN_DIGITS = re.compile(r"\^?(?:\[0-9\]|\\d)\{([0-9]+)\}\$?")


def inquiry_numbers(raw: str, pattern: str = TWELVE_DIGITS) -> list[str]:
    """The numbers pasted into one field, in their order: labels, spaces and hyphens off. `pattern` is the scheme's.

    Spaces group the digits of one number, unless a word between them is a number by itself. Odd characters within a
    number stay, for `inquiry_no_fault` to name. Raises NotUnderstood if the field holds far too much.
    """
    refuse_too_long(raw)
    pieces = [piece for line in raw.splitlines() for piece in BETWEEN_NUMBERS.split(tidy(line))]
    return [number for piece in pieces for number in _in_one_piece(_after_colon(piece), pattern)]


def _after_colon(piece: str) -> str:
    """「番号：1234」: what stands before the last colon is a label, unless it is digits too."""
    label, _colon, number = piece.rpartition(":")
    return piece if IN_A_NUMBER.fullmatch(label) else number


def _in_one_piece(piece: str, pattern: str) -> list[str]:
    words = [_bare(word, pattern) for word in piece.split()]
    if not any(_fits(word, pattern) for word in words):
        words = [_bare(piece, pattern)]
    return [word for word in words if word]


def _bare(written: str, pattern: str) -> str:
    number = without(GROUPED_BY, written).translate(CAPITALS)
    return number if _fits(number, pattern) else LABEL.sub("", number)


def _fits(number: str, pattern: str) -> bool:
    return re.fullmatch(pattern, number, re.ASCII) is not None


def inquiry_no_fault(number: str, pattern: str, nth: int) -> str | Promise | None:
    """What is wrong with the `nth` number (from 1), or None. `pattern` is the scheme's regular expression."""
    if _fits(number, pattern):
        return None
    values = {"nth": nth, "digits": len(number)}
    if not number:
        return format_lazy(_("{nth}枚目のお問合せ番号を入力してください。"), **values)
    plain_digits = PLAIN_DIGITS.fullmatch(pattern)
    if not plain_digits:
        words = _("{nth}枚目のお問合せ番号の形が違います。クーポンに書いてあるとおりに入力してください。")
        return format_lazy(words, **values)
    if not re.fullmatch("[0-9]+", number):
        return format_lazy(_("{nth}枚目のお問合せ番号に、数字以外の文字が入っています。"), **values)
    words = _("{nth}枚目のお問合せ番号は{digits}桁です。{wanted}桁の数字を入力してください。")
    return format_lazy(words, **values, wanted=plain_digits[1])


def account_no(raw: str) -> str:
    """An account number in the seven digits that banks write: shorter ones get noughts in front."""
    number = without(HYPHENS, tidy(raw))
    if not re.fullmatch("[0-9]{1,7}", number):
        raise NotUnderstood(_("口座番号は7桁以内の数字で入力してください。"))
    return number.zfill(7)


def digits(raw: str, count: int, label: str | Promise = CODE) -> str:
    """Exactly `count` digits: a one-time code, the last digits of a phone. `label` is what the page calls them."""
    number = without(HYPHENS, tidy(raw))
    if not re.fullmatch(f"[0-9]{{{count}}}", number):
        raise NotUnderstood(_("{label}は、{count}桁の数字で入力してください。"), label=label, count=count)
    return number
