"""Links and codes are derived: right for one purpose, row, salt and key; stored nowhere."""

import re
from uuid import UUID

import pytest

from config import tokens

SALT = UUID("11111111-2222-3333-4444-555555555555")
OTHER_SALT = UUID("99999999-2222-3333-4444-555555555555")


def token(purpose="receive", row_id=12, salt=SALT, key_id="demo") -> str:
    return tokens.link_token(purpose, row_id, salt, key_id)


def test_a_token_is_thirty_url_safe_characters_and_always_the_same():
    assert re.fullmatch(r"[A-Za-z0-9_-]{30}", token())
    assert token() == token()


def test_a_token_names_its_row():
    assert tokens.row_id_of(token(row_id=2**48 - 1)) == 2**48 - 1
    assert tokens.row_id_of(token(row_id=1)) == 1


def test_a_token_is_of_its_own_row_purpose_and_salt_only():
    answers = [
        tokens.is_token_of(token(), "receive", 12, SALT, "demo"),
        tokens.is_token_of(token(), "correct", 12, SALT, "demo"),
        tokens.is_token_of(token(), "receive", 13, SALT, "demo"),
        tokens.is_token_of(token(), "receive", 12, OTHER_SALT, "demo"),
    ]
    assert answers == [True, False, False, False]


def test_every_single_changed_character_makes_another_token():
    right = token()
    changed = [right[:i] + ("A" if right[i] != "A" else "B") + right[i + 1 :] for i in range(30)]

    assert [tokens.is_token_of(wrong, "receive", 12, SALT, "demo") for wrong in changed] == [False] * 30


@pytest.mark.parametrize("text", ["", "abc", "x" * 29, "x" * 31, "=" * 30, "あ" * 30, "!" * 30, " " * 30])
def test_what_cannot_be_a_token_names_no_row(text):
    assert tokens.row_id_of(text) is None


def test_old_links_live_on_after_a_rotation(settings):
    settings.TOKEN_KEYS = "old:one"
    before = token(key_id="old")
    settings.TOKEN_KEYS = "new:two old:one"

    assert tokens.newest_key() == "new"
    assert tokens.is_token_of(before, "receive", 12, SALT, "old")
    assert token(key_id="new") != before


def test_a_row_whose_key_left_the_ring_has_no_link():
    with pytest.raises(tokens.UnknownKey):
        token(key_id="gone")


def test_a_code_keeps_its_zeros():
    codes = [tokens.digits_code("code", row_id, SALT, "demo") for row_id in range(300)]

    assert {len(code) for code in codes} == {6}
    assert [code for code in codes if not code.isdigit()] == []
    assert [code[0] for code in codes].count("0") > 0
    assert len(set(codes)) > 290
