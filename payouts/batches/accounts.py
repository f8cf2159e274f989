"""Where a line's yen goes: the account as it stood when the line was made, sealed with the line and frozen with it."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from claims.filing import account_seal_name
from claims.models import Bank, BankAccount, Branch
from config.sealing import SealBroken, seal, unseal
from payouts import zengin
from payouts.models import RefundLine


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that the two files say of a payee. `bank_kana` and `branch_kana` may be empty: their fields may be blank."""

    bank_code: str
    bank_name: str
    bank_kana: str
    branch_code: str
    branch_name: str
    branch_kana: str
    account_type: str
    account_no: str
    holder_kana: str
    receipt_no: str
    name: str


def snapshots(accounts: Iterable[BankAccount]) -> dict[int, Snapshot]:
    """By claim, in two look-ups. A number that its seal keeps shut is empty: a check stops that line only."""
    accounts = list(accounts)
    banks = dict(Bank.objects.filter(code__in={one.bank_code for one in accounts}).values_list("code", "kana"))
    branches = Branch.objects.filter(bank_id__in=banks, code__in={one.branch_code for one in accounts})
    kana = {(bank, code): kana for bank, code, kana in branches.values_list("bank_id", "code", "kana")}
    return {
        one.claim_id: Snapshot(
            bank_code=one.bank_code,
            bank_name=one.bank_name,
            bank_kana=zengin.bank_name(banks.get(one.bank_code, "")),
            branch_code=one.branch_code,
            branch_name=one.branch_name,
            branch_kana=zengin.bank_name(kana.get((one.bank_code, one.branch_code), "")),
            account_type=one.account_type,
            account_no=_number(one),
            holder_kana=one.holder_kana,
            receipt_no=one.claim.receipt_no,
            name=one.claim.name,
        )
        for one in accounts
    }


def _number(account: BankAccount) -> str:
    try:
        return unseal(account.number_sealed, about=account_seal_name(account.claim))
    except SealBroken:
        return ""


def sealed(snapshot: Snapshot, *, batch_id: int, payout_id: int) -> bytes:
    """For one line only: copied to another it does not open."""
    return seal(json.dumps(asdict(snapshot)), about=_seal_name(batch_id, payout_id))


def opened(line: RefundLine) -> Snapshot:
    """The account of a line, in the clear. Raises SealBroken."""
    return Snapshot(**json.loads(unseal(line.account_sealed, about=_seal_name(line.batch_id, line.payout_id))))


def transfer(snapshot: Snapshot, line: RefundLine, *, batch_number: int) -> zengin.Transfer:
    """The line as the Zengin file has it; payout and batch come back from the bank (顧客コード1 and 2)."""
    return zengin.Transfer(
        bank_code=snapshot.bank_code,
        bank_name=snapshot.bank_kana,
        branch_code=snapshot.branch_code,
        branch_name=snapshot.branch_kana,
        account_type=snapshot.account_type,
        account_no=snapshot.account_no,
        holder=snapshot.holder_kana,
        amount_yen=line.amount_yen,
        reference=line.payout_id,
        second_reference=batch_number,
    )


def _seal_name(batch_id: int, payout_id: int) -> str:
    return f"payouts.refundline {batch_id} {payout_id}"
