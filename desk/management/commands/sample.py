"""`sample --coupons N --seed S --out DIR`: regionPAY's files of a synthetic population, and the answers to them."""

import csv
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from desk.population import Life, Party, Population, Shop
from desk.referee import Coupon, Entry, judge

HEADERS = {
    "members": "会員番号,電話番号,メールアドレス,退会日時",
    "issuers": "発行店番号,発行店名,都道府県コード,電話番号",
    "stores": "店舗番号,店舗名,都道府県コード,電話番号",
    "coupons": "お問合せ番号,都道府県コード,発行店番号,券面額,発行日時,旅行日,有効期限,会員番号,チャージ日時",
    "entries": "取引番号,お問合せ番号,種別,金額,日時,店舗番号,元取引番号",
    "expected": "inquiry_no,prefecture,ground,frozen_yen,owed_yen,path",
    "expected_b": "inquiry_no,kind,entry_nos,yen",
}
# Issuers and stores come as an operator's spreadsheet saves them; the answers are for programs.
ENCODINGS = {"issuers": "cp932", "stores": "cp932", "expected": "utf-8", "expected_b": "utf-8"}


class Command(BaseCommand):
    help = "Writes a synthetic population in the shape of data/sample, with the answers in expected.csv."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--coupons", type=int, required=True, metavar="N", help="how many coupons, at least 1")
        parser.add_argument("--seed", type=int, default=1, metavar="S", help="the same seed writes the same bytes")
        parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="a new or empty folder")

    def handle(self, *args: Any, coupons: int, seed: int, out: Path, **options: Any) -> None:
        if coupons < 1:
            raise CommandError(f"--coupons must be 1 or more, not {coupons}.")
        refuse_to_overwrite(out)
        tally = write_sample(coupons=coupons, seed=seed, out=out)
        self.stderr.write(str(tally), style_func=str)  # Django would print it in red


def refuse_to_overwrite(out: Path) -> None:
    """Only a folder that is not there yet, or is empty, is written to."""
    if out.exists() and not out.is_dir():
        raise CommandError(f"{out} is not a folder.")
    if out.exists() and any(out.iterdir()):
        raise CommandError(f"{out} is not empty: choose a new folder, nothing is overwritten.")


@dataclass
class Tally:
    """What was written, and what it comes to."""

    coupons: int = 0
    entries: int = 0
    members: int = 0
    covered: int = 0
    owed_coupons: int = 0
    owed_yen: dict[str, int] = field(default_factory=lambda: {"member": 0, "claim": 0})
    wrong_coupons: int = 0
    wrong_yen: int = 0

    def __str__(self) -> str:
        return (
            f"{self.coupons:,} coupons, {self.entries:,} entries, {self.members:,} members; {self.covered:,} covered, "
            f"{sum(self.owed_yen.values()):,} yen owed on {self.owed_coupons:,} ({self.owed_yen['member']:,} to "
            f"members, {self.owed_yen['claim']:,} on claim); {self.wrong_yen:,} yen wrongly taken on "
            f"{self.wrong_coupons:,}"
        )


def write_sample(*, coupons: int, seed: int, out: Path) -> Tally:
    """Writes the whole folder, party by party: only the answers, which are sorted, wait in memory."""
    population = Population(coupons, seed)
    out.mkdir(parents=True, exist_ok=True)
    with ExitStack() as files:
        sheets = Sheets({name: files.enter_context(opened(out, name)) for name in HEADERS}, Random(seed))
        sheets.write_shops("issuers", population.issuers)
        sheets.write_shops("stores", population.stores)
        for party in population.parties():
            sheets.write_party(party)
        sheets.finish()
    return sheets.tally


def opened(out: Path, name: str) -> TextIO:
    return (out / f"{name}.csv").open("w", encoding=ENCODINGS.get(name, "utf-8-sig"), newline="")


