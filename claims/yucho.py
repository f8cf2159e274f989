"""ゆうちょ銀行 writes 記号 and 番号 in its passbooks; a transfer needs a branch and an account number (its official rule)."""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from claims.normalise.plain import HYPHENS, NotUnderstood, tidy, without

BANK_CODE = "9900"
ORDINARY, CURRENT, SAVINGS = "1", "2", "4"  # as BankAccount.account_type
# A digit between the two, written at the end of the one or at the beginning of the other, means nothing to a transfer.
SYMBOL = re.compile("([01][0-9]{3}0)[0-9]?")
DIGIT_BETWEEN = re.compile(f"^[0-9] ?[{re.escape(HYPHENS)}]")


@dataclass(frozen=True, slots=True)
class Account:
    """Where to transfer to. `looks_right` is False where the check digit disagrees: ask again, refuse nothing.

    Printed examples fail the check too, so it can only be a reason to look twice.
    """

    branch_code: str
    account_type: str
    account_no: str
    looks_right: bool


def account(symbol: str, number: str, *, savings: bool = False) -> Account:
    """The account of 記号 `symbol` and 番号 `number`; `savings` for a passbook of 通常貯蓄貯金.

    Raises NotUnderstood, whose `part` is symbol or number. Whether the branch exists, the directory of banks tells.
    """
    symbol = _symbol(symbol)
    if symbol[0] == "0":  # 振替口座
        number = _number(number, "[0-9]{1,6}", _("番号は、6桁以内の数字で入力してください。"))
        branch_code, account_type, account_no = f"{symbol[1:3]}9", CURRENT, number
    else:
        number = _number(number, "[0-9]{1,7}1", _("番号は、1で終わる8桁以内の数字で入力してください。"))
        branch_code, account_type, account_no = f"{symbol[1:3]}8", SAVINGS if savings else ORDINARY, number[:-1]
    return Account(branch_code, account_type, account_no.zfill(7), _check_digit(symbol, number) == symbol[3])


def _symbol(raw: str) -> str:
    found = SYMBOL.fullmatch(without(HYPHENS, tidy(raw, "symbol")))
    if not found:
        raise NotUnderstood(_("記号は、1か0で始まり、0で終わる5桁の数字で入力してください。"), "symbol")
    return found[1]


def _number(raw: str, shape: str, words: str | Promise) -> str:
    number = without(HYPHENS, DIGIT_BETWEEN.sub("", tidy(raw, "number")))
    if not re.fullmatch(shape, number):
        raise NotUnderstood(words, "number")
    return number


def _check_digit(symbol: str, number: str) -> str:
    """What the fourth digit of the 記号 ought to be: weights 1, 3, 2 over both, a doubled digit reduced by its nines."""
    digits = [int(digit) for digit in f"{symbol[:3]}0{symbol[4]}{number.zfill(8)}"]
    return str(sum(_weighed(place, digit) for place, digit in enumerate(digits)) % 10)


def _weighed(place: int, digit: int) -> int:
    if place % 3 == 2:
        return 2 * digit - 9 * (digit >= 5)
    return digit * (1, 3)[place % 3]
