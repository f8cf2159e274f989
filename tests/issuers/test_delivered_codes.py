"""The issuer's file of codes comes back, matched by key: every row is right, or nothing of the file is taken."""

import io
from datetime import datetime

import pytest
from openpyxl import load_workbook

from coupons.sheets.opening import Unreadable
from coupons.sheets.reading import IS_A_DAY
from payouts.audit import breaches
from payouts.issuers import delivered, lists, outcomes
from payouts.issuers.answers import Issued
from payouts.issuers.delivered import FileRefused, Taken
from payouts.models import PointCode, PointOrder, QuarantinedAnswer
from tests.issuers.files import answers, as_csv, as_xlsx, row_for
from tests.issuers.people import AT, by_way, code_of, ordered, state_of
from tests.makers import code, regionpay
from tests.receiving.people import stop
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed(db) -> list[PointOrder]:
    """Three orders that went out in a list: 1,000, 2,000 and 3,000 yen."""
    by_way("list")
    made = [ordered(yen) for yen in (1000, 2000, 3000)]
    lists.make(scheme=regionpay(), brand="nanaco", who="taro", at=AT)
    return made


def take(data: bytes) -> Taken:
    return delivered.take(data=data, name="codes.xlsx", who="taro", at=AT)


def refused(*rows: list) -> list[tuple[int, str, str]]:
    """What is said of a file; nothing of it was taken."""
    with pytest.raises(FileRefused) as error:
        take(as_xlsx(rows))
    assert list(PointOrder.objects.values_list("state", flat=True).distinct()) == ["requested"]
    assert "CODE" not in str(error.value) + str(error.value.findings)
    return [(found.line, found.column, found.reason) for found in error.value.findings]


@pytest.mark.parametrize(
    "written", [as_xlsx, as_csv, lambda rows: as_csv(rows, "cp932")], ids=["xlsx", "utf8", "cp932"]
)
def test_each_order_gets_its_code_and_is_paid(listed, written):
    rows = answers(listed[0].payout.scheme.orderlist_set.get())

    assert take(written(rows)) == Taken(issued=3, asked=0, apart=0, known=0)

    assert [code_of(order) for order in listed] == [row[3] for row in rows]
    assert {state_of(order) for order in listed} == {("issued", "paid")}
    assert [str(order.code_expires_on) for order in listed] == ["2033-03-31"] * 3
    assert sorted(PointCode.objects.values_list("order", flat=True)) == [order.pk for order in listed]
    assert AuditEvent.objects.filter(action="issued").count() == 3
    assert breaches(regionpay(), AT) == {}


def test_a_file_for_some_of_them_leaves_the_others_waiting(listed):
    first, *others = listed
    assert take(as_xlsx([row_for(first)])) == Taken(1, 0, 0, 0)
    assert {state_of(order) for order in others} == {("requested", "ordered")}


def test_the_same_file_once_more_changes_nothing(listed):
    data = as_xlsx([row_for(order) for order in listed])
    take(data)

    assert take(data) == Taken(0, 0, 0, 3)
    assert PointCode.objects.count() == 3


def test_every_fault_is_told_by_line_and_column_and_nothing_is_taken(listed):
    first, second, third = listed
    code("nanaco", 1000, "IN-STOCK")
    elsewhere = ordered(500, "edy")
    found = refused(
        row_for(first, amount=999),
        row_for(second, brand="edy"),
        row_for(third, day="2023-04-20"),
        row_for(elsewhere),
    )

    assert found == [
        (2, "amount", "申込の金額とちがいます。"),
        (3, "brand", "申込の種類とちがいます。"),
        (4, "expires_on", "有効期限が早すぎます。"),
        (5, "key", "この申込番号は、どの注文リストにもありません。"),
    ]


def test_an_order_that_is_in_no_list_yet_is_not_answered_by_a_file(listed):
    later = ordered(500)
    assert refused(row_for(later)) == [(2, "key", "この申込番号は、どの注文リストにもありません。")]


@pytest.mark.parametrize("spoilt", ["1.23457E+15", "1,2E-4", "########", "#N/A", "なし", "-"])
def test_what_a_spreadsheet_made_of_a_code_is_no_code(listed, spoilt):
    [(line, column, reason)] = refused(row_for(listed[0], spoilt))
    assert (line, column, "番号がこわれているか" in reason) == (2, "code", True)


def test_what_a_spreadsheet_made_a_day_of_is_no_code(listed):
    book = load_workbook(io.BytesIO(as_xlsx([row_for(listed[0])])))
    book.active["D2"] = datetime(2023, 1, 2)
    data = io.BytesIO()
    book.save(data)
    with pytest.raises(FileRefused) as error:
        take(data.getvalue())
    assert [(found.line, found.column, found.reason) for found in error.value.findings] == [(2, "code", IS_A_DAY)]


