"""Phone numbers: one stored form, that of the members' file."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.normalise import NotUnderstood, mobile, phone, phone_shown
from tests.claims.text.typing_anything import anything

MOBILE = "09012345678"
TYPED = [
    "09012345678",
    "090-1234-5678",
    "０９０－１２３４－５６７８",
    *[f"090{hyphen}1234{hyphen}5678" for hyphen in "ー‐−―–—─ 　.・/"[:-2]],
    "090(1234)5678",
    "（090）1234-5678",
    "+819012345678",
    "+81 90-1234-5678",
    "+81 (0)90 1234 5678",
    "＋８１９０１２３４５６７８",
    "00819012345678",
    "0081-90-1234-5678",
    "81-90-1234-5678",
    "819012345678",
    "\u200e090-1234-5678",
]


@pytest.mark.parametrize("typed", TYPED)
def test_one_number_in_many_dresses(typed):
    assert (phone(typed), mobile(typed)) == (MOBILE, MOBILE)


SHOWN = {
    "09012345678": "090-1234-5678",
    "06012345678": "060-1234-5678",
    "05012345678": "050-1234-5678",
    "0312345678": "03-1234-5678",
    "0612345678": "06-1234-5678",
    "0988661234": "098-866-1234",
    "0120479249": "0120-479-249",
    "08001234567": "0800-123-4567",
    "0570123456": "0570-123-456",
    "": "",
    "M000001": "M000001",
    "110": "110",
}


@pytest.mark.parametrize(("stored", "shown"), SHOWN.items())
def test_a_number_is_shown_in_its_groups(stored, shown):
    assert phone_shown(stored) == shown


GENERAL = "電話番号は、0から始まる10桁か11桁の数字で入力してください。"
TOLL_FREE = "0120や0570などの番号は使えません。日中につながる番号を入力してください。"
REFUSED = {
    "": GENERAL,
    "110": GENERAL,
    "123456789": GENERAL,
    "9012345678": GENERAL,
    "090-1234-56789": GENERAL,
    "00123456789": GENERAL,
    "+1 202 555 0100": GENERAL,
    "電話はありません": GENERAL,
    "090-1234-567a": GENERAL,
    "0120-479-249": TOLL_FREE,
    "0800-123-4567": TOLL_FREE,
    "0570-123-456": TOLL_FREE,
    "090-1234-567": "090から始まる番号は11桁です。数字をもう一度お確かめください。",
    "050-1234-567": "050から始まる番号は11桁です。数字をもう一度お確かめください。",
    "03-1234-56789": "03から始まる番号は10桁です。数字をもう一度お確かめください。",
    "090-0123-4567": "090-0から始まる番号はありません。数字をもう一度お確かめください。",
}


@pytest.mark.parametrize(("typed", "words"), REFUSED.items())
def test_what_cannot_be_called_back_is_refused(typed, words):
    with pytest.raises(NotUnderstood) as refused:
        phone(typed)
    assert str(refused.value.words) == words


@pytest.mark.parametrize(
    "typed", ["03-1234-5678", "050-1234-5678", "090-1234-567", "020-1234-5678", "090-0123-4567", ""]
)
def test_an_sms_needs_a_mobile(typed):
    with pytest.raises(NotUnderstood) as refused:
        mobile(typed)
    assert str(refused.value.words) == "携帯電話の番号（060・070・080・090で始まる11桁）を入力してください。"


@given(anything | st.from_regex("[+]?(81|0081|0)[0-9-]{8,14}", fullmatch=True))
def test_what_comes_out_is_domestic_digits_and_stays(typed):
    try:
        stored = phone(typed)
    except NotUnderstood:
        return
    assert re.fullmatch("0[1-9][0-9]{8,9}", stored)  # what `load` takes in
    assert phone(stored) == phone(phone_shown(stored)) == stored


@given(anything)
def test_a_mobile_is_a_phone(typed):
    try:
        stored = mobile(typed)
    except NotUnderstood:
        return
    assert phone(typed) == stored
