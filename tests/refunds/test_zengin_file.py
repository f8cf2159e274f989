"""The Zengin file, byte for byte, and character by character."""

import dataclasses
import random
from datetime import date
from hashlib import sha256

import pytest

from claims import bank_list, holder
from claims.normalise import NotUnderstood
from payouts import zengin
from payouts.zengin import CannotBeWritten, Consignor, LineEnd, Transfer
from tests.refunds import bank_reader

CONSIGNOR = Consignor("1234567890", "ﾃｽﾄｼﾞﾑｷﾖｸ", "0187", "ﾘﾕｳｷﾕｳ", "201", "ﾎﾝﾃﾝ", "1", "0000001")
TARO = Transfer("9900", "ﾕｳﾁﾖ", "408", "ﾖﾝｾﾞﾛﾊﾁ", "1", "1234567", "ﾔﾏﾀﾞ ﾀﾛｳ", 2500, 1)
FIRM = Transfer("9900", "ﾕｳﾁﾖ", "019", "ｾﾞﾛｲﾁｷﾕｳ", "2", "0100001", "ｶ)ﾃｽﾄｼﾖｳｼﾞ", 1, 2)
ON = date(2023, 5, 15)
# Spelled out: what the bank is given, position by position.
EXPECTED = [
    "12101234567890ﾃｽﾄｼﾞﾑｷﾖｸ                               05150187ﾘﾕｳｷﾕｳ         201ﾎﾝﾃﾝ           10000001                 ",
    "29900ﾕｳﾁﾖ           408ﾖﾝｾﾞﾛﾊﾁ        000011234567ﾔﾏﾀﾞ ﾀﾛｳ                      00000025000000000000100000000007        ",
    "29900ﾕｳﾁﾖ           019ｾﾞﾛｲﾁｷﾕｳ       000020100001ｶ)ﾃｽﾄｼﾖｳｼﾞ                    00000000010000000000200000000007        ",
    "8000002000000002501                                                                                                     ",
    "9                                                                                                                       ",
]


def written(*transfers: Transfer, line_end: LineEnd = LineEnd.CRLF, consignor: Consignor = CONSIGNOR) -> bytes:
    return b"".join(zengin.records(consignor, ON, transfers, line_end))


@pytest.mark.parametrize(
    ("line_end", "after", "digest"),
    [
        (LineEnd.CRLF, "\r\n", "2f71e8cdfd83a22d81ebe8930fec9c94216a52cc1bacd65d6c0f9456d1af3b9e"),
        (LineEnd.NONE, "", "55f18fcf5580c7ef12c15435050d153a1c6ff17d023f0b3eea585887c91b36b7"),
        (LineEnd.LF, "\n", None),
    ],
)
def test_the_file_is_what_is_spelled_out(line_end, after, digest):
    file = written(TARO, FIRM, line_end=line_end)

    assert file == "".join(record + after for record in EXPECTED).encode("cp932")
    assert digest in (None, sha256(file).hexdigest())


def test_another_reader_finds_the_same():
    found = bank_reader.read(written(TARO, FIRM))

    assert (found.count, found.total_yen, found.header["day"], found.header["name"]) == (2, 2501, "0515", "ﾃｽﾄｼﾞﾑｷﾖｸ")
    assert [(one["holder"], one["account"], one["yen"], one["reference"]) for one in found.transfers] == [
        ("ﾔﾏﾀﾞ ﾀﾛｳ", "1234567", "0000002500", "0000000001"),
        ("ｶ)ﾃｽﾄｼﾖｳｼﾞ", "0100001", "0000000001", "0000000002"),
    ]