def test_a_code_may_have_an_e_in_it(listed):
    assert take(as_xlsx([row_for(listed[0], "12E345")])) == Taken(1, 0, 0, 0)


def test_one_bad_row_among_good_ones_takes_nothing(listed):
    first, second, third = listed
    assert refused(row_for(first), row_for(second, key="11111111-2222-3333-4444-555555555555"), row_for(third)) == [
        (3, "key", "この申込番号は、どの注文リストにもありません。")
    ]


@pytest.mark.parametrize("spelt", ["CODE-A1", "CODEA1", "CODE A1", "ＣＯＤＥ－Ａ１"])
def test_a_code_is_known_again_however_it_is_written(listed, spelt):
    """Or two persons would be shown the same one."""
    first, second, _third = listed
    assert refused(row_for(first, "CODE-A1"), row_for(second, spelt)) == [
        (3, "code", "同じ番号が、このファイルに2つあります。")
    ]
    code("nanaco", 2000, "CODE-A1")
    assert refused(row_for(second, spelt)) == [(2, "code", "前に届いた番号です。")]


def test_keys_and_codes_stand_once_in_a_file(listed):
    first, second, third = listed
    assert refused(row_for(first, "CODE-A"), row_for(first, "CODE-B"), row_for(second, "CODE-A"), row_for(third)) == [
        (3, "key", "同じ申込番号が、このファイルに2つあります。"),
        (4, "code", "同じ番号が、このファイルに2つあります。"),
    ]


def test_codes_that_came_before_are_known_wherever_they_are(listed):
    first, second, third = listed
    code("nanaco", 1000, "CODE-STOCK")
    by_way("http", "edy")
    other = ordered(500, "nanaco")
    outcomes.take(order_id=other.pk, answer=Issued("CODE-APART", "nanaco", 1), at=AT)
    assert QuarantinedAnswer.objects.count() == 1
    with pytest.raises(FileRefused) as error:
        take(as_xlsx([row_for(first, "CODE-STOCK"), row_for(second, "CODE-APART"), row_for(third)]))
    known = "前に届いた番号です。"
    assert [(f.line, f.column, f.reason) for f in error.value.findings] == [(2, "code", known), (3, "code", known)]


def test_another_code_for_an_order_that_has_one(listed):
    first, _, third = listed
    take(as_xlsx([row_for(first)]))
    rows = [row_for(first, "CODE-OTHER"), row_for(first, code="", refused="取消"), row_for(third)]
    with pytest.raises(FileRefused) as error:
        take(as_xlsx(rows))

    assert [(f.line, f.column, f.reason) for f in error.value.findings] == [
        (2, "code", "この申込には、別の番号がもう入っています。"),
        (3, "key", "同じ申込番号が、このファイルに2つあります。"),
        (3, "refused", "この申込には、番号がもう入っています。"),
    ]
    assert state_of(third) == ("requested", "ordered")


def test_while_the_scheme_is_stopped_no_code_is_given(listed):
    stop()

    assert refused(row_for(listed[0])) == [
        (2, "key", "この制度の支払は、いま止まっています。再開してから取り込んでください。")
    ]


@pytest.mark.parametrize(
    ("values", "column", "words"),
    [
        ({"key": "12"}, "key", "申込番号の形ではありません。"),
        ({"brand": "suica"}, "brand", "種類が分かりません。"),
        ({"amount": "-1"}, "amount", "金額は、1円以上の整数です。"),
        ({"amount": "千円"}, "amount", "金額は、1円以上の整数です。"),
        ({"code": ""}, "code", "番号か、発行不可の理由の、どちらかを入れてください。"),
        ({"refused": "なし"}, "code", "番号か、発行不可の理由の、どちらかを入れてください。"),
        ({"code": "X" * 201}, "code", "番号が長すぎるか、見えない文字があります。"),
        ({"day": "2033-02-30"}, "expires_on", "「2024-03-31」の形の日付です。"),
    ],
)
def test_a_row_that_is_not_as_it_must_be(listed, values, column, words):
    with pytest.raises(FileRefused) as error:
        take(as_csv([row_for(listed[0], "CODE-SECRET", **values)]))
    assert [(f.line, f.column, f.reason) for f in error.value.findings] == [(2, column, words)]
    assert {state_of(order) for order in listed} == {("requested", "ordered")}


def test_a_file_that_is_no_table_is_refused_as_a_whole(listed):
    for data in (b"", b"PK\x03\x04nothing", b"key\n1"):
        with pytest.raises(Unreadable):
            take(data)
