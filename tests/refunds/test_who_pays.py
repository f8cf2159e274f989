"""The screen of who pays: names as people type them, made into what the bank takes."""

import pytest
from django.test import Client

from payouts.models import Consignor
from tests.refunds import people
from tests.refunds.pages import address
from tests.refunds.test_screens import said
from tests.staff.people import client_of, staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def house(db) -> None:
    people.house()


@pytest.fixture
def operator() -> Client:
    return client_of(staff("maki", "operator"))


def test_who_pays_is_typed_in_full_width_and_what_the_bank_refuses_is_not_saved(operator):
    Consignor.objects.all().delete()
    typed = {
        **people.PAYER,
        "name": "チイキクーポンホショウ",
        "bank_name": "リュウキュウ",
        "code": "１２３４５６７８９０",
    }
    typed |= {"line_end": "crlf", "most_lines": "9999", "days_before": "1", "hand_in_until": "12:00"}

    refused = operator.post(address("refund_payer"), typed | {"name": "地域クーポン"})
    assert ("振込ファイルに書けません" in said(refused), Consignor.objects.count()) == (True, 0)
    operator.post(address("refund_payer"), typed)

    row = Consignor.objects.get()
    assert (row.code, row.name, row.bank_name) == ("1234567890", "ﾁｲｷｸ-ﾎﾟﾝﾎｼﾖｳ", "ﾘﾕｳｷﾕｳ")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("カ）チイキクーポンホショウジムキョク", "ｶ)ﾁｲｷｸ-ﾎﾟﾝﾎｼﾖｳｼﾞﾑｷﾖｸ"),
        ("チイキ．クーポン・ホショウ（カ", "ﾁｲｷ.ｸ-ﾎﾟﾝ.ﾎｼﾖｳ(ｶ"),
        ("ヴェール　ｼﾞﾑｷｮｸ　ａｂ１２", "ｳﾞｴ-ﾙ ｼﾞﾑｷﾖｸ AB12"),
    ],
)
def test_every_word_of_the_payer_is_made_what_the_bank_takes(operator, typed, kept):
    values = {**people.PAYER, "line_end": "crlf", "most_lines": "9999", "days_before": "1", "hand_in_until": "12:00"}

    operator.post(address("refund_payer"), values | {"name": typed})

    assert Consignor.objects.get().name == kept
