"""Every call ends with a note: how it ended is required, a double click is one note, and the timeline shows it."""

from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from claims.models import CallNote
from tests.desk_screens.people import DESK, PHONE, claimed, doubled, in_the_app, path, search, seen
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db


def save(client: Client, address: str, disposition: str = "informed", **more) -> HttpResponse:
    values = {"disposition": disposition, "nonce": uuid4(), "text": "", **more}
    return client.post(f"{address}note/", values, follow=True)


def test_it_is_kept_shown_and_on_the_trail(admin_client: Client):
    coupon = doubled()
    page = save(admin_client, path(coupon), "opinion", text="二重に引かれたとのこと")
    assert (page.redirect_chain, "通話を記録しました（ご意見・苦情）。" in page.content.decode()) == (
        [(DESK, 302)],
        True,
    )
    assert "2023年3月20日（月）12:00 通話 ご意見・苦情（担当 admin） 二重に引かれたとのこと" in seen(
        admin_client.get(path(coupon))
    )
    noted = CallNote.objects.get()
    trail = AuditEvent.objects.get(action="call noted")
    assert (trail.who, trail.about, trail.detail) == (
        "admin",
        f"coupons.coupon/{coupon.pk}",
        {"note": noted.pk, "disposition": "opinion"},
    )


def test_how_it_ended_is_required_and_nothing_typed_is_lost(admin_client: Client):
    page = save(admin_client, path(doubled()), "", text="折り返し希望").content.decode()
    assert ("用件を選んでください。" in page, "折り返し希望</textarea>" in page, CallNote.objects.count()) == (
        True,
        True,
        0,
    )


def test_a_double_click_is_one_note(admin_client: Client):
    coupon, nonce = doubled(), uuid4()
    for _ in range(2):
        save(admin_client, path(coupon), nonce=nonce)
    assert (CallNote.objects.count(), AuditEvent.objects.filter(action="call noted").count()) == (1, 1)


@pytest.mark.parametrize("nonce", ["", "x"])
def test_without_its_nonce_it_is_refused(admin_client: Client, nonce: str):
    assert "画面を開きなおしてください。" in save(admin_client, path(doubled()), nonce=nonce).content.decode()


def test_of_a_claim_it_stands_at_its_coupon_too(admin_client: Client):
    claim = claimed()
    save(admin_client, path(claim), "link_again")
    assert "通話 受取URLをもう一度（担当 admin）" in seen(admin_client.get(path(claim)))
    assert "通話 受取URLをもう一度（担当 admin）" in seen(admin_client.get(path(claim.lines.get().coupon)))


def test_of_a_member(admin_client: Client):
    member = in_the_app().member
    save(admin_client, path(member), "told_of_refund")
    assert "通話 銀行振込を案内（担当 admin）" in seen(admin_client.get(path(member)))


def test_who_calls_again_from_an_unknown_number_is_known_again(admin_client: Client):
    address = search(admin_client, PHONE).redirect_chain[0][0]
    admin_client.post(
        address.replace(DESK, f"{DESK}note/"), {"disposition": "opinion", "nonce": uuid4(), "text": "あとで紙を探す"}
    )
    shown = seen(search(admin_client, PHONE))
    assert "この電話番号からの、これまでの通話" in shown
    assert "ご意見・苦情（担当 admin） あとで紙を探す" in shown
    assert PHONE.encode() not in bytes(CallNote.objects.get().phone_mark)


def test_a_wrong_number_is_noted_about_nothing(admin_client: Client):
    save(admin_client, DESK, "wrong_number")
    assert CallNote.objects.filter(coupon=None, claim=None, member=None, phone_mark=None).count() == 1


def test_a_bad_note_about_nothing_comes_back(admin_client: Client):
    assert "用件を選んでください。" in save(admin_client, DESK, "").content.decode()
