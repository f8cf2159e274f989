"""「元取引番号のない取消」: who decides says which payment it is of; what is refused keeps what was typed."""

import pytest
from django.test import Client
from django.urls import reverse

from claims import leases
from claims.models import Incident
from coupons.models import CancellationAnswer, CancellationOpinion, Entry
from tests.incidents.people import balance, given_back
from tests.incidents.screens import said
from tests.makers import cancel_unnamed, pay, staff
from tests.staff.people import client_of
from tests.staff.people import staff as a_staff
from trail.models import AuditEvent

pytestmark = pytest.mark.usefixtures("march")
LIST = "desk_cancellations"


@pytest.fixture
def cancelled(march) -> Entry:
    """桜 got 1,000 yen back; then the shop cancelled 500 without saying of what."""
    return cancel_unnamed(given_back().coupon, 500, "2023-03-12 11:00")


@pytest.fixture
def approver(march) -> Client:
    return client_of(a_staff("mori", "approver"))


def settle(client, cancelled: Entry, of, why: str = "店に電話で確認", **shares: str):
    typed = {"of": of, "why": why, **shares}
    return client.post(reverse("desk_cancellation_settle", args=[cancelled.pk]), typed, follow=True)


def restored() -> Entry:
    return Incident.objects.get().payments.latest("pk").payment


def test_it_shows_the_payments_and_what_of_them_was_given_back(sato, cancelled):
    shown = said(sato.get(reverse(LIST)))

    assert f"取消 {cancelled.entry_no} 500円" in shown.replace("\u3000", " ")
    assert shown.count("500円は、もう戻しています") == 2
    assert "元取引番号のない取消 1件" in said(sato.get(reverse("desk_incidents")))


def test_of_a_payment_that_was_given_back_ours_is_reversed(sato, approver, cancelled):
    payment = restored()
    assert "こちらで戻した分を取り消して終わります。" in said(settle(sato, cancelled, payment.pk))
    answer = settle(approver, cancelled, payment.pk, "店に\0電話で確認")

    assert "記録しました。" in said(answer)
    assert "ありません。" in said(answer)
    assert (balance(cancelled.coupon), Incident.objects.get().approved_yen) == (2500, 500)
    made = CancellationAnswer.objects.get()
    assert (made.payment, made.who, made.why) == (payment, "mori", "店に電話で確認")
    assert AuditEvent.objects.filter(action="cancellation settled", who="mori").count() == 1


def test_of_none_all_stands_once_two_have_said_so(sato, approver, cancelled):
    assert "あなたの答えを記録しました。" in said(settle(sato, cancelled, "none"))
    assert (CancellationAnswer.objects.count(), CancellationOpinion.objects.get().who) == (0, "sato")
    assert "sato の答え" in said(approver.get(reverse(LIST)))
    assert "あなたの答えは、もう記録してあります。" in said(settle(sato, cancelled, "none"))

    assert "記録しました。このクーポンの支払は、もう待ちません。" in said(settle(approver, cancelled, "none"))

    made = CancellationAnswer.objects.get()
    assert (balance(cancelled.coupon), made.payment, made.first_who, made.who) == (3000, None, "sato", "mori")


def test_of_one_whose_yen_are_used_nothing_is_asked_of_the_person(sato, approver, cancelled):
    payment = restored()
    pay(cancelled.coupon, 3000, "2023-03-12 11:30")

    noted = said(settle(sato, cancelled, payment.pk))
    assert "お客様に返していただくことはありません。" in noted
    assert "sato の答え" in said(approver.get(reverse(LIST)))
    assert "記録しました。このクーポンの支払は、もう待ちません。" in said(settle(approver, cancelled, payment.pk))
    assert (balance(cancelled.coupon), CancellationAnswer.objects.get().first_who) == (-500, "sato")


WRONG = {
    "nothing chosen": ("", "店に確認", "どの決済の取消かを選んでください。"),
    "no number": ("１", "店に確認", "どの決済の取消かを選んでください。"),
    "no reason": ("none", " ", "理由と根拠を入力してください。"),
}


