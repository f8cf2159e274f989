"""Case (B) at the desk: taken, looked at, decided by one or two; nothing typed is lost, and nothing is done unseen."""

import re
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from claims.models import CallNote, Incident, IncidentDecision
from desk.roles import make_groups
from notifications.models import Message
from tests.desk_screens.people import DESK, NO, PHONE, identify, in_the_app, search
from tests.incidents.people import approved, balance, decided, now_is, proposed, reported, sakura, seen, ume
from tests.makers import coupon, hanako, incident, opened, regionpay, shop_says, store
from tests.staff.people import client_of, staff

pytestmark = pytest.mark.django_db
SAKURA = {"name": "沖縄 桜", "phone": "090-2222-0008", "tell": "on"}


@pytest.fixture(autouse=True)
def march() -> None:
    make_groups()
    now_is("2023-03-12 12:00")


@pytest.fixture
def clerk() -> Client:
    return client_of(staff("hana", "clerk"))


@pytest.fixture
def sato() -> Client:
    return client_of(staff("sato", "reviewer"))


def said(answer) -> str:
    """The page's own part and what it says of the last deed, without tags."""
    html = re.search(r'<div class="breadcrumbs">.*', answer.content.decode(), re.DOTALL)[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def take(client: Client, on=None, **typed):
    address = reverse("desk_incident_take") + (f"?coupon={on.pk}" if on else "")
    return client.post(address, SAKURA | {"kind": "paid_twice", "nonce": uuid4()} | typed, follow=True)


def do(client: Client, deed: str, pk: int, **typed):
    return client.post(reverse(f"desk_incident_{deed}", args=[pk]), typed, follow=True)


def see(client: Client, of: Incident) -> str:
    return said(client.get(reverse("desk_incident", args=[of.pk])))


def of_sakura() -> Incident:
    return shop_says(reported(sakura(member=hanako(regionpay())), "paid_twice"))


def typed_for(of: Incident, **more) -> dict:
    """What the decision's form sends: the proposal, as it is."""
    choices = proposed(of)
    yen = {f"yen_{pk}": yen for pk, yen in choices.items()}
    return {"pay": list(choices), "reason": "店の記録と一致", "seen": seen(of), **yen} | more


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


def test_by_receipt_number_phone_and_unknown_number_it_is_found(clerk):
    of = incident(None)

    for typed in (of.receipt_no, of.phone, of.stated_no):
        assert search(clerk, typed).redirect_chain[-1][0] == reverse("desk_incident", args=[of.pk])


def test_the_coupons_screen_has_it(clerk):
    of = approved(of_sakura())

    words = said(clerk.get(f"{DESK}coupon/{of.coupon_id}/"))
    assert f"お申し出 {of.receipt_no} お申し出を確認し、残高を戻しました。 1,000円をお戻ししました。" in words
    assert f"お申し出の認定 {of.receipt_no} 1,000円 お申し出を開く" in words.replace("　", " ")


def test_confirmed_first_then_done(sato):
    of = of_sakura()
    shown = said(do(sato, "decide", of.pk, **typed_for(of)))
    assert "1,000円を戻します" in shown
    assert "残額 1,500円 → 2,500円" in shown
    assert "2023年3月31日（金）23:59まで に延長します" in shown
    assert (Incident.objects.get().state, balance(of.coupon), IncidentDecision.objects.count()) == (
        "confirmed",
        1500,
        0,
    )

    done = said(do(sato, "decide", of.pk, **typed_for(of, confirmed="1")))

    assert "1,000円を戻しました。" in done
    assert balance(of.coupon) == 2500


def test_the_same_post_again_gives_back_nothing_more(sato):
    of = of_sakura()
    typed = typed_for(of, confirmed="1")
    do(sato, "decide", of.pk, **typed)

    again = do(sato, "decide", of.pk, **typed)

    assert again.status_code == 409
    assert balance(of.coupon) == 2500


def test_a_second_person_where_it_takes_two(sato):
    of = of_sakura()
    first = next(iter(proposed(of)))
    typed = typed_for(of, pay=[first], **{f"yen_{first}": "400"})
    assert "必要です ：金額を手で入力した" in said(do(sato, "decide", of.pk, **typed))
    do(sato, "decide", of.pk, **typed, confirmed="1")
    made = IncidentDecision.objects.get()

    assert "あなたが決めたものです。" in see(sato, of)
    assert do(sato, "approve", made.pk).status_code == 403
    both = client_of(staff("both", "reviewer", "approver"))
    assert "承認して、400円を戻す" in see(both, of)
    assert "400円を戻しました。" in said(do(both, "approve", made.pk))
    assert balance(of.coupon) == 1900


def test_who_decided_is_no_second_person_with_any_role(clerk):
    both = staff("both", "reviewer", "approver")
    of = of_sakura()
    made = decided(of, choices={next(iter(proposed(of))): 400}, by="both")

    assert "決めた人は、2人目として承認できません。" in said(do(client_of(both), "approve", made.pk))
    assert balance(of.coupon) == 1500
    do(client_of(both), "take_back", made.pk, answer="選びまちがい")
    assert IncidentDecision.objects.get().state == "void"


def test_sent_back_it_says_why(sato):
    of = of_sakura()
    made = decided(of, choices={next(iter(proposed(of))): 400}, by="sato")
    approver = client_of(staff("kaneko", "approver"))

    do(approver, "send_back", made.pk, answer="店の記録を添えてください")

    assert IncidentDecision.objects.get().state == "refused"
    assert "戻す内容を確かめる" in see(sato, of)
    assert do(sato, "take_back", made.pk, answer="x").status_code == 200


def test_refused_the_page_keeps_what_was_typed(sato):
    of = of_sakura()
    first = next(iter(proposed(of)))

    answer = do(sato, "decide", of.pk, **typed_for(of, **{f"yen_{first}": "501"}))

    assert "その決済で引き落とされた額" in said(answer)
    assert 'value="501"' in answer.content.decode()
    assert "金額を、数字で入力してください。" in said(
        do(sato, "decide", of.pk, **typed_for(of, **{f"yen_{first}": ""}))
    )
    assert "戻す決済を選び" in said(do(sato, "decide", of.pk, reason="x", seen=seen(of)))


def test_without_a_payee_it_says_what_to_ask(sato, clerk):
    of = shop_says(reported(sakura(), "paid_twice", phone="0988880001"))
    assert "お客様に届け先を伺い" in said(do(sato, "decide", of.pk, **typed_for(of)))

    do(clerk, "contact", of.pk, name="桜", phone="098-888-0001", deliver_by="mail", deliver_to="s@example.jp")

    assert "1,000円を戻します" in said(do(sato, "decide", of.pk, **typed_for(of)))


def test_declined_with_the_words_for_the_caller(sato):
    of = shop_says(reported(sakura(), "paid_twice"), "differs")
    assert "理由を選んでください。" in said(do(sato, "decline", of.pk, words="", seen=seen(of)))

    do(sato, "decline", of.pk, reason="differs", words="お店の記録では1回でした。", seen=seen(of))

    assert Incident.objects.get().state == "declined"
    assert "お客様に伝えたことば：お店の記録では1回でした。" in see(sato, of)


def test_undone_until_it_is_on_a_payout(sato):
    of = approved(of_sakura())
    do(sato, "undo", of.pk, why="別の店だった", seen=seen(of))
    assert balance(of.coupon) == 1500
    approved(of, "2023-03-13 10:00")
    opened(of.coupon)

    assert "もう支払に載っています。取り消せません。" in said(do(sato, "undo", of.pk, why="x", seen=seen(of)))
    assert balance(of.coupon) == 2500


def test_a_coupon_that_was_found_is_attached(clerk):
    of, on = incident(None), coupon()
    assert "記録にありません。" in said(do(clerk, "attach", of.pk, inquiry_no="123"))

    do(clerk, "attach", of.pk, inquiry_no=on.inquiry_no)

    of.refresh_from_db()
    assert of.coupon == on


def test_inquiry_numbers_and_contacts_are_masked_for_who_only_looks(clerk):
    of = reported(ume(), "cash_and_deducted")
    auditor = client_of(staff("mi", "auditor"))

    assert of.coupon.inquiry_no[:8] not in see(clerk, of).replace(" ", "")
    assert "090-2222-0008" in see(clerk, of)
    assert "***-****-0008" in see(auditor, of)
    assert "090-2222-0008" not in see(auditor, of)


def test_the_list_by_state(clerk):
    waiting = of_sakura()
    decided(waiting, choices={next(iter(proposed(waiting))): 400})
    plain = incident(None)
    address = reverse("desk_incidents")

    assert all(of.receipt_no in said(clerk.get(address)) for of in (waiting, plain))
    assert plain.receipt_no not in said(clerk.get(f"{address}?state=second"))
    assert waiting.receipt_no in said(clerk.get(f"{address}?state=confirmed"))
    assert "ありません。" in said(clerk.get(f"{address}?state=approved"))
