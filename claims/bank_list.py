"""The list of banks and branches, from the package zengin-code into the database (command `banks`)."""

import json
import unicodedata
from dataclasses import asdict, dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from django.db import connection, transaction

from claims.banks import spellings
from claims.models import Bank

# The package itself reads all of it on import, half a second and 22 MB: only its files are used.
PACKAGE = Path(find_spec("zengin_code").submodule_search_locations[0]) / "source-data/data"
# What the list does not say and people do.
ALSO_CALLED = {
    "0005": ["MUFG", "三菱東京UFJ"],
    "0009": ["SMBC"],
    "0033": ["ペイペイ", "ジャパンネット"],
    "0038": ["住信SBIネット"],
    "9900": ["郵便局", "郵貯", "郵便貯金", "JP", "Japan Post"],
}
BANK_COLUMNS = ("code", "name", "kana", "spellings")
BRANCH_COLUMNS = ("bank_id", *BANK_COLUMNS)


class OlderList(Exception):
    """The list is older than the one in the database: its closed branches would be open again."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as read: rows as the columns above say."""

    listed_on: date
    banks: list[tuple[str, ...]]
    branches: list[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Counts:
    """What a list changed. `gone` keep their rows with the date of the list they were last in."""

    listed: int
    added: int
    changed: int
    gone: int

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


def read(folder: Path = PACKAGE) -> Listing:
    """The list in a folder: banks.json, a file of branches for each bank, the date in updated_at."""
    banks = _entries(folder / "banks.json")
    branches = {bank["code"]: _entries(folder / "branches" / f"{bank['code']}.json") for bank in banks}
    return Listing(
        listed_on=date.fromisoformat((folder / "updated_at").read_text().strip()),
        banks=[_row(bank, *ALSO_CALLED.get(bank["code"], ())) for bank in banks],
        branches=[(code, *_row(branch)) for code, entries in branches.items() for branch in entries],
    )


def _entries(path: Path) -> list[dict[str, str]]:
    return list(json.loads(path.read_text(encoding="utf-8")).values())


def _row(entry: dict[str, str], *also: str) -> tuple[str, ...]:
    """Names come with full-width letters: 「ＰａｙＰａｙ」."""
    name, kana = (unicodedata.normalize("NFKC", entry[key]) for key in ("name", "kana"))
    return entry["code"], name, kana, spellings(name, kana, entry["roma"], *also)


@transaction.atomic
def store(listing: Listing) -> dict[str, Counts]:
    """Make the directory say what the list says; any number of times. Raises OlderList."""
    with connection.cursor() as cursor:
        cursor.execute("lock table claims_bank in share row exclusive mode")  # one at a time; searching goes on
    latest = Bank.objects.order_by("-listed_on").values_list("listed_on", flat=True).first()
    if latest and listing.listed_on < latest:
        raise OlderList(f"この一覧（{listing.listed_on}）は、入っている一覧（{latest}）より古いです。")
    return {
        "banks": _store("claims_bank", ("code",), BANK_COLUMNS, listing.banks, listing.listed_on, latest),
        "branches": _store(
            "claims_branch", ("bank_id", "code"), BRANCH_COLUMNS, listing.branches, listing.listed_on, latest
        ),
    }


def _store(table: str, key: tuple, columns: tuple, rows: list[tuple], listed_on: date, latest: date | None) -> Counts:
    names = {
        "table": table,
        "key": ", ".join(key),
        "same": " and ".join(f"old.{column} = new.{column}" for column in key),
        "columns": ", ".join(columns),
        "new": ", ".join(f"excluded.{column}" for column in columns),
    }
    dates = {"listed_on": listed_on, "latest": latest}
    with connection.cursor() as cursor:
        cursor.execute(
            "create temp table new_list on commit drop as select {columns} from {table} limit 0".format(**names)
        )
        with cursor.copy("copy new_list from stdin") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(COUNT.format(**names), dates)
        counts = Counts(len(rows), *cursor.fetchone())
        cursor.execute(UPSERT.format(**names), dates)
        cursor.execute("drop table new_list")
    return counts


COUNT = """
select count(*) filter (where old.code is null),
       count(*) filter (where (old.name, old.kana) <> (new.name, new.kana)),
       count(*) filter (where new.code is null)
from new_list new full join (select * from {table} where listed_on = %(latest)s) old on {same}
"""
UPSERT = """
insert into {table} as old ({columns}, listed_on) select {columns}, %(listed_on)s from new_list
on conflict ({key}) do update set ({columns}, listed_on) = ({new}, excluded.listed_on)
where (old.name, old.kana, old.spellings, old.listed_on)
    is distinct from (excluded.name, excluded.kana, excluded.spellings, excluded.listed_on)
"""
