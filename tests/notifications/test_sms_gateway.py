"""SMS through a real gateway on this machine: left, refused for good, or unknown and asked again with the same key."""

import json

import pytest

from notifications import dispatch, senders
from notifications.dispatch import REFUSED_IN_A_ROW
from notifications.models import Message
from notifications.render import Words
from notifications.senders import NOT_ABOUT_THE_RECIPIENT
from tests.notifications.people import queued, wait_for_leases_and_back_off

State = Message.State
pytestmark = pytest.mark.usefixtures("noon_in_production")


def test_a_message_leaves_with_its_key_and_our_token(gateway):
    message = queued(key="receive-link/1", to="09000000001")

    assert dispatch.send_messages() == 1

    message.refresh_from_db()
    assert (message.state, message.provider_id, message.error) == (State.SENT, "g-receive-link/1", "")
    assert message.sent_at is not None
    (request,) = gateway.requests
    assert (set(request), request["to"], request["key"]) == ({"to", "text", "key"}, "09000000001", "receive-link/1")
    assert "3,240円" in request["text"]
    assert gateway.tokens == {"Bearer bearer-of-tests"}


ECHO = {
    "error": "INVALID_NUMBER",
    "code": 30005,
    "to": "+81 90 0000 0001",
    "text": "認証コード 123456 https://hosho.example.jp/r/aB3_-x9kQ0zZ/ h@example.jp /en/r/Zx81-tail",
}


@pytest.mark.parametrize("status", [400, 500])
def test_of_what_a_gateway_repeats_of_our_text_nothing_is_kept(status, monkeypatch):
    monkeypatch.setattr(senders, "_post", lambda url, body: (status, json.dumps(ECHO).encode()))
    outcome = senders._send_sms(queued(), Words("", "x"))

    assert outcome.error == f"{status} error INVALID_NUMBER code 30005 to text https example jp"


@pytest.mark.parametrize("fault", ["400", "410", "422"])
def test_a_clear_refusal_is_final_at_once(gateway, fault):
    message = queued()
    gateway.faults = [fault]

    assert dispatch.send_messages() == 0
    wait_for_leases_and_back_off()
    assert dispatch.send_messages() == 0

    message.refresh_from_db()
    assert (message.state, message.attempts, len(gateway.requests)) == (State.UNDELIVERABLE, 1, 1)
    assert message.error.startswith(fault)


def test_an_answer_that_trickles_for_ever_is_cut_off_and_unknown(gateway, monkeypatch):
    """Or one gateway would keep a worker until it is ended, with all that it holds."""
    monkeypatch.setattr(senders, "SECONDS_IN_ALL", 0.3)
    queued()
    gateway.faults = ["trickle"]

    assert dispatch.send_messages() == 0
    gateway.may_answer.set()
    assert Message.objects.values_list("state", "error").get() == (State.QUEUED, "TimeoutError: ")


def test_when_it_refuses_everybody_it_is_about_us_and_nobody_is_given_up(gateway):
    """A wrong sender or password: a mass sending would be lost, and followed by the other channel, in a minute."""
    messages = [queued() for _ in range(REFUSED_IN_A_ROW + 5)]
    gateway.faults = ["400"] * len(messages)

    assert (dispatch.send_messages(), len(gateway.requests)) == (0, REFUSED_IN_A_ROW)
    assert set(Message.objects.values_list("state", flat=True)) == {State.QUEUED}
    assert sorted(Message.objects.values_list("attempts", flat=True)) == [0] * 5 + [1] * REFUSED_IN_A_ROW

    gateway.faults = []
    wait_for_leases_and_back_off()
    assert dispatch.send_messages() == len(messages)


def test_many_refusals_among_those_that_leave_are_final(gateway):
    messages = [queued() for _ in range(2 * REFUSED_IN_A_ROW)]
    gateway.faults = [*["400"] * (REFUSED_IN_A_ROW - 1), "ok"] * 2

    assert dispatch.send_messages() == 2
    states = Message.objects.filter(pk__in=[message.pk for message in messages]).values_list("state", flat=True)
    assert list(states).count(State.UNDELIVERABLE) == len(messages) - 2


