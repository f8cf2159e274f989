"""「在庫の番号」: codes for the stock are handed in on a screen, all of a file or none of it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from payouts.codes import open_code
from payouts.models import PointCode
from tests.review.screens import logged_in, said
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db
HEADER = "種類,額面,番号,有効期限\n"


@pytest.fixture
def operator() -> Client:
    return logged_in("taro", "operator")


def hand_in(client: Client, *rows: str, header: str = HEADER) -> HttpResponse:
    file = SimpleUploadedFile("codes.csv", (header + "\n".join(rows)).encode())
    return client.post(reverse("desk_issuer_stock"), {"file": file}, follow=True)


def test_they_are_in_stock_sealed_and_the_trail_names_the_file_and_no_code(operator):
    answer = hand_in(operator, "Edy ギフト ID,500円,0012-SECRET,2033-03-31", 'nanaco,"1,200",SECRET-2,')

    assert "在庫に入れた番号 2件 前に入れた番号 0件" in answer.content.decode().replace("\u3000", " ")
    assert "Edy ギフト ID 1件 1とおり 500円" in said(answer)
    edy, nanaco = PointCode.objects.order_by("pk")
    assert [(open_code(one), one.face_value_yen) for one in (edy, nanaco)] == [("0012-SECRET", 500), ("SECRET-2", 1200)]
    assert b"SECRET" not in bytes(edy.code_sealed)
    event = AuditEvent.objects.get(action="stock added")
    assert (event.who, len(event.detail.pop("sha256"))) == ("taro", 64)
    assert event.detail == {"file": "codes.csv", "added": 2, "known": 0}


def test_the_same_file_again_adds_nothing(operator):
    hand_in(operator, "edy,500,S-1,")
    answer = hand_in(operator, "edy,500,S-1,")
    assert "在庫に入れた番号 0件 前に入れた番号 1件" in answer.content.decode().replace("\u3000", " ")
    assert PointCode.objects.count() == 1


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("suica,500,SECRET-3,", "2行目 種類"),
        ("edy,五百,SECRET-3,", "2行目 額面 1円以上の整数です。"),
        ("edy," + "5" * 5000 + ",SECRET-3,", "2行目 額面 1円以上の整数です。"),
        ("edy,500,,", "2行目 番号 番号がない"),
        ("edy,500,1.23457E+15,", "2行目 番号 表計算ソフトで番号がこわれているか、番号ではありません。"),
        ("edy,500,#N/A,", "2行目 番号 表計算ソフトで番号がこわれているか、番号ではありません。"),
        ("edy,500,SECRET-3,2033-02-30", "2行目 有効期限"),
        ("edy,500,SECRET-1,", "2行目 番号 前に入れた番号ですが、額面か有効期限がちがいます。"),
        ("edy,700,ＳＥＣＲＥＴ-2,", "3行目 番号 同じ番号が、このファイルに2つあります。"),
        ("edy,700,SECRET-2,", "3行目 番号 同じ番号が、このファイルに2つあります。"),
    ],
)
def test_one_fault_refuses_the_whole_file_and_says_where_without_the_code(operator, row, words):
    hand_in(operator, "edy,300,SECRET-1,")
    answer = hand_in(operator, row, "edy,700,SECRET-2,")
    assert (answer.status_code, words in said(answer)) == (409, True)
    assert ("SECRET" in answer.content.decode(), PointCode.objects.count()) == (False, 1)


def test_what_is_no_such_file_is_refused_in_words(operator):
    assert "ファイルを選んでください。" in said(operator.post(reverse("desk_issuer_stock")))
    assert "見出しがありません" in said(hand_in(operator, "1,2", header="a,b\n"))
    assert "ファイルが空です。" in said(hand_in(operator, header=""))
