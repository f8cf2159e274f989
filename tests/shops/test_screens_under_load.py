"""Double clicks, more shops than a page holds, and long lists."""

import io
import re
from copy import copy
from html import unescape
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.urls import reverse
from openpyxl import load_workbook

from claims import receipt, shop_sheets
from claims.models import Incident
from coupons.models import Store
from tests.changes.test_screens import said
from tests.incidents.people import reported, ume
from tests.makers import incident, regionpay
from tests.shops.people import absent, attempts, stands, two_cases
from tests.shops.screens import address, call

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("march")]


def test_a_double_click_is_one_call(sato):
    first, second = two_cases()
    sato.post(address("open"))
    given = {"mark": str(uuid4()), "next_on": "2023-03-14"}

    for _ in range(2):
        answer = call(sato, {first: "agrees", second: "unknown"}, **given)
        assert (answer.status_code, answer.redirect_chain[-1][0]) == (200, address())

    assert "もう記録してあります。" in answer.content.decode()
    assert (len(attempts(first)), len(attempts(second)), stands(first)[0]) == (1, 1, "confirmed")


def test_a_double_click_is_one_attempt(sato):
    first, _ = two_cases()
    sato.post(address("open"))
    given = {"outcome": "absent", "way": "phone", "next_on": "2023-03-14"}
    for mark in (str(uuid4()), "", "nothing like it\0"):
        before = len(attempts(first))
        for _ in range(2):
            answer = sato.post(address("absent"), given | {"mark": mark})
        expected = {36: (302, 1), 0: (302, 2), 16: (422, 0)}[len(mark)]
        assert (answer.status_code, len(attempts(first)) - before) == expected


def many_shops(count: int) -> None:
    """Each with one case; the first was asked and is to be asked again next week."""
    for number in range(count):
        of = incident(at=f"2023-03-10 10:{number:02}")
        shop_ = Store.objects.create(scheme=regionpay(), no=f"L{number:03}", name=f"食堂 {number}", prefecture="47")
        Incident.objects.filter(pk=of.pk).update(store=shop_)
    absent(store_id=Store.objects.get(no="L000").pk)


def listed(answer: HttpResponse) -> list[str]:
    return re.findall(r"<td>(L\d{3})</td>", answer.content.decode())


def test_a_list_costs_the_same_look_ups_however_long_it_is(sato, django_assert_max_num_queries):
    many_shops(5)
    with django_assert_max_num_queries(25):
        few = sato.post(reverse("confirm_list"))
    many = [reported(ume(), "cash_and_deducted") for _ in range(30)]
    with django_assert_max_num_queries(25):
        page = load_workbook(io.BytesIO(sato.post(reverse("confirm_list")).content)).worksheets[0]
    assert (few.status_code, page.max_row) == (200, 1 + 5 + len(many))


def test_a_list_holds_the_oldest_that_can_be_taken_back_in_one_go(sato):
    of, newest = incident(ume(), at="2023-03-09 10:00"), incident(ume())
    others = [copy(of) for _ in range(shop_sheets.MOST - 1)]
    for one in others:
        one.pk, one.receipt_no, one.form_nonce = None, receipt.new_number(receipt.INCIDENT), uuid4()
    Incident.objects.bulk_create(others)
    page = load_workbook(io.BytesIO(sato.post(reverse("confirm_list")).content)).worksheets[0]

    numbers = {row[0] for row in page.iter_rows(min_row=2, max_col=1, values_only=True)}
    assert numbers == {of.receipt_no, *(one.receipt_no for one in others)} - {newest.receipt_no}


def test_more_shops_than_a_page_holds_are_on_the_next_and_who_waits_until_next_week_comes_last(sato):
    many_shops(52)
    first = sato.get(reverse("confirm_queue"), {"q": "食堂"})
    after = re.search(r'href="(\?[^"]*after=50)"', first.content.decode())[1]
    second = sato.get(reverse("confirm_queue") + unescape(after))

    assert listed(first) + listed(second) == [f"L{number:03}" for number in (*range(1, 52), 0)]
    assert "52店のうち、51番目から2店です。" in said(second)
    assert "2023年3月20日（月）から 回答のない日 1日" in said(second).replace("\u3000", " ")
    assert "この条件に当てはまる店舗は、ありません。" in said(sato.get(reverse("confirm_queue"), {"q": "ない店"}))
    for odd in ("x", "-1", "９９", "9" * 30):
        assert len(listed(sato.get(reverse("confirm_queue"), {"after": odd}))) == 50
