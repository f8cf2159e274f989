"""What a coupon is owed, told in plain Python from what happened to it.

This is the second opinion on every yen: it reads the same files as the product and answers for itself, one coupon at a
time, so it imports neither Django nor any room of Hosho. `sample` writes its answers as expected.csv.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

JAPAN = ZoneInfo("Asia/Tokyo")
PAYMENT, CANCELLATION = "決済", "取消"
SIGN = {PAYMENT: -1, CANCELLATION: 1}


def japan(text: str) -> datetime:
    """A time as the files write it, without a zone: Japan's."""
    return datetime.fromisoformat(text).replace(tzinfo=JAPAN)


AFFECTED_EXPIRY = japan("2023-02-24 23:59")  # notice 1.A, to the minute: neither the 23rd nor the 25th
EXTENDED_UNTIL = japan("2023-02-27 00:00")  # notice 1.A: through 26 Feb 23:59
USABLE_UNTIL = japan("2023-04-01 00:00")  # notice 2.A1: through 31 Mar 23:59; also the freeze (2.A2)


@dataclass(frozen=True, slots=True)
class Coupon:
    """One paper coupon, as its row in coupons.csv tells it."""

    inquiry_no: str
    prefecture: str
    issuer_no: str
    face_value_yen: int
    issued_at: datetime
    travel_on: str
    last_minute: datetime  # the original expiry, written as the last minute that was still good
    member_no: str = ""
    charged_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A payment or a cancellation. `cancels` is the payment that a cancellation names, if it names one."""

    entry_no: str
    kind: str
    amount_yen: int
    occurred_at: datetime
    store_no: str
    cancels: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What expected.csv says of a coupon before anybody has filed a claim."""

    ground: str
    frozen_yen: int
    owed_yen: int
    path: str


def judge(coupon: Coupon, entries: Sequence[Entry], left_at: datetime | None) -> Verdict:
    """Ground, balance at the freeze, what is owed of it, and whether that is sent (notice 2.A2-app) or claimed."""
    covered = is_covered(coupon, entries)
    frozen_yen = balance_yen(coupon, entries, USABLE_UNTIL)
    owed_yen = max(0, frozen_yen) if covered else 0
    in_app = bool(coupon.member_no) and not (left_at and left_at < USABLE_UNTIL)
    path = ("member" if in_app else "claim") if owed_yen else ""
    return Verdict("A" if covered else "", frozen_yen, owed_yen, path)


def is_covered(coupon: Coupon, entries: Sequence[Entry]) -> bool:
    """Notice 1.A: ended exactly on 24 Feb 23:59, and 1 yen or more was left after the extension to 26 Feb 23:59."""
    return coupon.last_minute == AFFECTED_EXPIRY and balance_yen(coupon, entries, EXTENDED_UNTIL) >= 1


def balance_yen(coupon: Coupon, entries: Sequence[Entry], before: datetime) -> int:
    """The ledger's balance of everything that counts before an instant."""
    paid_at = {entry.entry_no: entry.occurred_at for entry in entries if entry.kind == PAYMENT}
    balance = coupon.face_value_yen if coupon.issued_at < before else 0
    for entry in entries:
        # A cancellation that names its payment undoes it at the payment's own time, however late it comes (question 6).
        if paid_at.get(entry.cancels, entry.occurred_at) < before:
            balance += SIGN[entry.kind] * entry.amount_yen
    return balance


def judge_folder(folder: Path) -> Iterator[tuple[Coupon, Verdict]]:
    """Every coupon of a folder of regionPAY's files, in their order, with its verdict."""
    left_at = {row["会員番号"]: moment(row["退会日時"]) for row in rows(folder / "members.csv")}
    entries = entries_by_coupon(folder)
    for row in rows(folder / "coupons.csv"):
        coupon = coupon_of(row)
        yield coupon, judge(coupon, entries.get(coupon.inquiry_no, []), left_at.get(coupon.member_no))


def entries_by_coupon(folder: Path) -> dict[str, list[Entry]]:
    """The entries of entries.csv, gathered by inquiry number."""
    entries = defaultdict(list)
    for row in rows(folder / "entries.csv"):
        entries[row["お問合せ番号"]].append(entry_of(row))
    return entries


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a UTF-8 file, byte order mark or not."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def coupon_of(row: dict[str, str]) -> Coupon:
    """A row of coupons.csv."""
    return Coupon(
        inquiry_no=row["お問合せ番号"],
        prefecture=row["都道府県コード"],
        issuer_no=row["発行店番号"],
        face_value_yen=int(row["券面額"]),
        issued_at=japan(row["発行日時"]),
        travel_on=row["旅行日"],
        last_minute=japan(row["有効期限"]),
        member_no=row["会員番号"],
        charged_at=moment(row["チャージ日時"]),
    )


def entry_of(row: dict[str, str]) -> Entry:
    """A row of entries.csv, whose column 元取引番号 may be missing."""
    return Entry(
        entry_no=row["取引番号"],
        kind=row["種別"],
        amount_yen=int(row["金額"]),
        occurred_at=japan(row["日時"]),
        store_no=row["店舗番号"],
        cancels=row.get("元取引番号") or "",
    )


def moment(text: str) -> datetime | None:
    """A time that may be missing."""
    return japan(text) if text else None
