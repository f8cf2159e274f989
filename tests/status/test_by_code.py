"""A code in place of the phone number: sent to the claim's own contact, and the same to see for a number nobody has."""

import pytest

from claims import receipt
from claims.models import Claim, OneTimeCode
from notifications.models import Message
from tests.filing.drafts_made import code_of, codes_age, wrong
from tests.matching.people import covered
from tests.status.people import CLAIM, STATUS, claim, faults, said

pytestmark = pytest.mark.django_db
ASK, ENTER = f"{STATUS}code/", f"{STATUS}code/enter/"


def ask(client, number: str):
    return client.post(ASK, {"receipt_no": number}, follow=True)


def enter(client, digits: str):
    return client.post(ENTER, {"code": digits})


def last_code() -> str:
    return code_of(OneTimeCode.objects.latest("pk"))


def unknown() -> str:
    return receipt.new_number(receipt.CLAIM)


def test_the_code_goes_to_the_claims_contact_and_opens_the_claim(client):
    made = claim(covered(), by="09011112222")
    ask(client, made.receipt_no)
    message = Message.objects.get(template="one_time_code")
    assert (message.to, message.channel, message.urgent) == ("09011112222", "sms", True)
    assert enter(client, last_code())["Location"] == CLAIM
    assert made.receipt_no in said(client.get(CLAIM))


def test_it_opens_once(client):
    ask(client, claim(covered()).receipt_no)
    digits = last_code()
    enter(client, digits)
    ask(client, claim(covered()).receipt_no)
    codes_age(2)
    assert enter(client, digits).status_code == 200


def test_for_a_number_nobody_has_all_looks_the_same_and_nothing_is_sent(client):
    pages = []
    for number in (claim(covered()).receipt_no, unknown()):
        pages.append([said(ask(client, number)).replace(number, "N")])
        pages[-1] += [said(enter(client, wrong(last_code()))) for _ in range(6)]
        pages[-1] = [page.replace(number, "N") for page in pages[-1]]
    assert pages[0] == pages[1]
    assert Message.objects.filter(template="one_time_code").count() == 1


@pytest.mark.parametrize(
    "what",
    [
        {"contact_verified_at": None},
        {"deliver_by": "letter", "deliver_to": "100-0001 東京都千代田区1-1"},
        {"method": "refund", "deliver_by": "call", "deliver_to": "0980000001"},
    ],
)
def test_none_is_sent_to_a_place_nobody_let_go_nor_by_letter_or_call(client, what):
    """Claims taken on the phone: a mistyped place is a stranger's, and a letter comes too late."""
    made = claim(covered(), channel="desk")
    Claim.objects.filter(pk=made.pk).update(**what)
    ask(client, made.receipt_no)
    assert not Message.objects.filter(template="one_time_code").exists()
    assert enter(client, last_code()).status_code == 200


def test_nobodys_code_opens_nothing_even_if_it_is_guessed(client):
    ask(client, unknown())
    assert faults(enter(client, last_code())) == ["このコードは使えません。新しいコードを送ってください。"]


def test_wrong_codes_are_counted_and_the_fifth_locks(client):
    ask(client, claim(covered()).receipt_no)
    told = [faults(enter(client, wrong(last_code())))[0] for _ in range(5)]
    assert told == [f"認証コードが違います。あと{left}回入力できます。" for left in (4, 3, 2, 1)] + [
        "5回まちがえたため、このコードは使えなくなりました。新しいコードを送ってください。"
    ]
    assert enter(client, last_code()).status_code == 200


def test_a_code_is_good_for_ten_minutes(client):
    ask(client, claim(covered()).receipt_no)
    codes_age(10)
    assert faults(enter(client, last_code())) == [
        "認証コードの有効時間（10分）がすぎました。新しいコードを送ってください。"
    ]


@pytest.mark.parametrize("is_known", [True, False])
def test_the_next_one_waits_a_minute_and_the_sixth_an_hour(client, is_known):
    number = claim(covered()).receipt_no if is_known else unknown()
    ask(client, number)
    assert "秒で送れます" in said(ask(client, number))
    for _ in range(4):
        codes_age(1)
        ask(client, number)
    codes_age(1)
    assert (ask(client, number).status_code, OneTimeCode.objects.count()) == (429, 5)


def test_without_having_asked_there_is_nothing_to_enter(client):
    assert client.get(ENTER)["Location"] == ASK


def test_a_code_about_one_claim_opens_no_other(client):
    one, two = claim(covered()), claim(covered())
    ask(client, one.receipt_no)
    digits = last_code()
    codes_age(2)
    ask(client, two.receipt_no)
    if digits != last_code():
        assert enter(client, digits).status_code == 200
