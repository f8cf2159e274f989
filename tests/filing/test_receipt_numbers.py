"""受付番号: read aloud, typed as people type, and a mistaken digit is noticed."""

import pytest

from claims import receipt


def test_it_is_a_letter_eight_digits_and_a_check_digit():
    number = receipt.new_number(receipt.CLAIM)
    plain = number.replace("-", "")
    assert (len(plain), plain[0], number[1], number[6], number[11]) == (10, "A", "-", "-", "-")
    assert plain[9] == receipt.check_digit(plain[1:9])


def test_the_check_digit_is_damms():
    assert receipt.check_digit("572") == "4"  # the example of Damm's thesis


@pytest.mark.parametrize(
    "typed",
    ["A-1234-5678-6", "A123456786", "ａ１２３４５６７８６", " A 1234 5678 6 ", "A－1234－5678－6", "1234-5678-6"],
)
def test_it_is_understood_however_it_is_typed(typed):
    assert receipt.understood(typed) == "A-1234-5678-6"


def test_every_wrong_digit_and_every_swap_of_neighbours_is_noticed():
    plain = "A" + "90513872" + receipt.check_digit("90513872")
    assert receipt.understood(plain) is not None
    wrong = [
        plain[:at] + digit + plain[at + 1 :] for at in range(1, 10) for digit in "0123456789" if digit != plain[at]
    ]
    swapped = [
        plain[:at] + plain[at + 1] + plain[at] + plain[at + 2 :] for at in range(1, 9) if plain[at] != plain[at + 1]
    ]
    assert [receipt.understood(text) for text in wrong + swapped] == [None] * len(wrong + swapped)


@pytest.mark.parametrize("typed", ["", "A", "A-1234", "C-1234-5678-9", "沖縄", "A-12345-67890-12"])
def test_what_cannot_be_one_is_none(typed):
    assert receipt.understood(typed) is None
