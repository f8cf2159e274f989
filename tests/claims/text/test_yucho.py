"""記号・番号 of ゆうちょ銀行, turned into branch and account number by its official rule."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.normalise import NotUnderstood
from claims.yucho import account
from tests.claims.text.typing_anything import anything

ORDINARY, CURRENT, SAVINGS = "1", "2", "4"
CONVERTED = [
    ("14030", "12345671", ("408", ORDINARY, "1234567", True)),
    ("15150", "21111111", ("518", ORDINARY, "2111111", True)),
    ("14080", "12712721", ("408", ORDINARY, "1271272", True)),
    ("16150", "12233411", ("618", ORDINARY, "1223341", True)),
    ("00580", "654321", ("059", CURRENT, "0654321", True)),
    ("00160", "100001", ("019", CURRENT, "0100001", True)),
    ("10000", "80000001", ("008", ORDINARY, "8000000", False)),  # 9 would be right
    ("10000", "81111111", ("008", ORDINARY, "8111111", False)),  # 1 would be
    ("10530", "12345671", ("058", ORDINARY, "1234567", False)),  # printed as examples, and wrong
    ("17300", "19927651", ("738", ORDINARY, "1992765", False)),
    ("11940", "12345671", ("198", ORDINARY, "1234567", False)),
    ("10540", "12045071", ("058", ORDINARY, "1204507", False)),
]


@pytest.mark.parametrize(("symbol", "number", "expected"), CONVERTED)
def test_the_published_rule(symbol, number, expected):
    found = account(symbol, number)
    assert (found.branch_code, found.account_type, found.account_no, found.looks_right) == expected


def test_a_savings_passbook_is_of_another_type():
    assert account("14030", "12345671", savings=True).account_type == SAVINGS
    assert account("00580", "654321", savings=True).account_type == CURRENT


@pytest.mark.parametrize(
    ("symbol", "number", "branch_and_account"),
    [
        ("１４０３０", "１２３４５６７１", ("408", "1234567")),
        ("14030-", "-12345671", ("408", "1234567")),
        ("1 4 0 3 0", "1234-5671", ("408", "1234567")),
        ("14030-2", "12345671", ("408", "1234567")),
        ("14030", "2-12345671", ("408", "1234567")),
        ("14030", "2ー12345671", ("408", "1234567")),
        ("00160-0", "100001", ("019", "0100001")),
        ("00160", "0-100001", ("019", "0100001")),
        ("00160", "0 - 100001", ("019", "0100001")),
        ("14030", "11", ("408", "0000001")),
        ("00160", "1", ("019", "0000001")),
    ],
)
def test_as_it_stands_in_the_passbook(symbol, number, branch_and_account):
    found = account(symbol, number)
    assert (found.branch_code, found.account_no) == branch_and_account


SYMBOL = ("symbol", "記号は、1か0で始まり、0で終わる5桁の数字で入力してください。")
GENERAL_NUMBER = ("number", "番号は、1で終わる8桁以内の数字で入力してください。")
TRANSFER_NUMBER = ("number", "番号は、6桁以内の数字で入力してください。")


@pytest.mark.parametrize(
    ("symbol", "number", "fault"),
    [
        ("", "12345671", SYMBOL),
        ("1403", "12345671", SYMBOL),
        ("24030", "12345671", SYMBOL),
        ("14031", "12345671", SYMBOL),
        ("1403012", "12345671", SYMBOL),
        ("14O30", "12345671", SYMBOL),
        ("14030", "", GENERAL_NUMBER),
        ("14030", "1", GENERAL_NUMBER),
        ("14030", "12345672", GENERAL_NUMBER),
        ("14030", "123456781", GENERAL_NUMBER),
        ("14030", "1234567a", GENERAL_NUMBER),
        ("00160", "", TRANSFER_NUMBER),
        ("00160", "1234567", TRANSFER_NUMBER),
    ],
)
def test_a_fault_is_told_at_its_field(symbol, number, fault):
    with pytest.raises(NotUnderstood) as refused:
        account(symbol, number)
    assert (refused.value.part, str(refused.value.words)) == fault


@given(st.from_regex("[01][0-9]{2}", fullmatch=True), st.integers(0, 999_999))
def test_one_digit_of_ten_looks_right(begins, whole):
    number = f"{whole}1" if begins[0] == "1" else str(whole)
    assert [account(f"{begins}{digit}0", number).looks_right for digit in range(10)].count(True) == 1


@given(
    anything | st.from_regex("[01][0-9]{3}0", fullmatch=True), anything | st.from_regex("[0-9]{1,8}", fullmatch=True)
)
def test_anything_is_an_account_or_a_fault_of_one_field(symbol, number):
    try:
        found = account(symbol, number)
    except NotUnderstood as refused:
        assert refused.part in ("symbol", "number")
        return
    assert found.branch_code.isdecimal() and len(found.branch_code) == 3
    assert found.account_no.isdecimal() and len(found.account_no) == 7
