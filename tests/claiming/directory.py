"""A few banks for the tests, written as the list has them."""

from datetime import date

from claims.banks import spellings
from claims.models import Bank, Branch

LISTED_ON = date(2023, 3, 1)
BANKS = [("0187", "琉球", "リュウキュウ"), ("0188", "沖縄", "オキナワ"), ("9900", "ゆうちょ", "ユウチョ")]
BRANCHES = [
    ("0187", "101", "那覇", "ナハ"),
    ("0187", "102", "首里", "シュリ"),
    ("0188", "201", "本店", "ホンテン"),
    ("9900", "408", "四〇八", "ヨンゼロハチ"),
    ("9900", "019", "〇一九", "ゼロイチキュウ"),
]


def write_banks() -> None:
    for code, *names in BANKS:
        Bank.objects.create(code=code, listed_on=LISTED_ON, **named(*names))
    for bank, code, *names in BRANCHES:
        Branch.objects.create(bank_id=bank, code=code, listed_on=LISTED_ON, **named(*names))


def named(name: str, kana: str) -> dict[str, str]:
    return {"name": name, "kana": kana, "spellings": spellings(name, kana)}
