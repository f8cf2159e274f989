"""A claim typed while the caller speaks: read back, proved by a code, filed; or to the second person."""

import re

import pytest

from claims.models import CallNote, Claim, Draft, Proposal
from config import clock
from notifications.models import Message
from tests.makers import japan
from tests.review.people import noted_call
from tests.review.screens import address, logged_in, post, said
from tests.review.taking import TYPED, filed, last, proved, read_back, typed

pytestmark = pytest.mark.usefixtures("april")
BEHALF = {"on_behalf_of": "沖縄 花子", "relation": "長女", "evidence": "戸籍謄本の写し"}


@pytest.fixture
def clerk():
    return logged_in("yamada", "clerk")


def test_it_is_read_back_in_the_words_of_the_caller(clerk):
    typed(clerk)
    text = read_back(clerk)
    assert "お問合せ番号 1234 5678 9012、2234 5678 9012" in text
    assert "ご案内の送り先 090-1234-5678" in text
    assert Claim.objects.count() == 0


def test_with_the_code_it_is_filed_at_once(clerk):
    typed(clerk)
    proved(clerk)
    assert "認証コードで確かめました。" in read_back(clerk)
    text = filed(clerk)
    claim = Claim.objects.get()
    assert claim.receipt_no in text
    assert (claim.channel, claim.lines.count(), claim.desk.taken_by.username) == ("desk", 2, "yamada")
    assert Message.objects.filter(template="claim_filed").exists()


def test_without_it_a_second_person_looks_first(clerk):
    typed(clerk)
    waits = "送り先を認証コードで確かめていない。 認めるまで、何もお送りしません。"
    assert f"2人目の確認が必要です：{waits}" in read_back(clerk)
    assert f"2人目の確認を待っています：{waits}" in filed(clerk)
    assert Proposal.objects.get().deed == "take"
    assert not Message.objects.exists()


def test_what_was_misheard_is_put_right_without_typing_all_again(clerk):
    typed(clerk)
    again, wrong = f"{address('take', 'points')}?again={last()}", last()
    html = clerk.get(again).content.decode()
    assert 'value="沖縄 太郎"' in html
    assert "2234 5678 9012</textarea>" in html
    clerk.post(again, TYPED | {"name": "沖縄 次郎"})
    assert "沖縄 次郎" in read_back(clerk)
    assert post(clerk, "file", wrong).url == address("take", "points")
    assert Claim.objects.count() == 0


def test_nothing_of_the_last_caller_is_there_for_the_next(clerk):
    typed(clerk)
    post(clerk, "file", last())
    for query in ("", "?again", f"?again={last()}"):
        assert "沖縄 太郎" not in clerk.get(address("take", "points") + query).content.decode()


def test_a_wrong_code_is_counted_and_said(clerk):
    typed(clerk)
    post(clerk, "send_code", last())
    answer = post(clerk, "check_code", last(), code="000000")
    assert "あと4回" in said(answer)


def test_a_code_too_soon_again(clerk):
    typed(clerk)
    post(clerk, "send_code", last())
    post(clerk, "send_code", last())
    assert "送ったばかりです。" in clerk.get(address("read_back", last())).content.decode()


def test_by_letter(clerk):
    typed(clerk, deliver_by="letter", deliver_to="900-0001 那覇市港町1-1 沖縄太郎")
    assert "手紙と電話には、認証コードを送れません。" in read_back(clerk)
    post(clerk, "file", last())
    assert Claim.objects.get().deliver_to == "900-0001 那覇市港町1-1 沖縄太郎"


def test_points_are_not_told_by_calls(clerk):
    answer = typed(clerk, deliver_by="call", deliver_to="0980000001")
    assert "ポイントの受取URLは、電話では伝えられません。" in said(answer)


def test_for_somebody_else(clerk):
    typed(clerk, **BEHALF)
    proved(clerk)
    assert "2人目の確認に回して受け付ける" in read_back(clerk)
    post(clerk, "file", last())
    assert Claim.objects.get().desk.relation == "長女"


