"""The one-time code on its page: sent, wrong, expired, locked, sent again, and asked anew after a change."""

import pytest

from claims.models import OneTimeCode
from tests.claiming.walking import Walker, code_sent
from tests.filing.drafts_made import codes_age, wrong


@pytest.fixture
def at_code(points) -> Walker:
    return points.until("code")


def told(walker: Walker) -> list[str]:
    return [words for _, words in walker.summary]


def test_the_page_says_where_the_code_went(at_code):
    assert "090-1234-5678 に送った6桁の認証コードを、10分以内に入力してください。" in at_code.main


def test_the_page_before_says_which_mail_must_come_through(points):
    assert "「@localhost」からのメールを受け取れるようにしてください。" in points.until("delivery").main


def test_the_field_is_filled_in_by_phones(at_code):
    assert 'name="code" value="" inputmode="numeric" autocomplete="one-time-code"' in at_code.page


@pytest.mark.parametrize("write", [str, lambda code: f" {code[:3]} {code[3:]} ", lambda code: code.translate(WIDE)])
def test_the_code_is_taken_as_it_is_typed(at_code, write):
    assert at_code.post("code", code=write(code_sent())).at == "review"


WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def test_a_wrong_code_counts_down(at_code):
    bad = wrong(code_sent())
    for left in (4, 3, 2, 1):
        assert told(at_code.post("code", code=bad)) == [f"認証コードが違います。あと{left}回入力できます。"]
    assert told(at_code.post("code", code=bad)) == [
        "5回まちがえたため、このコードは使えなくなりました。新しいコードを送ってください。"
    ]
    assert at_code.good("code").at == "code"


def test_to_open_the_page_again_counts_no_try(at_code):
    at_code.post("code", code=wrong(code_sent()))
    at_code.open("code", check="1").open("code", check="1")
    assert (OneTimeCode.objects.get().tries, at_code.at_fields) == (
        1,
        ["認証コードが違います。あと4回入力できます。"],
    )


def test_what_is_no_code_counts_no_try(at_code):
    assert told(at_code.post("code", code="12345")) == ["認証コードは、6桁の数字で入力してください。"]
    assert OneTimeCode.objects.get().tries == 0


def test_an_expired_code_is_told(at_code):
    codes_age(11)
    assert told(at_code.good("code")) == ["認証コードの有効時間（10分）がすぎました。新しいコードを送ってください。"]


def test_another_code_can_be_sent_after_a_minute(at_code):
    codes_age(2)
    at_code.post("code", resend="1")
    assert (OneTimeCode.objects.count(), "認証コードを送りました。" in at_code.main) == (2, True)
    assert at_code.good("code").at == "review"


def test_within_the_minute_the_page_says_how_long(at_code):
    at_code.post("code", resend="1")
    assert (OneTimeCode.objects.count(), at_code.status) == (1, 200)
    assert "秒で送れます。" in at_code.main


def test_too_many_codes_are_told_kindly(at_code):
    for _ in range(5):
        codes_age(2)
        at_code.post("code", resend="1")
    assert told(at_code) == ["短い時間に何度もコードを送っています。30分後にもう一度お試しいただくか、お電話ください。"]


def test_another_destination_asks_for_another_code(at_code):
    at_code.good("code")
    codes_age(2)
    at_code.post("delivery", deliver_by="mail", deliver_to="taro@example.jp")
    assert (at_code.at, at_code.open("review").at) == ("code", "code")
    assert at_code.good("code").at == "review"


def test_the_same_destination_needs_no_other_code(at_code):
    at_code.good("code").post("delivery", deliver_by="sms", deliver_to="+81 90 1234 5678")
    assert (at_code.at, OneTimeCode.objects.count()) == ("review", 1)


def test_a_code_for_another_destination_proves_nothing(at_code):
    first = code_sent()
    at_code.post("delivery", deliver_by="mail", deliver_to="taro@example.jp")
    assert "秒で送れます。" in at_code.main
    assert told(at_code.post("code", code=first)) == ["このコードは使えません。新しいコードを送ってください。"]


def test_no_bank_detail_is_asked_before_the_contact_is_proved(refund):
    refund.until("code")
    assert {refund.open(step).at for step in ("bank", "branch", "account")} == {"code"}


def test_after_a_change_of_destination_the_account_is_not_shown(refund):
    refund.until("review")
    codes_age(2)
    refund.post("delivery", deliver_by="mail", deliver_to="taro@example.jp")
    assert {refund.open(step).at for step in ("account", "review")} == {"code"}
