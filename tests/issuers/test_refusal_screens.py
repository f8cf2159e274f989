"""「発行不可の判断」 by two persons at their screens, posting the forms."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from config import clock
from payouts import orders
from payouts.models import OrderList, OrderRefusal, PointOrder
from tests.issuers.files import as_xlsx, row_for
from tests.issuers.people import by_way, kept_apart, listed, ordered, state_of
from tests.issuers.test_screens import BECAUSE, post, see
from tests.makers import japan
from tests.review.screens import logged_in, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator():
    clock.move_to(japan("2023-04-07 15:00"))
    return logged_in("taro", "operator")


@pytest.fixture
def approver():
    return logged_in("hana", "approver")


def called() -> PointOrder:
    """Its issuer was called about it."""
    by_way("http")
    order = ordered()
    PointOrder.objects.filter(pk=order.pk).update(state="unknown", tries=1)
    return order


def test_one_hands_it_in_and_another_approves(operator, approver):
    order = called()
    done = post(operator, "desk_issuer_refuse", order.pk, reason=BECAUSE)
    assert "2人目の承認を頼みました。" in operator.get(done.url).content.decode()
    assert state_of(order) == ("unknown", "ordered")
    assert "発行不可の判断が、2人目を待っています。" in see(operator, "desk_issuer_order", order.pk)
    assert "発行不可の判断 1件" in see(operator, "desk_issuer")
    assert post(operator, "desk_issuer_refuse", order.pk, reason=BECAUSE).status_code == 409

    page = see(approver, "desk_issuer_refusals")
    assert f"申込 {order.pk} nanaco ギフト 1,000円" in page
    assert (BECAUSE in page, "taro さん" in page) == (True, True)
    refusal = OrderRefusal.objects.get()
    assert post(approver, "desk_issuer_refusal_approve", refusal.pk).status_code == 302

    assert state_of(order) == ("refused", "open")
    assert post(approver, "desk_issuer_refusal_approve", refusal.pk).status_code == 409
    assert "ありません。" in see(approver, "desk_issuer_refusals")


def test_with_both_roles_one_is_still_one_person():
    both = logged_in("jiro", "operator", "approver")
    order = called()
    post(both, "desk_issuer_refuse", order.pk, reason=BECAUSE)
    answer = post(both, "desk_issuer_refusal_approve", OrderRefusal.objects.get().pk)

    assert (answer.status_code, state_of(order)) == (409, ("unknown", "ordered"))
    assert "頼んだ人は、承認できません。" in said(answer)


def test_an_answer_that_was_taken_back_waits_too(operator, approver):
    by_way("http")
    kept = kept_apart(ordered())
    assert post(operator, "desk_issuer_settle", kept.pk, how="refused", reason=BECAUSE).status_code == 302

    assert "隔離した回答 金額がちがう 1,001円" in see(approver, "desk_issuer_refusals")
    post(approver, "desk_issuer_refusal_approve", OrderRefusal.objects.get().pk)
    kept.refresh_from_db()
    assert (kept.how, kept.settled_by) == ("refused", "hana")


def test_it_is_sent_back_with_a_reason_or_taken_back_by_whoever_asked(operator, approver):
    order = called()
    post(operator, "desk_issuer_refuse", order.pk, reason=BECAUSE)
    refusal = OrderRefusal.objects.get()
    assert post(approver, "desk_issuer_refusal_send_back", refusal.pk, answer="").status_code == 409
    assert post(logged_in("ken", "operator"), "desk_issuer_refusal_take_back", refusal.pk).status_code == 409
    assert post(operator, "desk_issuer_refusal_take_back", refusal.pk, answer="まちがえた").status_code == 302
    post(operator, "desk_issuer_refuse", order.pk, reason=BECAUSE)
    again = OrderRefusal.objects.latest("pk")
    assert post(approver, "desk_issuer_refusal_send_back", again.pk, answer="書面がない").status_code == 302

    states = list(OrderRefusal.objects.order_by("pk").values_list("state", "settled_by"))
    assert (states, state_of(order)) == ([("sent_back", "taro"), ("sent_back", "hana")], ("unknown", "ordered"))


def test_what_a_file_says_no_to_goes_together_as_many_as_were_seen(operator, approver):
    made = listed(1000)
    order = made.orders.get()
    no = SimpleUploadedFile("no.xlsx", as_xlsx([row_for(order, code="", refused="在庫切れ")]))
    done = post(operator, "desk_issuer_codes", file=no)
    assert "発行不可として2人目の承認を待つ申込 1件" in operator.get(done.url).content.decode()
    assert "no.xlsx nanaco ギフト 1件 1,000円 taro さん" in see(approver, "desk_issuer_refusals")
    one = OrderRefusal.objects.get().pk

    assert post(approver, "desk_issuer_refusals_file", one, seen="2").status_code == 409
    assert post(approver, "desk_issuer_refusals_file", one, seen="x").status_code == 409
    assert post(approver, "desk_issuer_refusals_file", one, seen="1").status_code == 302
    assert orders.settle_orders() == 1
    assert state_of(order) == ("refused", "open")

    late = SimpleUploadedFile("late.xlsx", as_xlsx([row_for(order, "CODE-LATE")]))
    done = post(operator, "desk_issuer_codes", file=late)
    assert "発行不可のあとに届いたので隔離した番号 1件" in operator.get(done.url).content.decode()
    assert OrderList.objects.count() == 1
