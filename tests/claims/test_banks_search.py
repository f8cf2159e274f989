"""Finding a bank or a branch by any of its names, in the list as it is."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from claims import bank_list, banks
from claims.models import Bank, Branch
from claims.normalise import NotUnderstood

pytestmark = pytest.mark.django_db

BANKS = {
    "琉球銀行": "0187",
    "りゅうきゅう": "0187",
    "リュウキュウ": "0187",
    "ﾘｭｳｷｭｳｷﾞﾝｺｳ": "0187",
    "Ryukyu Bank": "0187",
    "ｒｙｕｋｙｕ": "0187",
    "0187": "0187",
    "０１８７": "0187",
    "187": "0187",
    "1": "0001",
    "沖縄": "0188",
    "おきなわぎんこう": "0188",
    "コザ信用金庫": "1996",
    "三菱UFJ": "0005",
    "三菱ＵＦＪ銀行": "0005",
    "ﾐﾂﾋﾞｼﾕｰｴﾌｼﾞｪｲ": "0005",
    "mitsubishi": "0005",
    "MUFG": "0005",
    "smbc": "0009",
    "みずほ": "0001",
    "ミズホ銀行": "0001",
    "paypay": "0033",
    "ＰａｙＰａｙ銀行": "0033",
    "ペイペイ": "0033",
    "らくてん": "0036",
    "ゆうちょ銀行": "9900",
    "郵便局": "9900",
    "ユウチョ": "9900",
    "北国銀行": "0146",
    "北國": "0146",
    "じゅうはちしんわ": "0181",
}


@pytest.fixture(scope="module")
def whole_list(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Written once for this file, around each test's own transaction: 1,146 banks and 28,944 branches."""
    with django_db_blocker.unblock(), transaction.atomic():
        bank_list.store(bank_list.read())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def directory(whole_list, db):
    """The list as it is."""


def first(words: str) -> str | None:
    rows = banks.search(words).rows
    return rows[0].code if rows else None


def test_the_bank_that_is_meant_comes_first(directory):
    assert {words: first(words) for words in BANKS} == BANKS


BRANCHES = {
    "那覇": "307",
    "那覇支店": "307",
    "なは": "307",
    "naha": "307",
    "307": "307",
    "３０７": "307",
    "本店": "201",
}


def test_the_branch_that_is_meant_comes_first(directory):
    ryukyu = Bank.objects.get(code="0187")
    assert {words: banks.branches(ryukyu, words).rows[0].code for words in BRANCHES} == BRANCHES


def test_branches_of_yucho_by_their_number_in_any_writing(directory):
    yucho = Bank.objects.get(code="9900")
    found = {
        words: [str(row) for row in banks.branches(yucho, words).rows] for words in ("718", "七一八", "ナナイチハチ")
    }
    assert found == {words: ["七一八店（718）"] for words in found}


def test_at_most_twenty_and_whether_there_were_more(directory):
    found = banks.search("信金")
    assert (len(found.rows), found.more) == (20, True)
    found = banks.search("ゆうちょ")
    assert (len(found.rows), found.more) == (1, False)


def test_nothing_is_found_by_nothing(directory):
    found = {words: banks.search(words) for words in ("", "　", "銀行", "未知銀行", "|", "%", "_", "\\", "'", "99999")}
    assert found == {words: ([], False) for words in found}


def test_far_too_many_words_are_refused():
    with pytest.raises(NotUnderstood):
        banks.search("あ" * 2001)


def test_the_well_known_banks_end_with_the_prefectures_own(directory):
    big = ["ゆうちょ", "三菱UFJ", "三井住友", "みずほ", "りそな", "楽天", "PayPay"]
    assert [bank.name for bank in banks.well_known("47")] == [*big, "琉球"]
    assert [bank.name for bank in banks.well_known("13")] == [*big, "きらぼし"]
    assert {len(banks.well_known(prefecture)) for prefecture in banks.REGIONAL} == {8}


def test_full_names_are_those_of_the_signboard():
    def named(bank: str, branch: str) -> str:
        return Branch(bank=Bank(code=bank), name=branch).full_name

    assert (Bank(code="0187", name="琉球").full_name, Bank(code="1996", name="コザ信金").full_name) == (
        "琉球銀行",
        "コザ信金",
    )
    assert [
        named("0187", "那覇"),
        named("0187", "本店営業部"),
        named("0187", "県庁出張所"),
        named("0001", "本所"),
        named("9900", "七一八"),
        named("3000", "本所"),
    ] == ["那覇支店", "本店営業部", "県庁出張所", "本所支店", "七一八店", "本所"]
