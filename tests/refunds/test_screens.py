"""The screens of bank refunds as people use them: by posting their forms, without script."""

import re
from html import unescape
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from desk.operations import parts
from notifications.models import Message
from payouts.batches import working
from payouts.batches.spreadsheet import reference
from payouts.models import AccountRequest, Payout, RefundBatch, ResultFile, TransferOutcome
from tests.refunds import bank_reader, people
from tests.refunds.pages import address
from tests.staff.people import client_of, staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def house(db) -> None:
    people.house()


@pytest.fixture
def operator() -> Client:
    return client_of(staff("maki", "operator"))


@pytest.fixture
def approver() -> Client:
    return client_of(staff("sato", "approver"))


def said(answer: HttpResponse) -> str:
    html = re.search(r'<div class="review">.*', answer.content.decode(), re.DOTALL)[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def three() -> list[Payout]:
    return people.refunds(people.claim(1000), people.claim(2500, holder_kana="ｵｷﾅﾜ ﾊﾅｺ"), people.claim(3000))


def made(client: Client) -> RefundBatch:
    client.post(address("refund_make"), {"transfer_on": "2023-05-18"})
    working.work()
    return RefundBatch.objects.latest("pk")


def approve(client: Client, batch: RefundBatch, **more) -> HttpResponse:
    page = client.get(address("refund_batch", batch.pk)).content.decode()
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    typed = {"seen": seen[1] if seen else "", "typed_count": "3", "typed_yen": "6,500円", **more}
    return client.post(address("refund_approve", batch.pk), typed)


def test_from_the_list_to_the_file_by_two_persons(operator, approver):
    owed = {payout.pk: payout.amount_yen for payout in three()}
    assert "まだデータに入っていない返金 3件 6,500円" in said(operator.get(address("refunds")))
    batch = made(operator)
    assert "口座名義が、申請者のお名前と違う 1件" in said(operator.get(address("refund_batch", batch.pk)))

    operator.post(address("refund_submit", batch.pk))
    assert approve(approver, batch).status_code == 302
    operator.post(address("refund_export", batch.pk))
    working.work()
    file = operator.post(address("refund_download", batch.pk), {"kind": "zengin"})

    assert file["Content-Disposition"] == 'attachment; filename="furikomi_20230518_0001.txt"'
    found = bank_reader.read(file.content)
    assert {int(one["reference"]): int(one["yen"]) for one in found.transfers} == owed


def test_old_batches_are_on_a_page_of_their_own(operator, monkeypatch):
    monkeypatch.setattr(parts, "A_PAGE", 1)
    people.refunds(people.claim(1000))
    people.exported()
    people.refunds(people.claim(2000))
    people.submitted()
    where = address("refunds")
    first, second = said(operator.get(where)), said(operator.get(where, {"batches": 1}))
    old, new = [f"データ {batch.number} " for batch in RefundBatch.objects.order_by("number")]

    assert [word in first for word in (new, old, "次の50件")] == [True, False, True]
    assert [word in second for word in (new, old, "前の50件")] == [False, True, True]


def test_the_maker_with_every_role_still_does_not_approve():
    both = client_of(staff("maki", "operator", "approver"))
    three()
    batch = made(both)
    both.post(address("refund_submit", batch.pk))

    assert "あなたが作ったか、行を除外や保留にしたか、承認を頼んだものです。" in said(
        both.get(address("refund_batch", batch.pk))
    )
    answer = approve(both, batch, seen=bytes(RefundBatch.objects.get().digest).hex())

    assert (answer.status_code, RefundBatch.objects.get().state) == (409, "submitted")
    assert "別の人の承認が必要です。" in said(answer)


def test_other_figures_approve_nothing_and_the_page_says_so(operator, approver):
    three()
    batch = made(operator)
    operator.post(address("refund_submit", batch.pk))

    answer = approve(approver, batch, typed_yen="6501")

    assert (answer.status_code, RefundBatch.objects.get().state) == (409, "submitted")
    assert "入力された件数か合計が、このデータと違います。" in said(answer)


def test_a_second_maker_is_told_which_batch_has_them(operator):
    three()
    made(operator)

    answer = operator.post(address("refund_make"), {"transfer_on": "2023-05-18"})

    assert answer.status_code == 409
    assert "データ1（振込指定日 2023年5月18日（木）） 下書き maki さん" in said(answer)


def test_a_day_on_which_banks_rest_is_answered_with_the_next_that_will_do(operator):
    three()

    answer = operator.post(address("refund_make"), {"transfer_on": "2023-05-20"})

    assert "いちばん早い日は、2023年5月17日（水）です。" in said(answer)


def test_a_second_download_of_either_kind_is_told_who_has_the_other_and_says_why(operator):
    three()
    batch = people.not_yet_due()
    take = lambda kind, **more: operator.post(address("refund_download", batch.pk), {"kind": kind, **more})
    assert "再出力" not in said(operator.get(address("refund_batch", batch.pk)))
    take("zengin")

    told = take("xlsx")
    assert (told.status_code, told["Content-Type"][:9]) == (409, "text/html")
    assert "maki さん 2023年5月15日（月）10:00 全銀ファイル" in said(told)
    assert "銀行にまだ出していないことを確かめて、印をつけてください。" in said(take("xlsx", reason="壊れていた"))
    assert take("xlsx", not_sent_yet="1").status_code == 409
    assert take("xlsx", not_sent_yet="1", reason="壊れていた").content[:2] == b"PK"
    assert "xlsx 壊れていた" in said(operator.get(address("refund_batch", batch.pk)))


@pytest.mark.parametrize(("way", "left"), [("exclude", 0), ("hold", 1), ("ask", 0)])
def test_the_lines_of_a_check_are_left_out_together(operator, way, left):
    three()
    batch = made(operator)
    out = {"show": "name", "all": "1", "way": way, "reason": "名義を確かめます"}

    answer = operator.post(address("refund_leave_out", batch.pk), out)

    assert answer.status_code == 302
    [line] = batch.lines.exclude(excluded_at=None)
    assert (line.line_no, line.excluded_by) == (2, "maki")
    assert Payout.objects.exclude(held_at=None).count() == left
    assert AccountRequest.objects.count() == (way == "ask")


def test_how_many_were_left_out_is_told_not_how_many_were_chosen(operator):
    one, two, _three = three()
    batch = made(operator)
    chosen = {"line": [people.line_of(each).pk for each in (one, two)] + ["9" * 30], "way": "exclude", "reason": "x"}
    there = address("refund_leave_out", batch.pk)
    operator.post(there, chosen | {"line": chosen["line"][:1]})

    assert "1件を除外しました。" in operator.post(there, chosen, follow=True).content.decode()


def test_faults_of_the_form_leave_nobody_out(operator):
    three()
    batch = made(operator)

    answer = operator.post(address("refund_leave_out", batch.pk), {"show": "name", "all": "1"})

    assert "すること（除外・保留・修正依頼）を選んでください。" in said(answer)
    assert batch.lines.exclude(excluded_at=None).count() == 0


def test_results_are_looked_at_then_taken_and_what_came_back_is_confirmed_by_another_person(operator, approver):
    one, two, three_ = three()
    people.exported()
    rows = ["支払番号（顧客コード1）,振込額,結果,理由コード,理由"]
    rows += [f"{reference(one.pk)},1000,入金済,,", f"{reference(two.pk)},2500,振込不能,1,口座なし"]
    upload = SimpleUploadedFile("kekka.csv", "\n".join(rows).encode())

    looked = operator.post(address("refund_results"), {"file": upload})
    assert "入金済 1件" in said(looked)
    assert "組戻し・振込不能 1件 2,500円" in said(looked)
    assert TransferOutcome.objects.count() == 0
    page = looked.content.decode()
    hidden = {name: re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("name", "data", "scheme")}
    operator.post(address("refund_take"), hidden)

    assert [people.state(each) for each in (one, two, three_)] == ["paid", "ordered", "ordered"]
    assert "取り込み済み" in said(operator.post(address("refund_take"), hidden))
    file = ResultFile.objects.get()
    assert "kekka.csv 1件 2,500円" in said(approver.get(address("refund_returned")))
    shown = said(approver.get(address("refund_result_file", file.pk)))
    assert "1件 2,500円を確認する" in shown
    assert "3行目 データ1の2行目" in shown
    assert "該当する口座がない 口座なし" in shown
    assert operator.post(address("refund_settle_file", file.pk), {"confirm": "1"}).status_code == 403
    assert "2,500円を確認する" not in said(operator.get(address("refund_result_file", file.pk)))

    approver.post(address("refund_settle_file", file.pk), {"confirm": "1"})

    assert [people.state(each) for each in (one, two, three_)] == ["paid", "returned", "ordered"]
    assert "もう確認されたか" in said(approver.post(address("refund_settle_file", file.pk), {"confirm": "1"}))


def test_a_file_with_faults_says_line_and_column(operator):
    three()
    people.exported()
    upload = SimpleUploadedFile("kekka.csv", "支払番号（顧客コード1）,振込額,結果\n0000000009,1,入金済\n".encode())

    answer = operator.post(address("refund_results"), {"file": upload})

    assert "2行目 支払番号（顧客コード1） この支払番号の振込はありません。" in said(answer)


def test_the_template_has_a_row_a_line_and_no_account(operator):
    three()
    batch = people.exported()

    file = operator.post(address("refund_template", batch.pk))

    assert file["Content-Disposition"] == 'attachment; filename="kekka_0001.xlsx"'
    assert BytesIO(file.content).read(2) == b"PK"


def test_a_typed_return_is_confirmed_by_another_person(operator, approver):
    payout = three()[0]
    people.exported()
    line = people.line_of(payout)
    operator.post(address("refund_say", line.pk), {"outcome": "returned", "reason_code": "1"})
    said_by = TransferOutcome.objects.get()
    assert "データ1の1行目" in said(approver.get(address("refund_returned")))
    assert operator.post(address("refund_settle", said_by.pk), {"confirm": "1"}).status_code == 403
    assert people.state(payout) == "ordered"

    approver.post(address("refund_settle", said_by.pk), {"confirm": "1"})

    assert people.state(payout) == "returned"
    assert Message.objects.filter(template="account_asked").count() == 1


def test_closing_asks_for_the_rest(operator):
    three()
    batch = people.exported()
    assert "結果のわからない行か" in said(operator.post(address("refund_close", batch.pk)))

    operator.post(address("refund_close", batch.pk), {"rest_is_credited": "1"})

    assert set(Payout.objects.values_list("state", flat=True)) == {"paid"}


def test_a_draft_is_checked_again_by_todays_list(operator):
    three()
    batch = made(operator)
    people.Branch.objects.all().delete()

    operator.post(address("refund_check", batch.pk))
    assert "点検しています。" in said(operator.get(address("refund_batch", batch.pk)))
    working.work()

    assert "銀行か支店が、いまの一覧にない（統廃合のおそれ） 3件" in said(
        operator.get(address("refund_batch", batch.pk))
    )


def test_a_page_of_what_a_worker_does_looks_again_by_itself(operator):
    three()
    operator.post(address("refund_make"), {"transfer_on": "2023-05-18"})
    batch = RefundBatch.objects.get()

    page = operator.get(address("refund_batch", batch.pk))
    assert (page["Refresh"], "3件中 0件" in said(page)) == ("3", True)
    assert "Refresh" not in operator.get(address("refund_batch", batch.pk) + "?still")