class Sheets:
    """The seven files while they are written."""

    ENTRIES_AT_ONCE = 20_000

    def __init__(self, files: dict[str, TextIO], rng: Random) -> None:
        self.writers = {name: csv.writer(file) for name, file in files.items()}
        self.rng, self.tally = rng, Tally()
        self.waiting: list[tuple] = []  # entries
        self.answers: dict[str, list[str]] = {"expected": [], "expected_b": []}  # as lines: less memory
        for name, header in HEADERS.items():
            self.writers[name].writerow(header.split(","))

    def write_shops(self, name: str, shops: Iterable[Shop]) -> None:
        self.writers[name].writerows((shop.no, shop.name, shop.prefecture, shop.phone) for shop in shops)

    def write_party(self, party: Party) -> None:
        member, left_at = party.member, None
        if member:
            left_at = member.left_at
            self.tally.members += 1
            self.writers["members"].writerow((member.member_no, member.phone, member.email, written(left_at)))
        for life in party.lives:
            self.writers["coupons"].writerow(coupon_row(life.coupon))
            self.write_entries(life)
            self.answer(life, left_at)
            self.answer_wrong(life)

    def write_entries(self, life: Life) -> None:
        """Tills report in no order, so a cancellation may stand before the payment that it names."""
        self.waiting += [entry_row(life.coupon.inquiry_no, entry) for entry in life.entries]
        if len(self.waiting) >= self.ENTRIES_AT_ONCE:
            self.rng.shuffle(self.waiting)
            self.release(self.ENTRIES_AT_ONCE // 2)

    def release(self, how_many: int) -> None:
        self.writers["entries"].writerows(self.waiting[:how_many])
        self.tally.entries += len(self.waiting[:how_many])
        del self.waiting[:how_many]

    def answer(self, life: Life, left_at: datetime | None) -> None:
        """The referee's word on the coupon, before anybody has filed a claim."""
        coupon, verdict = life.coupon, judge(life.coupon, life.entries, left_at)
        self.tally.coupons += 1
        self.tally.covered += verdict.ground == "A"
        if verdict.owed_yen:
            self.tally.owed_coupons += 1
            self.tally.owed_yen[verdict.path] += verdict.owed_yen
        answer = (
            coupon.inquiry_no,
            coupon.prefecture,
            verdict.ground,
            verdict.frozen_yen,
            verdict.owed_yen,
            verdict.path,
        )
        self.answers["expected"].append(",".join(map(str, answer)))

    def answer_wrong(self, life: Life) -> None:
        """The payments of the outage that were wrong (notice 1.B1, 1.B2): only the story knows them."""
        if life.wrong:
            yen = sum(entry.amount_yen for entry in life.wrong)
            self.tally.wrong_coupons += 1
            self.tally.wrong_yen += yen
            entry_nos = "|".join(entry.entry_no for entry in life.wrong)
            self.answers["expected_b"].append(f"{life.coupon.inquiry_no},{life.wrong_kind},{entry_nos},{yen}")

    def finish(self) -> None:
        """The last entries, and the answers by inquiry number."""
        self.rng.shuffle(self.waiting)
        self.release(len(self.waiting))
        for name, lines in self.answers.items():
            lines.sort()  # every number has twelve digits
            self.writers[name].writerows(line.split(",") for line in lines)


def coupon_row(coupon: Coupon) -> tuple:
    return (
        coupon.inquiry_no,
        coupon.prefecture,
        coupon.issuer_no,
        coupon.face_value_yen,
        written(coupon.issued_at),
        coupon.travel_on,
        written(coupon.last_minute)[:16],
        coupon.member_no,
        written(coupon.charged_at),
    )


def entry_row(inquiry_no: str, entry: Entry) -> tuple:
    at = written(entry.occurred_at)
    return (entry.entry_no, inquiry_no, entry.kind, entry.amount_yen, at, entry.store_no, entry.cancels)


def written(at: datetime | None) -> str:
    """Japan's time, as regionPAY writes it: without a zone."""
    return at.replace(tzinfo=None).isoformat(" ") if at else ""
