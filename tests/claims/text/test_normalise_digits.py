"""Account numbers and codes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.normalise import NotUnderstood, account_no, digits
from tests.claims.text.typing_anything import anything


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("1234567", "1234567"),
        ("１２３４５６７", "1234567"),
        ("12345", "0012345"),
        ("0012345", "0012345"),
        ("123 4567", "1234567"),
        ("123-4567", "1234567"),
        ("1", "0000001"),
    ],
)
def test_an_account_number_has_seven_digits(typed, stored):
    assert account_no(typed) == stored


@pytest.mark.parametrize("typed", ["", "12345678", "12345a", "普通1234567", "１２３４５６７８"])
def test_another_account_number_is_refused(typed):
    with pytest.raises(NotUnderstood) as refused:
        account_no(typed)
    assert str(refused.value.words) == "口座番号は7桁以内の数字で入力してください。"


@pytest.mark.parametrize("typed", ["123456", "１２３４５６", "123 456", "123-456", " 123456\n", "1２3ー4 56"])
def test_a_code_however_it_is_spaced(typed):
    assert digits(typed, 6) == "123456"


@pytest.mark.parametrize(
    ("typed", "count", "label", "words"),
    [
        ("12345", 6, "認証コード", "認証コードは、6桁の数字で入力してください。"),
        ("1234567", 6, "認証コード", "認証コードは、6桁の数字で入力してください。"),
        ("12e4", 4, "電話番号の下4桁", "電話番号の下4桁は、4桁の数字で入力してください。"),
        ("", 4, "電話番号の下4桁", "電話番号の下4桁は、4桁の数字で入力してください。"),
    ],
)
def test_another_code_is_refused(typed, count, label, words):
    with pytest.raises(NotUnderstood) as refused:
        digits(typed, count, label)
    assert str(refused.value.words) == words


@given(anything | st.from_regex("[0-9 -]{0,9}", fullmatch=True))
def test_what_comes_out_is_digits_and_stays(typed):
    for stored_form, wanted in ((account_no, 7), (lambda raw: digits(raw, 6), 6)):
        try:
            stored = stored_form(typed)
        except NotUnderstood:
            continue
        assert re.fullmatch(f"[0-9]{{{wanted}}}", stored)
        assert stored_form(stored) == stored
