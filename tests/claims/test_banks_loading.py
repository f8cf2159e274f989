"""The command `banks` and the list behind it: what is added, changed and gone, as often as you like."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from claims import bank_list
from claims.bank_list import Counts, OlderList
from claims.management.commands.banks import as_text
from claims.models import Bank, Branch
from tests.claims.bank_lists import NAHA, SHURI, write_list

pytestmark = pytest.mark.django_db


def load(folder, on: str, banks: dict) -> dict[str, Counts]:
    return bank_list.store(bank_list.read(write_list(folder / on, on, banks)))


def test_the_installed_list_is_loaded_whole_and_a_second_time_changes_nothing():
    first, second = (call("--json") for _ in range(2))
    assert first["listed_on"] == second["listed_on"] == "2026-08-24"
    assert first["banks"] == {"listed": 1146, "added": 1146, "changed": 0, "gone": 0}
    assert first["branches"] == {"listed": 28944, "added": 28944, "changed": 0, "gone": 0}
    assert second["banks"] == {"listed": 1146, "added": 0, "changed": 0, "gone": 0}
    assert second["branches"] == {"listed": 28944, "added": 0, "changed": 0, "gone": 0}
    assert (Bank.objects.count(), Branch.objects.count()) == (1146, 28944)
    assert Bank.objects.get(code="0033").name == "PayPay"
    assert Branch.objects.get(bank="9900", code="408").kana == "ヨンゼロハチ"


def call(*options: str) -> dict:
    out = StringIO()
    call_command("banks", *options, stdout=out)
    return json.loads(out.getvalue())


def test_on_a_terminal_the_counts_are_told_in_words():
    counts = {"listed": 1146, "added": 2, "changed": 0, "gone": 1}
    assert as_text({"listed_on": "2023-03-01", "banks": counts, "branches": counts}).splitlines() == [
        "2023-03-01の一覧",
        "銀行 一覧 1,146　追加 2　変更 0　廃止 1",
        "支店 一覧 1,146　追加 2　変更 0　廃止 1",
    ]


def test_a_later_list_adds_changes_and_closes(tmp_path):
    load(tmp_path, "20230301", {"みらい": [NAHA, SHURI], "むかし": [NAHA]})
    counts = load(tmp_path, "20230401", {"あした": [NAHA, ("003", "国際通り", "コクサイドオリ", "kokusaidoori")]})
    assert counts == {"banks": Counts(1, 0, 1, 1), "branches": Counts(2, 1, 0, 2)}


def test_what_has_closed_keeps_its_row_with_its_last_day(tmp_path):
    load(tmp_path, "20230301", {"みらい": [NAHA, SHURI], "むかし": [NAHA]})
    load(tmp_path, "20230401", {"みらい": [NAHA]})
    days = {str(bank): bank.listed_on for bank in Bank.objects.all()}
    assert days == {"みらい（0801）": date(2023, 4, 1), "むかし（0802）": date(2023, 3, 1)}
    branches = dict(Branch.objects.filter(bank="0801").values_list("code", "listed_on"))
    assert branches == {"001": date(2023, 4, 1), "002": date(2023, 3, 1)}


def test_what_comes_back_counts_as_added(tmp_path):
    load(tmp_path, "20230301", {"みらい": [NAHA, SHURI]})
    load(tmp_path, "20230401", {"みらい": [NAHA]})
    counts = load(tmp_path, "20230501", {"みらい": [NAHA, SHURI]})
    assert counts == {"banks": Counts(1, 0, 0, 0), "branches": Counts(2, 1, 0, 0)}
    assert set(Branch.objects.values_list("listed_on", flat=True)) == {date(2023, 5, 1)}


def test_an_older_list_is_refused_and_changes_nothing(tmp_path):
    load(tmp_path, "20230401", {"みらい": [NAHA]})
    with pytest.raises(OlderList, match="2023-03-01.*2023-04-01.*古い"):
        load(tmp_path, "20230301", {"みらい": [NAHA, SHURI]})
    assert Branch.objects.count() == 1


def test_the_command_says_that_a_list_is_older(tmp_path):
    load(tmp_path, "20990101", {"みらい": [NAHA]})
    with pytest.raises(CommandError, match="古い"):
        call("--json")
