"""Finding a bank or a branch in lists of a few: places written in two ways, and what is no longer listed."""

from datetime import date

import pytest

from claims import bank_list, banks
from claims.models import Bank
from tests.claims.bank_lists import NAHA, SHURI, write_list

pytestmark = pytest.mark.django_db


def test_other_writings_of_a_place_are_the_same(tmp_path):
    places = [("001", "霞ヶ関", "カスミガセキ", "kasumigaseki"), ("002", "霞が浦", "カスミガウラ", "kasumigaura")]
    bank_list.store(bank_list.read(write_list(tmp_path / "list", "20230301", {"澤田": places})))
    sawada = banks.search("沢田").rows[0]
    found = {words: banks.branches(sawada, words).rows[0].code for words in ("霞が関", "霞ヶ関", "霞ケ関", "霞ヶ浦")}
    assert found == {"霞が関": "001", "霞ヶ関": "001", "霞ケ関": "001", "霞ヶ浦": "002"}


def test_what_is_not_listed_is_not_offered(tmp_path):
    assert banks.well_known("47") == []
    for on, branches in (("20230301", [NAHA, SHURI]), ("20230401", [NAHA])):
        bank_list.store(bank_list.read(write_list(tmp_path / on, on, {"みらい": branches})))
    mirai = Bank.objects.get(code="0801")
    assert banks.branches(mirai, "首里") == ([], False)
    assert [row.name for row in banks.branches(mirai, "那覇").rows] == ["那覇"]
    Bank.objects.create(code="0187", name="琉球", kana="", spellings="|琉球|", listed_on=date(2023, 3, 1))
    assert (banks.search("琉球"), banks.well_known("47")) == (([], False), [])