def test_two_references_come_back_from_the_bank():
    [found] = bank_reader.read(written(dataclasses.replace(TARO, second_reference=12))).transfers

    assert (found["reference"], found["second"]) == ("0000000001", "0000000012")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("bank_code", "187"),
        ("bank_code", "０１８７"),
        ("branch_code", "1"),
        ("account_no", "123456"),
        ("account_no", "1234567 "),
        ("account_type", "3"),
        ("account_type", ""),
        ("account_type", "12"),
        ("amount_yen", 0),
        ("amount_yen", -1),
        ("amount_yen", 10**10),
        ("reference", 0),
        ("reference", 10**10),
        ("second_reference", -1),
        ("second_reference", 10**10),
        ("bank_name", "ﾘﾕｳｷﾕｳ."),
        ("branch_name", "ﾎﾝﾃﾝ ﾅﾊ"),
        ("branch_name", "ｱ" * 16),
        ("holder", ""),
        ("holder", " ().-"),
        ("holder", "ｱ" * 31),
        *[("holder", f"ﾔﾏﾀﾞ{char}") for char in "ｧｨｩｪｫｯｬｭｮｰｦ･､｡,'+:?&abヤ山㈱*/\\｢｣\n\0¥〜"],
        *[("holder", name) for name in ("ﾞｶ", "ｱﾞ", "ｶﾟ", "ﾅﾞ", "ﾊﾞﾞ", "ﾝﾟ", " ﾞ")],
    ],
)
def test_what_a_field_does_not_take_is_refused_by_name(field, value):
    with pytest.raises(CannotBeWritten) as refusal:
        written(dataclasses.replace(TARO, **{field: value}))

    assert refusal.value.value == value


@pytest.mark.parametrize(
    ("field", "value"),
    [("code", "1"), ("name", "テスト"), ("account_type", "4"), ("account_no", "1"), ("branch_name", "ﾎﾝ ﾃﾝ")],
)
def test_the_consignor_is_looked_at_too(field, value):
    with pytest.raises(CannotBeWritten):
        written(TARO, consignor=dataclasses.replace(CONSIGNOR, **{field: value}))


def test_a_sound_mark_may_be_the_thirtieth_and_never_the_first_that_is_cut():
    name = "ｱ" * 28 + "ｶﾞ"
    assert bank_reader.read(written(dataclasses.replace(TARO, holder=name))).transfers[0]["holder"] == name
    assert holder.zengin_name("ア" * 28 + "ガ") == name
    assert holder.zengin_name("ア" * 29 + "ガ") == "ｱ" * 29


def test_whatever_name_the_site_accepts_can_be_written():
    """Property: of 4,000 names put together at random, each is refused by the form or is a legal record."""
    chance = random.Random(2023)
    letters = [chr(code) for code in (*range(0x3041, 0x30FF), *range(0xFF61, 0xFFA0), *range(0x20, 0x7F))]
    letters += list("　ＡＺａｚ０９（）．－ー‐−〜～・㈱①髙𠮷é゛゜ヷヸ\u3099\u309a\u200b\n") + [
        "ｶﾞ",
        "か\u3099",
        "は\u309a",
    ]
    accepted = []
    for _ in range(4000):
        typed = "".join(chance.choices(letters, k=chance.randint(1, 6))) * chance.choice((1, 1, 1, 8))
        try:
            accepted.append(holder.zengin_name(typed))
        except NotUnderstood:
            continue
    transfers = [dataclasses.replace(TARO, holder=name) for name in accepted]

    assert [one["holder"] for one in bank_reader.read(written(*transfers)).transfers] == [
        name.rstrip() for name in accepted
    ]
    assert len(accepted) > 500


def test_every_bank_and_branch_of_the_list_can_be_written():
    listing = bank_list.read()
    banks = {code: kana for code, _name, kana, _spellings in listing.banks}
    transfers = [
        dataclasses.replace(
            TARO,
            bank_code=bank,
            bank_name=zengin.bank_name(banks[bank]),
            branch_code=code,
            branch_name=zengin.bank_name(kana),
        )
        for bank, code, _name, kana, _spellings in listing.branches
    ]

    assert bank_reader.read(written(*transfers)).count == len(listing.branches) > 28_000
    assert len([kana for kana in banks.values() if not zengin.bank_name(kana)]) == 15  # foreign ones: left blank
    assert [kana for *_, kana, _ in listing.branches if not zengin.bank_name(kana)] == []


@pytest.mark.parametrize(
    ("kana", "half"),
    [
        ("ユウチヨ", "ﾕｳﾁﾖ"),
        ("ゼロイチキュウ", "ｾﾞﾛｲﾁｷﾕｳ"),
        ("ヴェール", "ｳﾞｴ-ﾙ"),
        ("パーク・", ""),
        ("シ-.アイ", ""),
        ("", ""),
    ],
)
def test_a_name_of_a_bank(kana, half):
    assert zengin.bank_name(kana) == half
