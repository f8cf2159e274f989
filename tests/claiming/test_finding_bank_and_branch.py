"""Bank and branch are found by search, on plain pages; ゆうちょ銀行 also by 記号 and 番号."""

import re

import pytest

from claims.models import Branch
from tests.claiming.directory import LISTED_ON, named
from tests.claiming.walking import Walker


def cards(walker: Walker) -> list[str]:
    return re.findall(r'<input type="radio"[^>]*><span><strong>(.*?)</strong>', walker.page)


def test_what_most_people_have_is_offered_at_once_with_the_prefectures_bank(refund):
    assert cards(refund.arrive("bank")) == ["ゆうちょ銀行", "琉球銀行"]


@pytest.mark.parametrize("words", ["沖縄", "おきなわ", "オキナワ", "ｵｷﾅﾜ", "沖縄銀行", "0188"])
def test_a_bank_is_found_by_name_kana_or_code(refund, words):
    refund.arrive("bank").open("bank", q=words)
    assert (cards(refund), "件見つかりました。" in refund.main) == (["沖縄銀行"], True)


@pytest.mark.parametrize("words", ["どこにもない", "あ" * 3000])
def test_what_is_not_found_is_told_with_what_to_do(refund, words):
    refund.arrive("bank").open("bank", q=words)
    assert (cards(refund), "見つかりませんでした。「銀行」を取って、短い言葉で探してください。" in refund.main) == (
        [],
        True,
    )


def test_nothing_chosen_keeps_the_search(refund):
    refund.arrive("bank").post("bank", q="おきなわ")
    assert (cards(refund), refund.fields["q"]) == (["沖縄銀行"], "おきなわ")


def test_a_small_banks_branches_need_no_search(refund):
    assert cards(refund.arrive("branch")) == ["那覇支店", "首里支店"]


def test_of_a_large_bank_twenty_at_most_are_shown(refund):
    for number in range(200, 222):
        Branch.objects.create(bank_id="0187", code=f"{number}", listed_on=LISTED_ON, **named(f"南{number}", "ミナミ"))
    assert cards(refund.arrive("branch")) == []
    refund.open("branch", q="南")
    assert (len(cards(refund)), "もう少し長い言葉で探してください。" in refund.main) == (20, True)


def test_another_bank_asks_for_branch_and_account_again(refund):
    refund.arrive("review")
    assert refund.post("bank", bank_code="0188").at == "branch"
    refund.post("branch", branch_code="201")
    assert (refund.at, refund.fields["account_no"]) == ("account", "")


def test_the_same_bank_chosen_again_asks_nothing_more(refund):
    assert refund.arrive("review").post("bank", bank_code="0187").at == "review"


@pytest.fixture
def yucho(refund) -> Walker:
    refund.arrive("bank").post("bank", bank_code="9900")
    return refund


def converted(walker: Walker) -> tuple:
    held = walker.fields
    return walker.answers["branch"]["branch_code"], held["account_type"], held["account_no"]


def test_symbol_and_number_are_asked_of_yucho(yucho):
    assert (yucho.at, set(yucho.fields) >= {"yucho_symbol", "yucho_number"}) == ("branch", True)


@pytest.mark.parametrize(
    ("symbol", "number", "account"),
    [
        ("14030", "12345671", ("408", "1", "1234567")),
        ("１４０３０", "１２３４５６７１", ("408", "1", "1234567")),
        ("14030-2", "1234567 1", ("408", "1", "1234567")),
        ("00160-0", "100001", ("019", "2", "0100001")),
    ],
)
def test_they_become_branch_type_and_number(yucho, symbol, number, account):
    yucho.post("branch", yucho_symbol=symbol, yucho_number=number)
    assert (yucho.at, converted(yucho)) == ("account", account)
    assert f"店番 {account[0]}・口座番号 {account[2]} に変換しました。" in yucho.main


@pytest.mark.parametrize(
    ("symbol", "number", "words"),
    [
        ("", "", ["記号を入力してください。", "番号を入力してください。"]),
        ("14030", "", ["番号を入力してください。"]),
        ("24030", "12345671", ["記号は、1か0で始まり、0で終わる5桁の数字で入力してください。"]),
        ("14030", "12345678", ["番号は、1で終わる8桁以内の数字で入力してください。"]),
        ("11940", "12345671", ["この記号の店が見つかりません。記号をもう一度お確かめください。"]),
    ],
)
def test_what_cannot_be_is_refused(yucho, symbol, number, words):
    yucho.post("branch", yucho_symbol=symbol, yucho_number=number)
    assert (yucho.at, yucho.at_fields, [said for _, said in yucho.summary]) == ("branch", words, words)
    assert (yucho.fields["yucho_symbol"], yucho.fields["yucho_number"]) == (symbol, number)


def test_the_branch_can_be_chosen_by_its_name_instead(yucho):
    yucho.open("branch", by="name", q="408")
    assert cards(yucho) == ["四〇八店"]
    assert yucho.post("branch", branch_code="408").at == "account"


def test_nothing_chosen_stays_with_the_names(yucho):
    yucho.post("branch", branch_code="")
    assert yucho.at_fields == ["支店が選ばれていません。支店名か3桁の支店番号で検索してください。"]


def test_another_symbol_shows_its_own_number(yucho):
    yucho.post("branch", yucho_symbol="14030", yucho_number="12345671").post(
        "account", account_type="1", account_no="1234567", holder_kana="オキナワ ハナコ"
    )
    assert yucho.at == "review"
    yucho.post("branch", yucho_symbol="14030", yucho_number="11111111", go_on="1")
    assert (yucho.at, yucho.fields["account_no"]) == ("account", "1111111")


def test_the_review_shows_the_holder_as_the_bank_gets_it(refund):
    refund.arrive("account").good("account", holder_kana="おきなわ　はなこ")
    assert "銀行に送る名義ｵｷﾅﾜ ﾊﾅｺ" in refund.main
