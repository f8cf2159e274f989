"""Mail through a real mail server on this machine."""

from email import message_from_bytes
from email.header import decode_header, make_header

import pytest

from notifications import dispatch
from notifications.models import Message
from tests.notifications.people import queued, wait_for_leases_and_back_off

State = Message.State
pytestmark = pytest.mark.usefixtures("noon_in_production")
HANAKO = "hanako@example.jp"


def test_a_mail_leaves_with_subject_text_and_a_name_of_its_own(mail_server):
    message = queued(channel="mail", to=HANAKO, key="receive-link/1")

    assert dispatch.send_messages() == 1

    ((recipient, raw),) = mail_server.mails
    mail = message_from_bytes(raw.encode())
    text = mail.get_payload(decode=True).decode()
    message.refresh_from_db()
    assert (message.state, message.provider_id, recipient) == (State.SENT, mail["Message-ID"], HANAKO)
    assert str(make_header(decode_header(mail["Subject"]))).startswith("【regionPAY補償】キャッシュレスポイント")
    assert (mail["To"], mail["Auto-Submitted"]) == (HANAKO, "auto-generated")
    assert mail["Message-ID"].endswith("@hosho.example.jp>")
    assert "3,240円相当" in text


def test_mails_share_a_connection(mail_server):
    for _ in range(3):
        queued(channel="mail", to=HANAKO)

    assert dispatch.send_messages() == 3
    assert (len(mail_server.mails), mail_server.connections) == (3, 1)


def test_a_refused_recipient_is_final_and_holds_up_nobody(mail_server):
    gone = queued(channel="mail", to="gone@example.jp")
    queued(channel="mail", to=HANAKO)
    mail_server.refuse = {"gone@example.jp": 550}

    assert dispatch.send_messages() == 1

    gone.refresh_from_db()
    assert (gone.state, gone.error[:3]) == (State.UNDELIVERABLE, "550")
    assert [recipient for recipient, _ in mail_server.mails] == [HANAKO]


@pytest.mark.parametrize("code", [421, 450, 451, 452])
def test_a_mailbox_that_is_busy_is_tried_again(mail_server, code):
    busy = queued(channel="mail", to="busy@example.jp")
    queued(channel="mail", to=HANAKO)
    mail_server.refuse = {"busy@example.jp": code}

    assert dispatch.send_messages() == 1
    busy.refresh_from_db()
    assert (busy.state, busy.error[:3]) == (State.QUEUED, str(code))

    mail_server.refuse = {}
    wait_for_leases_and_back_off()
    assert dispatch.send_messages() == 1


def test_taken_but_not_confirmed_it_is_sent_again_under_the_same_name(mail_server):
    message = queued(channel="mail", to=HANAKO)
    mail_server.drop_after_data = True

    assert dispatch.send_messages() == 0
    message.refresh_from_db()
    assert message.state == State.QUEUED

    mail_server.drop_after_data = False
    wait_for_leases_and_back_off()
    assert dispatch.send_messages() == 1
    first, second = (message_from_bytes(raw.encode()) for _, raw in mail_server.mails)
    assert (first["Message-ID"], first.get_payload()) == (second["Message-ID"], second.get_payload())


def test_where_nobody_listens_it_is_unknown(mail_server, settings):
    settings.EMAIL_PORT = 1
    message = queued(channel="mail", to=HANAKO)

    assert dispatch.send_messages() == 0
    message.refresh_from_db()
    assert (message.state, message.error[:22]) == (State.QUEUED, "ConnectionRefusedError")


@pytest.mark.parametrize(
    "to", ["hanako", "hanako@example.jp, taro@example.jp", "hanako@example.jp\nBcc: taro@example.jp", "@example.jp"]
)
def test_what_is_no_single_address_is_refused_before_anybody_is_asked(mail_server, to):
    message = queued(channel="mail", to=to)

    assert dispatch.send_messages() == 0
    message.refresh_from_db()
    assert (message.state, mail_server.connections) == (State.UNDELIVERABLE, 0)


@pytest.mark.parametrize("to", ["a..b@docomo.ne.jp", "ab.@docomo.ne.jp", "hanako+x@example.jp"])
def test_addresses_that_old_phones_have_are_written_to(mail_server, to):
    queued(channel="mail", to=to)

    assert dispatch.send_messages() == 1
    assert [recipient.replace('"', "") for recipient, _ in mail_server.mails] == [to]


def test_a_gateway_that_is_down_does_not_hold_up_mail(mail_server, settings):
    settings.SMS_GATEWAY_URL = "http://127.0.0.1:1/send"
    for _ in range(10):
        queued()
        queued(channel="mail", to=HANAKO)

    assert dispatch.send_messages() == 10
    assert len(mail_server.mails) == 10
