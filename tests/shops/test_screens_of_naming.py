"""On the screens: a case gets its shop, and another one when it was the wrong one."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from claims.models import Incident
from coupons.models import Store
from tests.changes.test_screens import said
from tests.makers import incident, regionpay
from tests.shops.people import other_shop, shop, two_cases
from tests.shops.screens import address, shop_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("march")]


def test_a_case_without_shop_gets_one(sato):
    lost = incident()
    assert f"{lost.receipt_no} の店舗番号" in said(sato.get(reverse("confirm_queue")))
    for typed in ("S99", "", "ない店"):
        wrong = sato.post(reverse("confirm_name_shop", args=[lost.pk]), {"store_no": typed})
        assert (wrong.status_code, "この番号や名前の店舗は、記録にありません。" in said(wrong)) == (422, True)
    sato.post(reverse("confirm_name_shop", args=[lost.pk]), {"store_no": other_shop().no})
    assert Incident.objects.get(pk=lost.pk).store == other_shop()


def wrong(client: Client, case: Incident, store_no: str = "S2", why: str = "alike") -> HttpResponse:
    typed = {"case": case.pk, "store_no": store_no, "why": why}
    return client.post(address("wrong"), typed, follow=True)


@pytest.mark.parametrize("typed", ["S2", "喫茶", "0980-00-0002"], ids=["number", "name", "telephone"])
def test_a_case_of_the_wrong_shop_is_put_right_on_the_call(sato, typed):
    first, second = two_cases()
    other_shop()
    sato.post(address("open"))
    assert "この店舗ではなかった" in shop_page(sato)

    answer = wrong(sato, first, typed)

    assert f"{first.receipt_no} を、喫茶店（S2）のお申し出にしました。" in answer.content.decode()
    assert answer.redirect_chain[-1][0] == address()
    assert Incident.objects.get(pk=first.pk).store == other_shop()
    assert wrong(sato, second).redirect_chain[-1][0] == reverse("confirm_queue")


@pytest.mark.parametrize(
    ("typed", "status", "words"),
    [
        ({"store_no": "S99"}, 422, "この番号や名前の店舗は、記録にありません。"),
        ({"store_no": "喫茶"}, 422, "喫茶店（S2）、喫茶店 本店（S3）"),
        ({"store_no": "S1"}, 409, "いまと同じ店舗です。"),
        ({"why": ""}, 422, "店舗がちがっていたわけを選んでください。"),
        ({"why": "because"}, 422, "店舗がちがっていたわけを選んでください。"),
    ],
    ids=["none", "several", "the same", "no reason", "another reason"],
)
def test_what_is_no_change_of_shop_is_said(sato, typed, status, words):
    first, _ = two_cases()
    other_shop()
    Store.objects.create(scheme=regionpay(), no="S3", name="喫茶店 本店", prefecture="47", phone="0980000003")
    sato.post(address("open"))
    answer = wrong(sato, first, **typed)
    assert (answer.status_code, words in said(answer)) == (status, True)
    assert Incident.objects.get(pk=first.pk).store == shop()


def test_a_case_of_another_shop_is_not_moved_from_here(sato):
    first, _ = two_cases()
    Incident.objects.filter(pk=first.pk).update(store=other_shop())
    sato.post(address("open"))
    answer = wrong(sato, first, "S1")
    assert (answer.status_code, "お申し出を選んでください。" in said(answer)) == (422, True)
