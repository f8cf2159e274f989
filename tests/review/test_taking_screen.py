"""A claim typed while the caller speaks: read back, proved by a code, filed; or to the second person."""

import pytest

from claims.models import Claim, OneTimeCode, Proposal
from config import clock
from notifications.models import Message
from tests.filing.drafts_made import code_of
from tests.makers import japan
from tests.review.screens import address, logged_in, post, said

pytestmark = pytest.mark.usefixtures("april")
TYPED = {
    "prefecture": "47",
    "travel_year": "2023",
    "travel_month": "2",
    "travel_day": "23",
    "inquiry_no": "1234 5678 9012\n2234 5678 9012",
    "name": "沖縄 太郎",
    "name_kana": "おきなわ たろう",
    "phone": "090-1234-5678",
    "email": "",
    "deliver_by": "sms",
    "deliver_to": "０９０１２３４５６７８",
    "language": "ja",
}
BEHALF = {"on_behalf_of": "沖縄 花子", "relation": "長女", "evidence": "戸籍謄本の写し"}


@pytest.fixture
def clerk():
    return logged_in("yamada", "clerk")


def typed(clerk, method: str = "points", **more):
    return post(clerk, "take", method, **TYPED | more)


def proved(clerk) -> None:
    post(clerk, "send_code", None)
    post(clerk, "check_code", None, code=code_of(OneTimeCode.objects.latest("pk")))


def read_back(clerk) -> str:
    return said(clerk.get(address("read_back")))


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
    answer = post(clerk, "file", None)
    claim = Claim.objects.get()
    assert claim.receipt_no in said(answer)
    assert (claim.channel, claim.lines.count(), claim.desk.taken_by.username) == ("desk", 2, "yamada")
    assert Message.objects.filter(template="claim_filed").exists()


def test_without_it_a_second_person_looks_first(clerk):
    typed(clerk)
    answer = post(clerk, "file", None)
    assert "2人目が認めるまで、何もお送りしません。" in said(answer)
    assert Proposal.objects.get().deed == "take"
    assert not Message.objects.exists()


def test_what_was_misheard_is_put_right_without_typing_all_again(clerk):
    typed(clerk)
    html = clerk.get(address("take", "points") + "?again").content.decode()
    assert 'value="沖縄 太郎"' in html
    assert "2234 5678 9012</textarea>" in html
    typed(clerk, name="沖縄 次郎")
    assert "沖縄 次郎" in read_back(clerk)


def test_nothing_of_the_last_caller_is_there_for_the_next(clerk):
    typed(clerk)
    post(clerk, "file", None)
    for query in ("", "?again"):
        assert "沖縄 太郎" not in clerk.get(address("take", "points") + query).content.decode()


def test_a_wrong_code_is_counted_and_said(clerk):
    typed(clerk)
    post(clerk, "send_code", None)
    answer = post(clerk, "check_code", None, code="000000")
    assert "あと4回" in said(answer)


def test_a_code_too_soon_again(clerk):
    typed(clerk)
    post(clerk, "send_code", None)
    post(clerk, "send_code", None)
    assert "送ったばかりです。" in clerk.get(address("read_back")).content.decode()


def test_by_letter(clerk):
    typed(clerk, deliver_by="letter", deliver_to="900-0001 那覇市港町1-1 沖縄太郎")
    assert "手紙と電話には、認証コードを送れません。" in read_back(clerk)
    post(clerk, "file", None)
    assert Claim.objects.get().deliver_to == "900-0001 那覇市港町1-1 沖縄太郎"


def test_points_are_not_told_by_calls(clerk):
    answer = typed(clerk, deliver_by="call", deliver_to="0980000001")
    assert "ポイントの受取URLは、電話では伝えられません。" in said(answer)


def test_for_somebody_else(clerk):
    typed(clerk, **BEHALF)
    proved(clerk)
    assert "2人目の確認に回して受け付ける" in read_back(clerk)
    post(clerk, "file", None)
    assert Claim.objects.get().desk.relation == "長女"


def test_for_somebody_else_everything_is_said(clerk):
    answer = typed(clerk, **BEHALF | {"evidence": ""})
    assert "すべて入力してください。" in said(answer)


def test_a_lost_number(clerk):
    typed(clerk, inquiry_no="", number_unknown="on")
    proved(clerk)
    post(clerk, "file", None)
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
    answer = post(clerk, "file", None)
    assert (answer.status_code, Claim.objects.count()) == (409, 0)
    typed(clerk, called_at="2023-04-28 17:50")
    post(clerk, "file", None)
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
    post(clerk, "file", None)
    claim = Claim.objects.get()
    assert (claim.method, claim.stay.place, claim.account.number_ends) == ("refund", "なはホテル", "345")


def test_twice_the_same_button(clerk):
    typed(clerk)
    post(clerk, "file", None)
    answer = post(clerk, "file", None)
    assert (answer.status_code, Claim.objects.count()) == (302, 1)


def test_there_are_two_methods(clerk):
    assert clerk.get(address("take", "gold")).status_code == 404


@pytest.mark.parametrize("name", ["send_code", "check_code", "file"])
def test_without_a_claim_begun(clerk, name):
    assert post(clerk, name, None).status_code == 302
    assert Claim.objects.count() == 0
