"""「ポイントの発行」 as the operators use it, by posting its forms; the roles are in tests/staff/test_every_address.py."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from config import clock
from desk.operations import parts
from payouts.issuers import outcomes, quarantine
from payouts.issuers.answers import Unknown
from payouts.models import OrderList, QuarantinedAnswer
from tests.issuers.files import answers, as_xlsx, row_for
from tests.issuers.people import AT, asked, bare_list, by_way, code_of, kept_apart, listed, ordered, state_of
from tests.makers import japan
from tests.receiving.people import stop
from tests.review.screens import logged_in, said
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db

BECAUSE = "発行会社のメール 4月6日"


@pytest.fixture
def operator() -> Client:
    clock.move_to(japan("2023-04-07 15:00"))
    return logged_in("taro", "operator")


def see(client: Client, name: str, *args: int) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return said(answer)


def post(client: Client, name: str, *args: int, **values) -> HttpResponse:
    return client.post(reverse(name, args=args), values)


def test_what_waits_stands_there_with_its_age_the_oldest_first(operator, over_the_net):
    over_the_net.will("500", "wrong-amount")
    ordered(1000), ordered(2000)
    asked()
    by_way("list")
    ordered(700)

    page = see(operator, "desk_issuer")

    assert "隔離した回答 1件" in page
    assert "金額がちがう nanaco ギフト 2,000円 2,001円 2日 会員" in page
    assert "返事のない申込 1件" in page
    assert "nanaco ギフト 1,000円 2日 1回 500 読めない返事 会員" in page
    assert "nanaco ギフト 注文リストを待つ 1件 700円 2日" in page
    assert "Ponta ポイント コード オンライン 1円～100,000円 30日以上" in page


def test_without_anything_waiting_it_says_so(operator):
    assert see(operator, "desk_issuer").count("ありません。") == 3


def test_while_the_scheme_is_stopped_it_says_that_nothing_goes_on(operator):
    says = "の支払は、2023年4月10日（月）12:00から止まっています。 再開するまで、注文リストには入らず"
    assert says not in see(operator, "desk_issuer") + see(operator, "desk_issuer_lists")
    stop()
    assert says in see(operator, "desk_issuer")
    assert says in see(operator, "desk_issuer_lists")


def test_what_is_unknown_again_after_its_answer_was_settled_stands_there(operator):
    order = ordered()
    kept = kept_apart(order)
    quarantine.settle(answer_id=kept.pk, how="again", who="taro", reason="発行会社のメール", at=AT)
    outcomes.take(order_id=order.pk, answer=Unknown("500"), at=AT)

    page = see(operator, "desk_issuer")

    assert ("隔離した回答 0件" in page, "返事のない申込 1件" in page) == (True, True)


def test_an_answer_is_settled_with_a_reason_and_nobody_sees_its_code(operator):
    by_way("http")
    order = ordered()
    kept = kept_apart(order)
    page = see(operator, "desk_issuer_order", order.pk)
    assert ("届いた種類と金額 nanaco 1,001円" in page, "N-WRONG" in page) == (True, False)

    faulty = post(operator, "desk_issuer_settle", kept.pk)
    assert "どうするかを選んでください。" in said(faulty)
    assert "「発行会社が何と言い、どこに書いてあるか」を入力してください。" in said(faulty)
    assert post(operator, "desk_issuer_settle", kept.pk, how="noted", reason=BECAUSE).status_code == 200
    assert QuarantinedAnswer.objects.get().settled_at is None

    assert post(operator, "desk_issuer_settle", kept.pk, how="again", reason=BECAUSE).status_code == 302
    kept.refresh_from_db()
    assert (kept.how, kept.settled_by, kept.reason) == ("again", "taro", BECAUSE)
    again = post(operator, "desk_issuer_settle", kept.pk, how="again", reason=BECAUSE)
    assert (again.status_code, "もう決められています" in said(again)) == (409, True)


def test_an_order_is_refused_once_the_issuer_has_said_so(operator):
    order = ordered()
    assert "「発行会社が何と言い" in said(post(operator, "desk_issuer_refuse", order.pk))

    assert post(operator, "desk_issuer_refuse", order.pk, reason=BECAUSE).status_code == 302

    assert state_of(order) == ("refused", "open")
    assert AuditEvent.objects.get(action="refused").who == "taro"
    assert post(operator, "desk_issuer_refuse", order.pk, reason=BECAUSE).status_code == 409


def test_a_list_is_made_fetched_and_answered(operator):
    by_way("list")
    first, second = ordered(1000), ordered(2000)
    assert "nanaco ギフト 2件 3,000円" in see(operator, "desk_issuer_lists")

    post(operator, "desk_issuer_make", scheme="regionpay-2023", brand="nanaco")

    made = OrderList.objects.get()
    answer = operator.get(reverse("desk_issuer_file", args=[made.pk]))
    assert answer["Content-Disposition"] == f'attachment; filename="order-list-{made.pk:06}-nanaco.xlsx"'
    assert load_workbook(io.BytesIO(answer.content)).active["C2"].value == 1000
    assert (answer.content, AuditEvent.objects.filter(action="list fetched").count()) == (bytes(made.xlsx), 1)

    done = post(operator, "desk_issuer_codes", file=SimpleUploadedFile("c.xlsx", as_xlsx(answers(made))))
    assert done.status_code == 302
    assert "番号が入った申込 2件" in operator.get(done.url).content.decode()
    assert (state_of(first), state_of(second)) == (("issued", "paid"), ("issued", "paid"))
    assert "2件 3,000円 2件 0件 0件" in see(operator, "desk_issuer_lists")


def test_old_lists_are_on_a_page_of_their_own(operator, monkeypatch):
    monkeypatch.setattr(parts, "A_PAGE", 1)
    old, new = bare_list(), bare_list()
    address = reverse("desk_issuer_lists")
    first, second = said(operator.get(address)), said(operator.get(address, {"made": 1}))
    fetch = [f"注文リスト{one.pk}を保存する" for one in (new, old)]

    assert [word in first for word in (*fetch, "次の50件")] == [True, False, True]
    assert [word in second for word in (*fetch, "前の50件")] == [False, True, True]


def test_faults_of_a_file_are_told_by_line_and_nothing_is_taken(operator):
    made = listed(1000)
    order = made.orders.get()
    sent = SimpleUploadedFile("c.xlsx", as_xlsx([row_for(order, "CODE-SECRET", amount=999)]))

    refused = post(operator, "desk_issuer_codes", file=sent)

    assert refused.status_code == 409
    assert "ファイルの1か所に誤りがあります。何も取り込んでいません。" in said(refused)
    assert "2行目 金額 申込の金額とちがいます。" in said(refused)
    assert ("SECRET" in refused.content.decode(), state_of(order)) == (False, ("requested", "ordered"))


def test_what_is_no_file_of_codes_is_refused_in_words(operator):
    assert "ファイルを選んでください。" in said(post(operator, "desk_issuer_codes"))
    broken = post(operator, "desk_issuer_codes", file=SimpleUploadedFile("c.csv", b"a,b\n1,2\n"))
    assert (broken.status_code, "見出しがありません" in said(broken)) == (409, True)
    for posted in ({"brand": "nanaco", "scheme": "regionpay-2023"}, {"brand": "x", "scheme": "regionpay-2023"}):
        assert post(operator, "desk_issuer_make", **posted).status_code == 409
    assert post(operator, "desk_issuer_make", brand="nanaco", scheme="x\0").status_code == 404


def test_who_only_looks_is_offered_nothing_to_press(over_the_net):
    by_way("list")
    made = listed()
    order = made.orders.get()
    auditor = logged_in("mika", "auditor")

    pages = [
        auditor.get(reverse(name, args=args)).content.decode().split('<div class="review">')[1]
        for name, args in (("desk_issuer", []), ("desk_issuer_lists", []), ("desk_issuer_order", [order.pk]))
    ]
    assert [page for page in pages if "<form" in page or "を保存する" in page] == []


def test_the_code_of_an_order_is_on_no_screen(operator, over_the_net):
    order = ordered()
    asked()

    assert code_of(order) not in see(operator, "desk_issuer_order", order.pk)
