"""フリガナ: any kana in, full-width katakana out."""

import re

import pytest
from hypothesis import given

from claims.normalise import NotUnderstood, kana
from tests.claims.text.typing_anything import anything

WORDS = "フリガナは、ひらがなかカタカナで入力してください。"
TYPED = {
    "おきなわ　はなこ": "オキナワ ハナコ",
    "オキナワハナコ": "オキナワハナコ",
    "ｵｷﾅﾜ ﾊﾅｺ": "オキナワ ハナコ",
    "ｶﾞｷﾞｸﾞ": "ガギグ",
    "か゛っきゅう": "ガッキュウ",
    "きょうこ": "キョウコ",
    "ゔぃくとりあ": "ヴィクトリア",
    "よーこ": "ヨーコ",
    "ヨ－コ": "ヨーコ",
    "ヨ-コ": "ヨーコ",
    "ﾖｰｺ": "ヨーコ",
    "ジョン・スミス": "ジョン・スミス",
    "ｼﾞｮﾝ･ｽﾐｽ": "ジョン・スミス",
    " ヤマダ　 タロウ ": "ヤマダ タロウ",
    "みすゞ": "ミスヾ",
    "を": "ヲ",
}


@pytest.mark.parametrize(("typed", "stored"), TYPED.items())
def test_any_kana_is_read(typed, stored):
    assert kana(typed) == stored


@pytest.mark.parametrize(
    "typed", ["沖縄花子", "Hanako", "ｈａｎａｋｏ", "ハナコ1", "ハナコ@", "ー", "・", "", "　", "ア\u3099", "-ハナ"]
)
def test_anything_else_is_refused(typed):
    with pytest.raises(NotUnderstood) as refused:
        kana(typed)
    assert str(refused.value.words) == WORDS


def test_sixty_characters_at_most():
    assert kana("が" * 60) == "ガ" * 60
    with pytest.raises(NotUnderstood) as refused:
        kana("が" * 61)
    assert str(refused.value.words) == "フリガナは、60文字以内で入力してください。"


@given(anything)
def test_what_comes_out_is_katakana_and_stays(typed):
    try:
        stored = kana(typed)
    except NotUnderstood:
        return
    assert re.fullmatch("[ァ-ヺヽヾー・]+( [ァ-ヺヽヾー・]+)*", stored)
    assert kana(stored) == stored
