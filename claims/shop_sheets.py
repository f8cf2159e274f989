"""What a shop is asked of each case, and as a list for a chain (notice 2.B2). Only what the shop needs.

Of the traveller that is day, time, sum and the last four digits of the coupon: no name, no number, no telephone.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from claims.doubtful import paid_in
from claims.models import Incident
from claims.normalise import NotUnderstood, around
from config import clock
from config.clock import JAPAN
from config.dates import day
from coupons.models import Entry
from coupons.sheets.writing import Column, Kind, Sheet, write

MOST = 500  # cases in one list, so that it is taken back in one go
QUESTIONS = {
    Incident.Kind.CASH_AND_DEDUCTED: "現金などで代金を受け取り、クーポンでも決済になっていませんか。",
    Incident.Kind.PAID_TWICE: "1回のお買い物に、何回も決済になっていませんか。",
}
COLUMNS = (
    Column("受付番号", width=18),
    Column("店舗番号", width=12),
    Column("店舗名", width=24),
    Column("確かめること", width=44),
    Column("決済の日時と金額", width=44),
    Column("番号の下4桁", width=12),
    Column("結果", width=12),
    Column("店の記録の金額", Kind.YEN, width=14),
    Column("ご担当者", width=16),
    Column("メモ", width=24),
    Column("一覧番号", width=18),
)


@dataclass(frozen=True)
class Asked:
    """A case as the shop hears of it."""

    incident: Incident
    payments: tuple[str, ...]
    number_ends: str

    @property
    def question(self) -> str:
        return QUESTIONS[Incident.Kind(self.incident.kind)]


def asked(incidents: Iterable[Incident]) -> list[Asked]:
    """The ledger's payments at each case's shop during those days; where it has none, what the caller said.

    The cases are of one scheme; their payments are looked up together, because a chain has hundreds of them.
    """
    cases = list(incidents)
    at_shop = defaultdict(list)
    coupons = [one.coupon_id for one in cases if one.coupon_id]
    for one in paid_in(cases[0].scheme, coupons) if coupons else []:
        at_shop[one.payment.coupon_id, one.payment.store_id].append(_payment(one.payment))
    return [
        Asked(one, tuple(at_shop[one.coupon_id, one.store_id] or [_as_told(one)]), _number(one)[-4:]) for one in cases
    ]


def _number(incident: Incident) -> str:
    return incident.coupon.inquiry_no if incident.coupon else incident.stated_no


def _payment(entry: Entry) -> str:
    return f"{day(entry.occurred_at)}{entry.occurred_at.astimezone(JAPAN):%H:%M:%S}　{-entry.amount_yen:,}円"


def write_list(out: BinaryIO, incidents: Iterable[Incident], at: datetime | None = None) -> int:
    """The cases as an xlsx that comes back with its answers filled in; how many.

    Its number stands on every row: the same list handed in twice is known again by it.
    """
    number = f"L{(at or clock.now()).astimezone(JAPAN):%Y%m%d-%H%M}"
    rows = ([*_row(one), number] for one in asked(incidents))
    return write(out, Sheet("店舗確認のお願い", COLUMNS, rows))[0].rows


def _row(one: Asked) -> list:
    store = one.incident.store
    empty = ["", None, "", ""]
    return [
        one.incident.receipt_no,
        store.no,
        store.name,
        one.question,
        "、".join(one.payments),
        one.number_ends,
        *empty,
    ]


def _as_told(incident: Incident) -> str:
    yen = f"{incident.stated_yen:,}円" if incident.stated_yen else "金額は不明"
    return f"{_time_as_told(incident)}　{yen}（お客様のお話）"


def _time_as_told(incident: Incident) -> str:
    """A time and nothing else, whoever wrote the row: what a shop reads holds nobody's name or number."""
    try:
        return around(incident.paid_around) or "日時は不明"
    except NotUnderstood:
        return "日時は不明"