UNKNOWN = ["500", "503", "reset", "nonsense", "no id", "302", *map(str, sorted(NOT_ABOUT_THE_RECIPIENT))]


@pytest.mark.parametrize("fault", UNKNOWN)
def test_an_unknown_answer_is_asked_again_with_the_same_key_and_words(gateway, fault):
    message = queued(key="receive-link/1")
    gateway.faults = [fault]

    assert dispatch.send_messages() == 0
    message.refresh_from_db()
    assert (message.state, message.attempts, message.error != "") == (State.QUEUED, 1, True)

    wait_for_leases_and_back_off()
    assert dispatch.send_messages() == 1
    message.refresh_from_db()
    assert (message.state, message.attempts, message.error) == (State.SENT, 2, "")
    first, second = gateway.requests
    assert first == second


def test_no_answer_in_time_is_unknown(gateway, monkeypatch):
    monkeypatch.setattr("notifications.senders.GATEWAY_SECONDS", 0.2)
    message = queued()
    gateway.faults = ["slow"]

    assert dispatch.send_messages() == 0
    message.refresh_from_db()
    assert (message.state, message.error) == (State.QUEUED, "TimeoutError: timed out")


def test_where_nobody_listens_it_is_unknown(gateway, settings):
    settings.SMS_GATEWAY_URL = "http://127.0.0.1:1/send"
    message = queued()

    assert dispatch.send_messages() == 0
    message.refresh_from_db()
    assert (message.state, message.error[:22]) == (State.QUEUED, "ConnectionRefusedError")


def test_without_a_gateway_nothing_is_sent_anywhere(gateway, settings):
    settings.SMS_GATEWAY_URL = ""
    message = queued()

    assert dispatch.send_messages() == 0
    message.refresh_from_db()
    assert (message.state, message.error) == (State.QUEUED, "ValueError: SMS_GATEWAY_URL is no address")


def test_while_the_gateway_is_down_the_others_keep_their_attempts(gateway):
    for _ in range(20):
        queued()
    gateway.faults = ["503"] * 20

    assert dispatch.send_messages() == 0

    assert (len(gateway.requests), Message.objects.filter(attempts=0, state=State.QUEUED).count()) == (5, 15)


def test_when_time_is_up_the_rest_is_handed_back_untried(gateway):
    for _ in range(3):
        queued()
    gateway.on_request = lambda: gateway.may_answer.wait(0.3)

    assert dispatch.send_messages(seconds=0.2) == 1

    assert list(Message.objects.order_by("id").values_list("state", "attempts")) == [("sent", 1), *[("queued", 0)] * 2]
    assert dispatch.send_messages() == 2


def test_a_message_that_cannot_be_written_waits_and_holds_up_nobody(gateway):
    gap = queued(context={"amount_yen": 1})
    queued(key="whole")

    assert dispatch.send_messages() == 1

    gap.refresh_from_db()
    assert (gap.state, gap.error) == (State.QUEUED, "IncompleteMessage: sender")
    assert gateway.keys() == ["whole"]


def test_in_a_rehearsal_nothing_leaves(gateway, settings):
    settings.MESSAGES_LEAVE = False
    message = queued()

    assert dispatch.send_messages() == 1

    message.refresh_from_db()
    assert (message.state, message.provider_id, gateway.requests) == (State.SENT, "rehearsal", [])


def test_no_secret_of_a_link_is_in_the_row(gateway):
    message = queued()
    dispatch.send_messages()

    token = gateway.requests[0]["text"].partition("/r/")[2].partition("/")[0]
    row = json.dumps({field.name: str(field.value_from_object(message)) for field in message._meta.fields})
    assert (len(token), token in row) == (30, False)
