"""One message for each outcome that wants telling; the words tell nothing of numbers or of anybody else."""

import pytest

from claims import matching
from notifications.models import Message
from notifications.render import render, sms_parts
from tests.makers import hanako, japan, regionpay
from tests.matching.people import NOON, STRANGER, covered, filed, matched

pytestmark = pytest.mark.django_db


def messages(template: str = "claim_checked") -> list[Message]:
    return list(Message.objects.filter(template=template).order_by("pk"))


def text(message: Message) -> str:
    return render(message).text


def test_what_is_accepted_has_its_own_message_later():
    matched(covered())
    assert messages() == []


def test_a_number_to_check_is_asked_for_once():
    claim = filed("9" * 12, "8" * 12)
    for _ in range(3):
        matching.match_claims(NOON)
    (message,) = messages()
    assert (message.to, message.about) == (claim.deliver_to, f"claims.claim/{claim.pk}")
    assert text(message).count("もう一度ご確認ください") == 2


def test_an_unknown_number_and_one_that_does_not_fit_are_told_the_same():
    made = covered()
    matched("9" * 12)
    matched(made, prefecture="13")
    told = [text(message).replace("9999 9999 9999", "N") for message in messages()]
    number = " ".join(made.inquiry_no[start : start + 4] for start in (0, 4, 8))
    receipts = [message.context["receipt_no"] for message in messages()]
    assert told[0].replace(receipts[0], "R") == told[1].replace(number, "N").replace(receipts[1], "R")


def test_each_coupon_of_a_mixed_claim_is_told():
    """Case 3."""
    matched(covered(), covered(member=hanako(regionpay())), covered(last_minute="2023-02-25 23:59"))
    lines = [line for line in text(messages()[0]).splitlines() if line[:4].isdigit() and "　" in line]
    assert [line.split("　", 1)[1][:6] for line in lines] == ["✔ 申請を認", "アプリにチャ", "もとの有効期"]


def test_a_member_hears_of_a_strangers_refund_claim_once():
    """Case 12."""
    made = covered(member=hanako(regionpay()))
    for _ in range(2):
        matched(made, by=STRANGER, method="refund")
    (told,) = messages("asked_for")
    assert (told.to, told.channel) == ("hanako@example.jp", "mail")
    assert STRANGER not in text(told)
    assert "太郎" not in text(told)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("by", ["taro@example.jp", "09000000002"])
def test_it_is_said_in_the_claims_language_and_in_two_sms_at_most(by, language):
    matched("9" * 12, by=by, language=language)
    words = text(messages()[0])
    assert ("ください" in words) == (language == "ja")
    assert "@" in by or sms_parts(words) <= 2


def test_nothing_is_said_at_night():
    filed("9" * 12)
    matching.match_claims(japan("2023-04-10 23:00"))
    assert messages()[0].not_before == japan("2023-04-11 08:00")
