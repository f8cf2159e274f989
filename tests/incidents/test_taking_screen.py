"""What a caller says is typed once, whether the records know the coupon or not; nothing typed is lost."""

import re
from html import unescape
from uuid import uuid4

import pytest
from django.urls import reverse

from claims.models import CallNote, Incident
from notifications.models import Message
from tests.desk_screens.people import DESK, NO, PHONE, identify, in_the_app, search
from tests.incidents.people import approved, seen
from tests.incidents.screens import do, of_sakura, said, take
from tests.makers import incident, regionpay, store

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("march")]


def test_from_the_coupon_all_is_filled_in(clerk):
    on = in_the_app()
    shop = str(store(regionpay()).pk)

    page = take(clerk, on, at_store=shop, facts_agree="on")

    of = Incident.objects.get()
    assert f"受付番号は {of.receipt_no} です。" in said(page)
    assert (of.coupon, of.stated_no, of.prefecture, of.store_id, of.facts_agree) == (on, NO, "47", int(shop), True)
    assert (of.stated_expires_on.isoformat(), of.phone, of.taken_by.username) == ("2023-02-24", "09022220008", "hana")
    assert CallNote.objects.get().disposition == "incident_taken"
    assert of.receipt_no in Message.objects.get().context["receipt_no"]


def test_it_is_saved_though_the_number_is_unknown(clerk):
    typed = {"inquiry_no": "9999 8888 7777", "prefecture": "47", "store_name": "どこかの店", "expires_on": "２/２４"}
    take(clerk, **typed, stated_yen="１，０００円", deliver_by="mail", deliver_to="sakura@example.jp")

    of = Incident.objects.get()
    assert (of.coupon, of.stated_no, of.stated_store, of.stated_yen) == (None, "999988887777", "どこかの店", 1000)
    assert (of.stated_expires_on.isoformat(), of.deliver_to) == ("2023-02-24", "sakura@example.jp")


def test_the_time_that_a_shop_will_read_is_a_time(clerk):
    typed = {"inquiry_no": "", "prefecture": "47", "store_name": "土産店"}
    refused = take(clerk, **typed, paid_around="桜 090-2222-0008")
    assert "時刻を「18時ごろ」「2/24 18:05」「夕方」のように入力してください。" in said(refused)
    assert "桜 090-2222-0008" in refused.content.decode()
    assert Incident.objects.count() == 0

    take(clerk, **typed, paid_around="２／２４　１８時ごろ")
    assert Incident.objects.get().paid_around == "2/24 18時ごろ"


def test_a_double_click_is_one(clerk):
    nonce = uuid4()
    for _ in range(2):
        take(
            clerk,
            in_the_app() if not Incident.objects.exists() else Incident.objects.get().coupon,
            nonce=nonce,
            store_name="土産店",
        )

    assert (Incident.objects.count(), CallNote.objects.count()) == (1, 1)


def test_a_form_that_was_changed_after_it_was_saved_tells_so_and_keeps_what_was_typed(clerk):
    """The clerk went back in the browser, and took the next call on the old page."""
    nonce = uuid4()
    typed = {"inquiry_no": "1", "prefecture": "47", "store_name": "どこかの店", "nonce": nonce}
    take(clerk, **typed)
    of = Incident.objects.get()

    answer = take(clerk, **typed | {"name": "沖縄 梅", "story": "現金で払った"})

    assert (Incident.objects.count(), CallNote.objects.count()) == (1, 1)
    assert f"もう {of.receipt_no} として保存しています。そのあとに変えた分は、まだ保存していません。" in said(answer)
    page = answer.content.decode()
    assert all(words in page for words in ("沖縄 梅", "現金で払った", "どこかの店"))
    anew = re.search(r'name="nonce" value="([^"]+)"', page)[1]
    take(clerk, **typed | {"name": "沖縄 梅", "story": "現金で払った", "nonce": anew})
    assert list(Incident.objects.order_by("pk").values_list("name", flat=True)) == ["沖縄 桜", "沖縄 梅"]
    assert CallNote.objects.count() == 2


def test_what_was_typed_stays_with_the_faults(clerk):
    answer = take(clerk, kind="", name="", phone="12", story="アプリを閉じた", store_name="土産店", stated_yen="千円")

    words = said(answer)
    assert Incident.objects.count() == 0
    for fault in ("種類を選んでください。", "お名前を入力してください。", "金額を、数字で入力してください。"):
        assert fault in words
    assert "アプリを閉じた" in answer.content.decode()
    assert "土産店" in answer.content.decode()


def test_of_several_shops_one_is_chosen(clerk):
    first, second = store(regionpay(), "S8"), store(regionpay(), "S9")
    typed = {"inquiry_no": "1", "prefecture": "47", "store_name": "土産"}
    answer = take(clerk, **typed)
    assert "店舗を選んでください。" in said(answer)
    assert Incident.objects.count() == 0

    take(clerk, **typed, store_pick=str(second.pk))

    assert Incident.objects.get().store == second != first


def test_an_inquiry_says_what_happened_and_is_answered(clerk):
    assert "お申し出の内容を入力してください。" in said(take(clerk, kind="other", prefecture="47"))
    take(clerk, kind="other", prefecture="47", story="発行できなかった")
    of = Incident.objects.get()

    do(clerk, "answer", of.pk, words="発行店で確かめていただきます。", seen=seen(of), tell="on")

    of.refresh_from_db()
    assert (of.state, of.words) == ("closed", "発行店で確かめていただきます。")
    assert Message.objects.filter(template="incident_answered").count() == 1


def test_who_was_identified_need_not_be_asked_again(clerk):
    on = in_the_app()
    address = f"{reverse('desk_incident_take')}?coupon={on.pk}"
    assert PHONE not in clerk.get(address).content.decode()
    identify(clerk, on, "phone", "travel")

    assert f'value="{PHONE}"' in clerk.get(address).content.decode()


def test_the_number_that_was_searched_for_is_taken_over(clerk):
    nothing = search(clerk, "999988887777").content.decode()
    address = unescape(re.search(r'href="([^"]*incident/new/[^"]*)"', nothing)[1])

    assert "999988887777" not in address
    assert 'value="999988887777"' in clerk.get(address).content.decode()


def test_by_receipt_number_phone_kana_and_unknown_number_it_is_found(clerk):
    of = incident(None, name_kana="オキナワ サクラ")

    for typed in (of.receipt_no, of.phone, of.stated_no, "おきなわ さくら", "ｵｷﾅ"):
        assert search(clerk, typed).redirect_chain[-1][0] == reverse("desk_incident", args=[of.pk])


def test_the_coupons_screen_has_it(clerk):
    of = approved(of_sakura())

    words = said(clerk.get(f"{DESK}coupon/{of.coupon_id}/"))
    assert f"お申し出 {of.receipt_no} お申し出を確認し、残高を戻しました。 1,000円をお戻ししました。" in words
    assert f"お申し出の認定 {of.receipt_no} 1,000円 お申し出を開く" in words.replace("　", " ")
