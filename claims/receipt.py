"""Receipt numbers, made to be read aloud: a letter, eight digits at random, and a check digit (A-1234-5678-9).

The check digit is Damm's: every single wrong digit and every swap of two neighbours is noticed, so that a number
mistaken on the telephone is told from one that does not exist.
"""

import re
import secrets
import unicodedata

from django.db.models import Manager

# A totally anti-symmetric quasigroup of order 10 (H. M. Damm, 2004).
QUASIGROUP = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
SHAPE = re.compile(r"([AB])([0-9]{9})")
CLAIM, INCIDENT = "A", "B"


def new_number(kind: str) -> str:
    """A number whose neighbours nobody can guess. `kind` is CLAIM or INCIDENT; the database says whether it is free."""
    digits = f"{secrets.randbelow(10**8):08d}"
    return shown(f"{kind}{digits}{check_digit(digits)}")


def free_number(kind: str, rows: Manager) -> str:
    """A number that none of `rows` has so far. Two that draw the same at the same moment are told apart by the
    unique constraint.
    """
    while rows.filter(receipt_no=(number := new_number(kind))).exists():
        pass
    return number


def check_digit(digits: str) -> str:
    """The digit that follows `digits`."""
    interim = "0"
    for digit in digits:
        interim = QUASIGROUP[int(interim)][int(digit)]
    return interim


def understood(raw: str) -> str | None:
    """「Ａ１２３４－５６７８　９」 as A-1234-5678-9; None for what cannot be one, a wrong check digit included."""
    plain = re.sub(r"[^0-9A-Z]", "", unicodedata.normalize("NFKC", raw).upper())
    found = SHAPE.fullmatch(plain) or SHAPE.fullmatch(CLAIM + plain)
    if found is None or check_digit(found[2][:-1]) != found[2][-1]:
        return None
    return shown("".join(found.groups()))


def shown(plain: str) -> str:
    """A123456789 with its hyphens."""
    return f"{plain[0]}-{plain[1:5]}-{plain[5:9]}-{plain[9]}"
