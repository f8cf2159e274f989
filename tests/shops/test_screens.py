"""The screens of shop confirmation: the queue, a shop, its call sheet, lists and answers, the supervisor's queue."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from claims import leases
from claims.models import Incident, StoreAttempt
from tests.changes.test_screens import said
from tests.incidents.people import reported, ume
from tests.makers import staff
from tests.shops.people import attempts, other_shop, shop, silent_for_three_days, stands, two_cases
from tests.shops.screens import address, call, shop_page
from tests.staff.people import client_of, take_roles
from tests.staff.people import staff as person
from trail.models import AuditEvent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("march")]


def test_from_the_queue_to_all_cases_settled_in_one_call(sato):
    first, second = two_cases()
    assert "土産店 S1 2件 3日 2023年3月17日（金）09:59 まだ連絡していません ―" in said(
        sato.get(reverse("confirm_queue"))
    )
    shown = shop_page(sato)
    assert "2023年2月24日（金）18:02:11 500円" in shown.replace("\u3000", " ")
    assert (first.name in shown, first.phone in shown, first.coupon.inquiry_no in shown) == (False, False, False)

    sato.post(address("open"))
    assert "あなたが対応しています。" in shop_page(sato)
    answer = call(sato, {first: "agrees", second: "differs"}, **{f"yen_{first.pk}": "500"})

    assert "2件の回答を記録しました。" in answer.content.decode()
    assert answer.redirect_chain[-1][0] == reverse("confirm_queue")
    assert (stands(first), stands(second)) == (("confirmed", "agrees"), ("refuted", "differs"))
    assert AuditEvent.objects.filter(action="looked at", about=f"coupons.store/{shop().pk}").count() == 2


@pytest.mark.parametrize(
    ("more", "status", "words"),
    [
        ({"person": ""}, 422, "店側のご担当者のお名前を入力してください。"),
        ({"says": "unknown"}, 409, "次に連絡する日を、今日からあとの日で入力してください。"),
        ({"yen": "-1"}, 422, "0円から100万円までの整数で入力してください。"),
        ({"says": ""}, 409, "店舗の回答を、1件以上選んでください。"),
    ],
    ids=["nobody", "no day", "no sum", "nothing"],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(sato, more, status, words):
    first, _ = two_cases()
    sato.post(address("open"))
    given = {
        "person": "店長 山城",
        "way": "phone",
        "note": "本店に聞く",
        f"says_{first.pk}": more.get("says", "agrees"),
    }
    given |= {"person": more.get("person", "店長 山城"), f"yen_{first.pk}": more.get("yen", "")}

    answer = sato.post(address("call"), given)

    assert (answer.status_code, words in said(answer), "本店に聞く" in answer.content.decode()) == (status, True, True)
    assert stands(first) == ("open", "")


def test_an_answer_for_a_case_that_was_settled_meanwhile_is_not_lost_in_silence(sato):
    first, second = two_cases()
    sato.post(address("open"))
    rows = f"受付番号,結果,ご担当者\n{first.receipt_no},一致,本部".encode()
    sato.post(reverse("confirm_take"), {"file": SimpleUploadedFile("honbu.csv", rows)})

    answer = call(sato, {first: "differs", second: "agrees"})

    assert (answer.status_code, f"{first.receipt_no} の回答が記録されたか、店舗が変わりました" in said(answer)) == (
        409,
        True,
    )
    assert (stands(first), stands(second)) == (("confirmed", "agrees"), ("open", ""))
    assert call(sato, {second: "agrees"}).status_code == 200
    assert stands(second) == ("confirmed", "agrees")


def test_nobody_answers_and_the_shop_is_asked_again(sato):
    first, second = two_cases()
    sato.post(address("open"))
    given = {"outcome": "absent", "way": "phone", "next_on": "2023-03-14", "note": "留守番電話"}
    sato.post(address("absent"), given)
    assert (attempts(first), attempts(second)) == ([("phone", "absent", "留守番電話")],) * 2
    assert "2023年3月14日（火）から" in said(sato.get(reverse("confirm_queue")))
    assert "不在・つながらない（sato） 留守番電話" in shop_page(sato).replace("\u3000", " ")
    answer = sato.post(address("absent"), given | {"next_on": ""})
    assert (answer.status_code, "次に連絡する日を入力してください。" in said(answer)) == (422, True)


def test_the_second_clerk_sees_who_has_the_shop_and_takes_over_knowingly(sato):
    first, _ = two_cases()
    sato.post(address("open"))
    suzuki = client_of(person("suzuki", "clerk"))
    assert "sato さんが、" in shop_page(suzuki)
    assert "sato さん" in said(suzuki.get(reverse("confirm_queue")))
    assert suzuki.post(address("open")).status_code == 409
    assert call(suzuki, {first: "agrees"}).status_code == 409
    assert stands(first) == ("open", "")

    suzuki.post(address("open"), {"over": "1"})

    assert leases.who_has(shop()).clerk.get_username() == "suzuki"
    assert call(sato, {first: "agrees"}).status_code == 409
    suzuki.post(address("close"))
    assert leases.who_has(shop()) is None


def test_the_call_sheet_has_nothing_of_the_traveller_but_what_the_shop_needs(sato):
    first, _ = two_cases()
    shown = shop_page(sato, "sheet")
    assert "2023年2月24日（金）のシステム障害で" in shown  # the scheme's, not this program's
    assert f"{first.receipt_no} 1回のお買い物に、何回も決済になっていませんか。" in shown
    assert first.coupon.inquiry_no[-4:] in shown
    for secret in (first.name, first.phone, first.coupon.inquiry_no):
        assert secret not in shown
    assert AuditEvent.objects.get(action="call sheet opened").detail == {"cases": 2}


def test_a_chain_gets_the_list_of_its_shops_and_its_answers_come_back(sato):
    first, _ = two_cases()
    theirs = reported(ume(), "cash_and_deducted")
    Incident.objects.filter(pk=theirs.pk).update(store=other_shop())
    assert "喫茶店" in said(sato.get(reverse("confirm_queue"), {"q": "喫茶"}))

    list_ = sato.post(reverse("confirm_list"), {"q": "土産"})

    page = load_workbook(io.BytesIO(list_.content)).worksheets[0]
    assert page.cell(2, 1).value == first.receipt_no
    assert (page.max_row, list_["Content-Disposition"]) == (3, 'attachment; filename="shops_20230313_1100.xlsx"')
    assert AuditEvent.objects.get(action="list for shops downloaded").detail == {"cases": 2}
    assert StoreAttempt.objects.count() == 0

    rows = f"受付番号,結果,ご担当者\n{first.receipt_no},一致,山城\nB-0,一致,山城".encode()
    answer = sato.post(reverse("confirm_take"), {"file": SimpleUploadedFile("honbu.csv", rows)}, follow=True)
    assert "一致 1件" in said(answer)
    assert "3行目 受付番号 こちらからお願いした受付番号ではありません。" in said(answer)
    assert stands(first) == ("confirmed", "agrees")


def test_no_file_and_nothing_to_list(sato):
    answer = sato.post(reverse("confirm_take"))
    assert (answer.status_code, "回答のファイルを選んでください。" in said(answer)) == (422, True)
    answer = sato.post(reverse("confirm_list"), {"q": "ない店"}, follow=True)
    assert "当てはまるお申し出はありません。" in answer.content.decode()


def test_the_supervisor_decides_on_the_records_and_no_clerk_does(sato):
    first = silent_for_three_days()
    settle = reverse("confirm_settle", args=[first.pk])
    assert sato.post(settle, {"evidence": "x"}).status_code == 403
    boss = client_of(person("kantoku", "approver"))
    shown = said(boss.get(reverse("confirm_records")))
    assert f"{first.receipt_no} 土産店" in shown.replace("\u3000", " ")
    assert "重複の疑い（同じ店・同額・3回・26秒差）" in shown
    assert boss.post(settle, {"evidence": ""}).status_code == 422

    boss.post(settle, {"evidence": "同じ端末で26秒に3回"})

    assert stands(first) == ("confirmed", "records")
    again = boss.post(settle, {"evidence": "x"})
    assert (again.status_code, f"{first.receipt_no} の回答が記録されたか、店舗が変わりました" in said(again)) == (
        409,
        True,
    )


def test_who_lost_the_role_has_the_shop_no_more(sato):
    two_cases()
    sato.post(address("open"))
    take_roles(staff("sato"))
    assert sato.post(address("call")).status_code in (302, 403)