def test_for_somebody_else_everything_is_said(clerk):
    answer = typed(clerk, **BEHALF | {"evidence": ""})
    assert "すべて入力してください。" in said(answer)


def test_a_lost_number(clerk):
    typed(clerk, inquiry_no="", number_unknown="on")
    proved(clerk)
    post(clerk, "file", last())
    assert Claim.objects.get().lines.get().stated_no == "-" * 12


def test_every_fault_is_at_its_field_and_nothing_typed_is_lost(clerk):
    answer = typed(clerk, name="", travel_month="13", inquiry_no="12", deliver_to="")
    text, html = said(answer), answer.content.decode()
    for words in ("お名前を入力してください。", "携帯電話の番号を入力してください。", "12桁"):
        assert words in text
    assert ">12</textarea>" in html
    assert 'value="おきなわ たろう"' in html
    assert "<title>エラー：" in html


def test_after_the_last_day_only_for_a_call_before(clerk):
    clock.move_to(japan("2023-05-01 10:00"))
    typed(clerk)
    answer = post(clerk, "file", last())
    assert (answer.status_code, Claim.objects.count()) == (409, 0)
    typed(clerk, called_at="2023-04-28 17:50")
    answer = post(clerk, "file", last())
    assert "その日時の通話の記録がありません。" in said(answer)
    noted_call("2023-04-28 18:00")
    post(clerk, "file", last())
    assert Claim.objects.get().desk.called_at == japan("2023-04-28 17:50")


def test_a_refund_with_stay_and_account(clerk, banks):
    more = {
        "stay_name": "なはホテル",
        "stay_year": "2023",
        "stay_month": "2",
        "stay_day": "23",
        "bank_code": "0187",
        "branch_code": "101",
        "account_type": "1",
        "account_no": "12345",
        "holder_kana": "おきなわ たろう",
    }
    typed(clerk, "refund", **more)
    assert "0012345" in read_back(clerk)
    proved(clerk)
    post(clerk, "file", last())
    claim = Claim.objects.get()
    assert (claim.method, claim.stay.place, claim.account.number_ends) == ("refund", "なはホテル", "345")


def test_twice_the_same_button_leads_to_the_receipt_number(clerk):
    typed(clerk)
    first, second = filed(clerk), filed(clerk)
    claim = Claim.objects.get()
    assert f"受付番号は {claim.receipt_no} です。" in second
    assert first == second
    assert clerk.get(address("read_back", last())).url == address("taken", claim.pk)
    assert said(clerk.get(address("taken", claim.pk))) == first


def test_the_receipt_number_is_shown_to_who_took_the_claim(clerk):
    typed(clerk)
    filed(clerk)
    other = logged_in("suzuki", "clerk")
    assert other.get(address("taken", Claim.objects.get().pk)).status_code == 404


def test_how_the_call_ended_is_noted_on_the_same_page(clerk):
    typed(clerk)
    page = clerk.post(address("file", last()), follow=True).content.decode()
    action, nonce = re.search(r'action="([^"]+/note/)"', page)[1], re.search(r'name="nonce" value="([^"]+)"', page)[1]
    assert '<option value="claim_taken" selected>' in page
    clerk.post(action, {"disposition": "claim_taken", "nonce": nonce})
    assert CallNote.objects.get().claim == Claim.objects.get()


@pytest.mark.parametrize("typed_at", ["1990-01-01 00:00", "2023-02-24 16:59", "2023-04-11 12:01", "2099-01-01 00:00"])
def test_a_call_that_cannot_have_been_is_refused_at_its_field(clerk, typed_at):
    answer = typed(clerk, called_at=typed_at)
    assert "2023年2月24日（金）17:00から、いままでの日時を入力してください。" in said(answer)
    assert Draft.objects.count() == 0


def test_there_are_two_methods(clerk):
    assert clerk.get(address("take", "gold")).status_code == 404


@pytest.mark.parametrize("name", ["send_code", "check_code", "file"])
def test_without_a_claim_begun(clerk, name):
    assert post(clerk, name, 1).status_code == 302
    assert Claim.objects.count() == 0
