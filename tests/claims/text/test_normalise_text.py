"""Any text: one line without invisible characters, whatever the width it was typed in."""

import sys
import time
import unicodedata

import pytest
from hypothesis import given

from claims import normalise
from claims.normalise import NotUnderstood
from tests.claims.text.typing_anything import anything

TYPED = {
    "沖縄　花子": "沖縄 花子",
    "  沖縄 \t\r\n  花子  ": "沖縄 花子",
    "沖縄\u200b花子\ufeff": "沖縄花子",
    "ﾎﾃﾙ ﾊﾟｰﾙ": "ホテル パール",
    "ＡＢＣ　１２３": "ABC 123",
    "株\x00式\x1b会社": "株式会社",
    "か゛": "が",
    "か\u200b\u3099": "が",
    "㈱ホテル": "(株)ホテル",
    "髙橋 𠮷田": "髙橋 𠮷田",
    "\ud83d": "",
    "": "",
    "あ" * 60: "あ" * 60,
}


@pytest.mark.parametrize(("typed", "stored"), TYPED.items(), ids=ascii)
def test_text_is_tidied(typed, stored):
    assert normalise.text(typed) == stored


def test_sixty_characters_are_counted_after_tidying():
    assert normalise.text(f"  {'ｶﾞ' * 60}  ") == "ガ" * 60


@pytest.mark.parametrize(
    ("label", "words"), [("お名前", "お名前は、60文字以内で入力してください。"), ("", "60文字以内で入力してください。")]
)
def test_a_longer_text_is_refused_by_its_name(label, words):
    with pytest.raises(NotUnderstood) as refused:
        normalise.text("あ" * 61, label)
    assert str(refused.value.words) == words


@given(anything)
def test_stored_text_stays_as_it_is(typed):
    try:
        stored = normalise.text(typed)
    except NotUnderstood:
        return
    assert normalise.text(stored) == stored
    assert stored == stored.strip()


def test_no_character_leaves_an_invisible_one_behind():
    every = map(chr, range(sys.maxunicode + 1))
    touched = [char for char in every if invisible(char) or unicodedata.normalize("NFKC", char) != char]
    assert len(touched) > 7_000
    assert [char for char in touched if any(map(invisible, normalise.text(f"a{char}b")))] == []


def invisible(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf", "Cs")


@pytest.mark.parametrize("mark", ["\u0300\u0316", "\u3099", "ﷺ", "￼"])
def test_a_megabyte_costs_no_time(mark):
    began = time.process_time()
    with pytest.raises(NotUnderstood):
        normalise.text(mark * 1_000_000)
    for size in (1_000, 2_000):
        with pytest.raises(NotUnderstood):
            normalise.text((mark * 2_000)[:size])
    assert time.process_time() - began < 0.5