@pytest.mark.parametrize("how", WRONG)
def test_what_is_wrong_is_said_and_what_was_typed_stays(sato, cancelled, how):
    of, why, words = WRONG[how]
    answer = settle(sato, cancelled, of, why)

    assert (answer.status_code, words in said(answer), f'value="{why}"' in answer.text) == (422, True, True)
    assert CancellationAnswer.objects.count() == 0


def shares(cancelled: Entry, *yen: str) -> dict[str, str]:
    payments = cancelled.coupon.entries.filter(kind="payment").order_by("pk")
    return {f"yen-{payment.pk}": one for payment, one in zip(payments, yen, strict=True)}


def test_of_several_each_has_its_share(sato, approver, cancelled):
    several = shares(cancelled, "0", "３００ 円", "¥200")
    noted = said(settle(sato, cancelled, "several", **several))
    assert "こちらで戻した分を取り消して終わります。" in noted
    assert noted.count("の300円と、") == 1

    assert "記録しました。このクーポンの支払は、もう待ちません。" in said(
        settle(approver, cancelled, "several", **several)
    )
    made, report = CancellationAnswer.objects.get(), Incident.objects.get()
    assert (sorted(made.shares.values()), made.payment, report.state) == ([200, 300], None, "confirmed")


@pytest.mark.parametrize("yen", [("", "300", "100"), ("", "500", ""), ("", "半分", "250"), ("", "", "")])
def test_shares_that_are_not_all_of_it_are_refused_and_stay(sato, cancelled, yen):
    answer = settle(sato, cancelled, "several", **shares(cancelled, *yen))

    assert (answer.status_code, "合計を取消の額と同じにしてください。" in said(answer)) == (422, True)
    assert all(f'value="{one}"' in answer.text for one in yen)
    assert 'value="several" checked' in answer.text
    assert CancellationOpinion.objects.count() == 0


@pytest.mark.parametrize("of", ["none", "", "its payment"])
def test_shares_beside_another_choice_are_not_dropped(sato, cancelled, of):
    of = str(restored().pk) if of == "its payment" else of
    answer = settle(sato, cancelled, of, **shares(cancelled, "", "300", "200"))

    assert (answer.status_code, "そうでなければ額を消してください。" in said(answer)) == (422, True)
    assert (answer.text.count('value="300"'), CancellationOpinion.objects.count()) == (1, 0)


def test_a_share_of_more_than_its_payment_took_is_said_so(sato, cancelled):
    more = cancel_unnamed(pay(cancelled.coupon, 900, "2023-03-12 11:30").coupon, 900, "2023-03-12 11:40")
    answer = settle(sato, more, "several", **shares(more, "", "600", "300", ""))

    assert (answer.status_code, "引き落とされた額をこえないように入力してください。" in said(answer)) == (422, True)


def test_while_another_of_the_coupon_waits_nobody_reads_that_nothing_does(sato, approver, cancelled):
    pay(cancelled.coupon, 500, "2023-03-12 11:30")
    other = cancel_unnamed(cancelled.coupon, 100, "2023-03-12 12:00")
    settle(sato, cancelled, restored().pk)

    assert "まだ決まっていない取消がほかにあります。" in said(settle(approver, cancelled, restored().pk))
    settle(sato, other, "none")
    assert "記録しました。" in said(settle(approver, other, "none"))


def test_who_comes_after_two_is_told(sato, approver, cancelled):
    settle(sato, cancelled, "none")
    settle(approver, cancelled, "none")

    assert "もう、ほかの人が決めています。" in said(settle(sato, cancelled, "none"))


def test_while_a_colleague_has_that_report_open_nothing_is_lost(sato, approver, cancelled):
    settle(approver, cancelled, restored().pk)
    leases.take(Incident.objects.get(), by=staff("suzuki"))
    answer = settle(sato, cancelled, restored().pk)

    assert (answer.status_code, "ほかの人が開いています。" in said(answer)) == (422, True)
    assert (CancellationAnswer.objects.count(), Incident.objects.get().state) == (0, "approved")


def test_a_clerk_has_no_such_page(clerk, cancelled):
    assert clerk.get(reverse(LIST)).status_code == 403
    assert settle(clerk, cancelled, "none").status_code == 403
