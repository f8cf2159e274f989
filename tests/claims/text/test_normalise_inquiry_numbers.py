"""Inquiry numbers as people copy them from a coupon, a memo, or a message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.normalise import NotUnderstood, inquiry_no_fault, inquiry_numbers
from tests.claims.text.typing_anything import anything

DIGITS = "^[0-9]{12}$"
ONE, TWO = "123456789012", "123456789013"
ONE_NUMBER = [
    "123456789012",
    "１２３４５６７８９０１２",
    "1234 5678 9012",
    "1234　5678　9012",
    "123456-789012",
    *[f"1234{hyphen}5678{hyphen}9012" for hyphen in "-－ー‐‑–—―−─ｰ_・.．"],
    "  123456789012\n",
    "1\u200b23456789012",
    "番号：123456789012",
    "番号:123456789012",
    "お問合せ番号 123456789012",
    "お問い合わせ番号：１２３４－５６７８－９０１２",
    "【お問合せ番号】123456789012",
    "No.123456789012",
    "Ｎｏ．１２３４５６７８９０１２",
    "№123456789012",
    "番号 No. 1234-5678-9012",
    "1枚目：123456789012",
    "1枚目 123456789012",
    "1234:5678:9012",
    "#123456789012",
]
TWO_NUMBERS = [
    f"{ONE}\n{TWO}",
    f"{ONE}\r\n\r\n{TWO}\r\n",
    f"番号：{ONE}\n番号：{TWO}",
    "1234-5678-9012\n1234 5678 9013",
    f"{ONE}、{TWO}",
    f"{ONE}，{TWO}",
    f"{ONE} {TWO}",
    f"{ONE}\t{TWO}",
    "1234-5678-9012　1234-5678-9013",
    f"{ONE}／{TWO}",
    f"１枚目 {ONE}\n２枚目 {TWO}",
]


@pytest.mark.parametrize("typed", ONE_NUMBER)
def test_one_number_however_it_is_grouped_or_labelled(typed):
    assert inquiry_numbers(typed) == [ONE]


@pytest.mark.parametrize("typed", TWO_NUMBERS)
def test_several_numbers_pasted_into_one_field(typed):
    assert inquiry_numbers(typed) == [ONE, TWO]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", []),
        (" 　\n", []),
        ("わかりません", []),
        (f"{ONE} 12345678901", [ONE, "12345678901"]),
        (f"{ONE}\n{ONE}", [ONE, ONE]),
        ("12345678901O", ["12345678901O"]),
        ("12345678901あ", ["12345678901あ"]),
        ("1234 5678 9012 1234 5678 9013", ["123456789012123456789013"]),
    ],
)
def test_what_is_odd_stays_to_be_named(typed, found):
    assert inquiry_numbers(typed) == found


def test_a_schemes_own_pattern_tells_labels_from_numbers():
    pattern = "^[A-Z]{2}[0-9]{6}$"
    assert inquiry_numbers("no-123456\nab 123456", pattern) == ["NO123456", "AB123456"]
    assert inquiry_numbers("no-123456 ab-123456", pattern) == ["NO123456", "AB123456"]


FAULTS = [
    (ONE, DIGITS, None),
    ("12345678901", DIGITS, "2枚目のお問合せ番号は11桁です。12桁の数字を入力してください。"),
    ("1" * 13, DIGITS, "2枚目のお問合せ番号は13桁です。12桁の数字を入力してください。"),
    ("12345678901O", DIGITS, "2枚目のお問合せ番号に、数字以外の文字が入っています。"),
    ("１２３４５６７８９０１２", DIGITS, "2枚目のお問合せ番号に、数字以外の文字が入っています。"),
    ("", DIGITS, "2枚目のお問合せ番号を入力してください。"),
    ("1234", r"^\d{8}$", "2枚目のお問合せ番号は4桁です。8桁の数字を入力してください。"),
    ("١٢٣٤٥٦٧٨", r"^\d{8}$", "2枚目のお問合せ番号に、数字以外の文字が入っています。"),
    ("AB12", "^[A-Z]{2}[0-9]{4}$", "2枚目のお問合せ番号の形が違います。クーポンに書いてあるとおりに入力してください。"),
    ("AB1234", "^[A-Z]{2}[0-9]{4}$", None),
    ("123", "^[0-9]{6,12}$", "2枚目のお問合せ番号の形が違います。クーポンに書いてあるとおりに入力してください。"),
]


@pytest.mark.parametrize(("number", "pattern", "words"), FAULTS)
def test_the_fault_of_the_second_number_is_told_in_words(number, pattern, words):
    fault = inquiry_no_fault(number, pattern, 2)
    assert (fault if fault is None else str(fault)) == words


def test_far_too_much_is_refused():
    with pytest.raises(NotUnderstood):
        inquiry_numbers("1\n" * 1001)


def test_twenty_numbers_with_their_labels_fit():
    typed = "\r\n".join(f"{n}枚目のお問合せ番号：1234-5678-{9000 + n}" for n in range(1, 21))
    assert inquiry_numbers(typed) == [f"12345678{9000 + n}" for n in range(1, 21)]


@given(anything, st.sampled_from([DIGITS, "^[A-Z0-9]{6,20}$"]))
def test_found_numbers_are_found_again_as_they_are(typed, pattern):
    found = inquiry_numbers(typed, pattern)
    assert inquiry_numbers("\n".join(found), pattern) == found
    assert not any(char.isspace() or char in "-ー_・.:,;/|" for number in found for char in number)
    for nth, number in enumerate(found, start=1):
        fault = inquiry_no_fault(number, pattern, nth)
        assert fault is None or str(fault).startswith(f"{nth}枚目のお問合せ番号")


@given(st.lists(st.from_regex("[0-9]{12}", fullmatch=True), min_size=1, max_size=20), st.sampled_from("\n 、,\t/"))
def test_good_numbers_come_back_whatever_stands_between_them(numbers, between):
    assert inquiry_numbers(between.join(numbers)) == numbers
