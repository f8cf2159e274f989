"""The account holder as banks send it (Zengin, annex 1), and whether it is the claimant."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.holder import same_person, zengin_name
from claims.normalise import NotUnderstood, kana
from tests.claims.text.typing_anything import anything

TYPED = {
    "ヤマダ　タロウ": "ﾔﾏﾀﾞ ﾀﾛｳ",
    "やまだ たろう": "ﾔﾏﾀﾞ ﾀﾛｳ",
    "ﾔﾏﾀﾞ ﾀﾛｳ": "ﾔﾏﾀﾞ ﾀﾛｳ",
    " ヤマダ 　 タロウ ": "ﾔﾏﾀﾞ ﾀﾛｳ",
    "キュウヨ": "ｷﾕｳﾖ",
    "はっとり しょうこ": "ﾊﾂﾄﾘ ｼﾖｳｺ",
    "ファン ティ": "ﾌｱﾝ ﾃｲ",
    "ヨーコ": "ﾖ-ｺ",
    "ﾖｰｺ": "ﾖ-ｺ",
    "ヨ－コ": "ﾖ-ｺ",
    "ヨ―コ": "ﾖ-ｺ",
    "ヴィクトリア": "ｳﾞｲｸﾄﾘｱ",
    "ゔぁん": "ｳﾞｱﾝ",
    "ジョン・スミス": "ｼﾞﾖﾝ.ｽﾐｽ",
    "キャノン（カ": "ｷﾔﾉﾝ(ｶ",
    "カ）テストショウジ": "ｶ)ﾃｽﾄｼﾖｳｼﾞ",
    "ヵヶヮ": "ｶｹﾜ",
    "ぱーる": "ﾊﾟ-ﾙ",
    "John Smith-Jones": "JOHN SMITH-JONES",
    "ｓｍｉｔｈ　２セイ": "SMITH 2ｾｲ",
}


@pytest.mark.parametrize(("typed", "sent"), TYPED.items())
def test_what_people_type_becomes_what_banks_take(typed, sent):
    assert zengin_name(typed) == sent


GENERAL = "口座名義に使えない文字「{}」があります。通帳のカナのとおりに入力してください。"
REFUSED = {
    "ヤマダ@タロウ": GENERAL.format("@"),
    "東京 タロウ": GENERAL.format("東"),
    "㈱テスト": GENERAL.format("株"),
    "ヤマダ，タロウ": GENERAL.format(","),
    "ヤマダ「タロウ」": GENERAL.format("「"),
    "ヤマダ/タロウ": GENERAL.format("/"),
    "ア゛キラ": GENERAL.format("゛"),
    "カ゜": GENERAL.format("゜"),
    "ヷン": GENERAL.format("ヷ"),
    "ミスヾ": GENERAL.format("ヾ"),
    "JOSÉ": GENERAL.format("É"),
    "ヲカダ": "口座名義の「ヲ」は、「オ」と入力してください。",
    "を": "口座名義の「ヲ」は、「オ」と入力してください。",
    "ヱビス": "口座名義の「ヱ」は、「エ」と入力してください。",
    "ヰ": "口座名義の「ヰ」は、「イ」と入力してください。",
    "": "口座名義（カナ）を入力してください。",
    "（・ー）": "口座名義（カナ）を入力してください。",
    "ア" * 61: "口座名義は、60文字以内で入力してください。",
}


@pytest.mark.parametrize(("typed", "words"), REFUSED.items())
def test_the_character_that_banks_do_not_take_is_named(typed, words):
    with pytest.raises(NotUnderstood) as refused:
        zengin_name(typed)
    assert str(refused.value.words) == words


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("ア" * 30, "ｱ" * 30),
        ("ア" * 31, "ｱ" * 30),
        ("ガ" * 15, "ｶﾞ" * 15),
        ("ア" + "ガ" * 15, "ｱ" + "ｶﾞ" * 14),  # the 30th would be a kana without its mark: another name
        ("ア" + "パ" * 20, "ｱ" + "ﾊﾟ" * 14),
        ("ア" * 29 + " イ", "ｱ" * 29),
    ],
)
def test_thirty_characters_with_sound_marks_counted(typed, sent):
    assert zengin_name(typed) == sent


LEGAL = re.compile("(?:[A-Z0-9 ().-]|[ｱ-ﾝ]|[ｳｶ-ﾄﾊ-ﾎ]ﾞ|[ﾊ-ﾎ]ﾟ){1,30}")


@given(anything | st.text("アガパヴャッーあがぱゔゃっ・（）－ 　ｱｶﾞﾊﾟABcd12", max_size=60))
def test_what_comes_out_fits_the_transfer_file_and_stays(typed):
    try:
        sent = zengin_name(typed)
    except NotUnderstood:
        return
    assert LEGAL.fullmatch(sent)
    assert len(sent.encode("cp932")) == len(sent) <= 30
    assert zengin_name(sent) == sent


SAME = [
    ("ヤマダ タロウ", "ﾔﾏﾀﾞ ﾀﾛｳ"),
    ("ヤマダ タロウ", "ﾔﾏﾀﾞﾀﾛｳ"),
    ("ヤマダタロウ", "ﾔﾏﾀﾞ ﾀﾛｳ"),
    ("タロウ ヤマダ", "ﾔﾏﾀﾞ ﾀﾛｳ"),
    ("ショウコ", "ｼﾖｳｺ"),
    ("ヨーコ・スミス", "ﾖ-ｺｽﾐｽ"),
    ("ヲカダ", "ｵｶﾀﾞ"),
    ("ア" * 40, "ｱ" * 30),
    ("ア" + "ガ" * 20, "ｱ" + "ｶﾞ" * 14),
]
OTHERS = [
    ("ヤマダ タロウ", "ﾔﾏﾀﾞ ﾊﾅｺ"),
    ("ヤマダ タロウ", "ﾔﾏﾀﾞ"),
    ("ヤマタ タロウ", "ﾔﾏﾀﾞ ﾀﾛｳ"),
    ("スミス ジョン", "SMITH JOHN"),
    ("ア" * 40, "ｱ" * 20),
]


@pytest.mark.parametrize(
    ("name", "holder", "same"), [*((*pair, True) for pair in SAME), *((*pair, False) for pair in OTHERS)]
)
def test_a_holder_who_may_be_somebody_else_is_noticed(name, holder, same):
    assert same_person(name, holder) is same


@given(anything)
def test_everybody_is_the_holder_of_an_account_in_their_own_name(typed):
    try:
        name = kana(typed)
        holder = zengin_name(name)
    except NotUnderstood:
        return
    assert same_person(name, holder)
