"""The box tells by itself what was typed, however it is written."""

import pytest

from coupons.models import Scheme
from desk.call.search import Kind, understood

TYPED = {
    "123456789012": (Kind.NUMBER, "123456789012"),
    "1234 5678 9012": (Kind.NUMBER, "123456789012"),
    "１２３４－５６７８－９０１２": (Kind.NUMBER, "123456789012"),
    "お問合せ番号：123456789012": (Kind.NUMBER, "123456789012"),
    "09012345678": (Kind.PHONE, "09012345678"),
    "090-1234-5678": (Kind.PHONE, "09012345678"),
    "+81 90 1234 5678": (Kind.PHONE, "09012345678"),
    "098 861 1234": (Kind.PHONE, "0988611234"),
    "Taro@Example.JP": (Kind.MAIL, "Taro@example.jp"),
    "taro＠example.jp": (Kind.MAIL, "taro@example.jp"),
    "A-1234-5678-6": (Kind.RECEIPT, "A-1234-5678-6"),
    "ａ１２３４５６７８６": (Kind.RECEIPT, "A-1234-5678-6"),
    "B-1234-5678-6": (Kind.RECEIPT, "B-1234-5678-6"),
    "さとう はな": (Kind.KANA, "サトウ ハナ"),
    "ｻﾄｳ": (Kind.KANA, "サトウ"),
}
NOTHING = {
    "A-1234-5678-9": "受付番号の数字が合いません。もう一度お聞きください。",
    "1234567890123": "数字が13桁です。お問合せ番号か電話番号の桁数を、もう一度お確かめください。",
    "12345678901": "電話番号は、0から始まる10桁か11桁の数字で入力してください。",
    "サ": "カナは2文字以上でお試しください。",
    "佐藤": "フリガナは、ひらがなかカタカナで入力してください。",
    "taro@": "メールアドレスの形になっていません。「@」のあとを、もう一度お確かめください。",
}


@pytest.mark.parametrize("typed", TYPED)
def test_it_is_known_for_what_it_is(typed: str):
    query = understood(typed, [Scheme(inquiry_no_pattern="^[0-9]{12}$")])
    assert (query.kind, query.value) == TYPED[typed]


@pytest.mark.parametrize("typed", NOTHING)
def test_what_cannot_be_looked_up_is_told_with_a_hint(typed: str):
    query = understood(typed, [Scheme(inquiry_no_pattern="^[0-9]{12}$")])
    assert (query.kind, query.value, query.hint) == (Kind.UNKNOWN, "", NOTHING[typed])


def test_another_scheme_has_its_own_numbers():
    query = understood("km-4711", [Scheme(inquiry_no_pattern="^KM[0-9]{4}$")])
    assert (query.kind, query.value) == (Kind.NUMBER, "KM4711")
