"""The columns of a batch's spreadsheet: for the operators, and for banks that take one."""

from collections.abc import Iterable, Iterator

from claims.models import BankAccount
from coupons.sheets.writing import Column, Kind, Sheet
from payouts.batches.accounts import Snapshot
from payouts.models import RefundBatch, RefundLine

COUNTED = "件数"
REFERENCE, BATCH = "支払番号（顧客コード1）", "データ番号（顧客コード2）"
AMOUNT = "振込額"
COLUMNS = (
    Column("行", Kind.TEXT, 7),
    Column(COUNTED, Kind.COUNT, 6, is_totalled=True),
    Column(REFERENCE, Kind.TEXT, 14),
    Column("受付番号", Kind.TEXT, 15),
    Column("お名前", Kind.TEXT, 20),
    Column("金融機関コード", Kind.TEXT, 9),
    Column("金融機関名", Kind.TEXT, 20),
    Column("支店コード", Kind.TEXT, 8),
    Column("支店名", Kind.TEXT, 20),
    Column("預金種目", Kind.TEXT, 14),
    Column("口座番号", Kind.TEXT, 10),
    Column("口座名義", Kind.TEXT, 30),
    Column(AMOUNT, Kind.YEN, 12, is_totalled=True),
    Column("振込指定日", Kind.DAY, 12),
    Column(BATCH, Kind.TEXT, 10),
)


def reference(payout_id: int) -> str:
    """What comes back from the bank for a line: 10 digits."""
    return f"{payout_id:010}"


def sheet(batch: RefundBatch, lines: Iterable[tuple[RefundLine, Snapshot]]) -> Sheet:
    return Sheet(f"総合振込データ{batch.number}", COLUMNS, _rows(batch, lines))


def _rows(batch: RefundBatch, lines: Iterable[tuple[RefundLine, Snapshot]]) -> Iterator[tuple]:
    types = dict(BankAccount.Type.choices)
    for line, account in lines:
        yield (
            str(line.line_no),
            1,
            reference(line.payout_id),
            account.receipt_no,
            account.name,
            account.bank_code,
            account.bank_name,
            account.branch_code,
            account.branch_name,
            str(types.get(account.account_type, account.account_type)),
            account.account_no,
            account.holder_kana,
            line.amount_yen,
            batch.transfer_on,
            str(batch.number),
        )
