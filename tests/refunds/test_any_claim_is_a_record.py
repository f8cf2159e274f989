"""Property: whatever bank, branch, account and holder the site's forms take, with any amount, is one legal record."""

import random
from datetime import date

import pytest

from claims import bank_list
from claims.filing import account_seal_name
from claims.forms.account import AccountForm, BankForm, BranchForm, YuchoForm
from claims.models import Bank, BankAccount, Branch, Claim
from config.sealing import seal
from payouts import zengin
from payouts.batches import accounts
from payouts.models import RefundLine
from tests.refunds import bank_reader
from tests.refunds.test_zengin_file import CONSIGNOR, ON

pytestmark = pytest.mark.django_db
LETTERS = [chr(code) for code in (*range(0x3041, 0x3097), *range(0x30A1, 0x30F7), *range(0xFF66, 0xFFA0))]
LETTERS += list("ー－-　 （）().．・ABCabcＡｂ019０９ヴゔ゛々漢&") + ["か\u3099", "ｶﾞ", "ﾊﾟ"]
DIGITS = "0123456789０１２３４５６７８９"
MOST_YEN = 2**31 - 1  # of a payout


@pytest.fixture(scope="module")
def listing() -> bank_list.Listing:
    return bank_list.read()


@pytest.fixture
def banks(listing, db) -> dict[str, list[str]]:
    """Forty banks of the list with all their branches, ゆうちょ and those among them whose names no file takes."""
    chance, on = random.Random(7), date(2023, 3, 1)
    odd = [code for code, _, kana, _ in listing.banks if not zengin.bank_name(kana)]
    others = sorted({code for code, *_ in listing.banks} - set(odd) - {"9900"})
    chosen = {"9900", *odd, *chance.sample(others, 24)}
    Bank.objects.bulk_create(
        Bank(code=code, name=name, kana=kana, spellings=said, listed_on=on)
        for code, name, kana, said in listing.banks
        if code in chosen
    )
    rows = [row for row in listing.branches if row[0] in chosen]
    Branch.objects.bulk_create(
        Branch(bank_id=bank, code=code, name=name, kana=kana, spellings=said, listed_on=on)
        for bank, code, name, kana, said in rows
    )
    found = {}
    for bank, code, *_ in rows:
        found.setdefault(bank, []).append(code)
    return found


def taken(chance: random.Random, banks: dict[str, list[str]]) -> dict | None:
    """What the forms understood of something typed at random, in the order of their pages; None where one refused."""
    if chance.random() < 0.2:
        symbol = chance.choice("01") + chance.choice(banks["9900"])[:2] + chance.choice("0123456789") + "0"
        number = "".join(chance.choices(DIGITS, k=chance.randint(1, 8))) + chance.choice(("1", "１", ""))
        where = YuchoForm({"yucho_symbol": symbol, "yucho_number": number})
        if not where.is_valid():
            return None
        given = where.understood() | {"bank_name": "ゆうちょ銀行"}
    else:
        bank = BankForm({"bank_code": chance.choice(list(banks))})
        assert bank.is_valid()
        branch = BranchForm(bank.understood()["bank_code"], {"branch_code": chance.choice(banks[bank.bank.code])})
        assert branch.is_valid()
        given = bank.understood() | branch.understood()
    holder = "".join(chance.choices(LETTERS, k=chance.randint(1, 5))) * chance.choice((1, 1, 9))
    number = given.get("account_no") or "".join(chance.choices(DIGITS, k=chance.randint(3, 8)))
    kind = given.get("account_type") or chance.choice(BankAccount.Type.values)
    form = AccountForm("オキナワ", {"account_type": kind, "account_no": number, "holder_kana": holder})
    return given | form.understood() if form.is_valid() else None


def test_any_claim_that_the_site_takes_is_a_legal_record(banks):
    chance, rows = random.Random(2023), []
    for pk in range(1, 1500):
        given = taken(chance, banks)
        if given is None:
            continue
        claim = Claim(pk=pk, receipt_no=f"A-{pk}", name="沖縄 太郎")
        number = given.pop("account_no")
        account = {name: value for name, value in given.items() if not name.startswith("yucho")}
        sealed = seal(number, about=account_seal_name(claim))
        rows.append((BankAccount(claim=claim, number_sealed=sealed, **account), number))
    snapshots = accounts.snapshots([account for account, _ in rows])
    yen = {pk: chance.choice((1, 999, MOST_YEN if pk < 100 else 1000, chance.randint(1, 10**6))) for pk in snapshots}
    lines = {pk: RefundLine(payout_id=pk, amount_yen=yen[pk]) for pk in snapshots}
    transfers = [accounts.transfer(one, lines[pk], batch_number=2**31 - 1) for pk, one in snapshots.items()]

    found = bank_reader.read(b"".join(zengin.records(CONSIGNOR, ON, transfers)))

    assert [(one["bank"], one["branch"], one["type"], one["account"], one["holder"]) for one in found.transfers] == [
        (one.bank_code, one.branch_code, one.account_type, number, one.holder_kana) for one, number in rows
    ]
    assert {int(one["reference"]): int(one["yen"]) for one in found.transfers} == yen
    assert {one["second"] for one in found.transfers} == {"2147483647"}
    assert len(rows) > 300
    assert {one["bank_name"] == "" for one in found.transfers} == {True, False}  # foreign ones are left blank
