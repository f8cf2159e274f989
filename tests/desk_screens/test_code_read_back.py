"""A code to the contact on record, read back on the call, identifies as two facts do."""

import pytest
from django.test import Client

from claims import verification
from notifications.models import Message
from notifications.render import render
from tests.desk_screens.people import MAIL, PHONE, claimed, doubled, in_the_app, path, seen
from tests.filing.drafts_made import draft
from tests.makers import hanako, regionpay
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db


def send(client: Client, row) -> str:
    return client.post(f"{path(row)}code/send/", follow=True).content.decode()


def read_back(client: Client, row, code: str) -> str:
    return client.post(f"{path(row)}code/", {"code": code}, follow=True).content.decode()


def sent() -> tuple[Message, str]:
    """The message, and the six digits in it."""
    message = Message.objects.get(template="desk_code")
    text = render(message).text
    return message, next(word for word in text.split() if word.isdecimal() and len(word) == 6)


def test_the_right_digits_show_the_data_and_the_trail_says_how(admin_client: Client):
    claim = claimed(phone=PHONE)
    send(admin_client, claim)
    message, code = sent()
    page = read_back(admin_client, claim, f" {code[:3]}-{code[3:]} ")
    assert ("沖縄 太郎" in page, message.to, message.urgent) == (True, claim.deliver_to, True)
    assert [event.detail for event in AuditEvent.objects.filter(action="personal data shown")] == [
        {"because": ["code"]}
    ]


def test_a_wrong_one_counts_and_shows_nothing(admin_client: Client):
    claim = claimed()
    send(admin_client, claim)
    code = sent()[1]
    wrong = "000000" if code != "000000" else "111111"
    page = read_back(admin_client, claim, wrong)
    assert ("確認番号が違います。あと4回入力できます。" in page, "沖縄 太郎" in page) == (True, False)
    assert "確認番号は、6桁の数字で入力してください。" in read_back(admin_client, claim, "12")


def test_it_serves_once(admin_client: Client):
    claim = claimed()
    send(admin_client, claim)
    code = sent()[1]
    read_back(admin_client, claim, code)
    assert "この確認番号は使えません。" in read_back(admin_client, claim, code)


def test_a_second_one_waits_a_minute(admin_client: Client):
    claim = claimed()
    send(admin_client, claim)
    assert "もう一度送れます。" in send(admin_client, claim)
    assert Message.objects.filter(template="desk_code").count() == 1


def test_a_member_is_sent_it_by_sms(admin_client: Client):
    coupon = in_the_app()
    assert "確認番号を送りました。" in send(admin_client, coupon)
    assert [(message.channel, message.to) for message in Message.objects.filter(template="desk_code")] == [
        ("sms", PHONE)
    ]


def test_without_a_contact_there_is_nowhere_to_send(admin_client: Client):
    coupon = doubled(member=hanako(regionpay(), phone="0988611234", email=""))
    assert "確認番号を送る" not in seen(admin_client.get(path(coupon)))
    assert "送り先の登録がありません。" in send(admin_client, coupon)


def test_the_two_kinds_of_code_do_not_contradict_each_other():
    """The one is typed into a page and asked for by nobody; the other is read to whom one has called oneself."""
    typed, read = (words(template, "mail") for template in ("one_time_code", "desk_code"))
    assert "この認証コードを電話でお聞きすることはありません。" in typed
    assert "お客様からおかけになったお電話の担当者に、読み上げてください" in read
    assert "こちらからおかけしたお電話で、この確認番号をお聞きすることはありません。" in read


@pytest.mark.parametrize(("language", "most"), [("ja", 70), ("en", 160)])
def test_it_is_one_sms(language: str, most: int):
    assert len(words("desk_code", "sms", language)) <= most


def words(template: str, channel: str, language: str = "ja") -> str:
    to = {"deliver_by": channel, "deliver_to": MAIL if channel == "mail" else PHONE}
    code = verification.new_code(about=template, scheme=regionpay(), delivery=to, address="test")
    verification.queue(code, to, language, template)
    return render(Message.objects.get(key=f"one-time-code/{code.pk}")).text


def test_a_claim_taken_on_the_phone_is_proved_by_the_code_that_is_read_out():
    verification.send(draft=draft(), address="desk 1", template="desk_code")
    assert Message.objects.get().template == "desk_code"
