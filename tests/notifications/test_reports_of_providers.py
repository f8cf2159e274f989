"""What providers tell of a message: signed, in any order, twice, too early; nobody else is heard."""

import json
from itertools import permutations

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client

from config import clock
from config.keys import key_ring
from notifications import dispatch, reports
from notifications.models import DeliveryReport, Message
from tests.notifications.people import NOON, queued

pytestmark = pytest.mark.django_db
SECRET = next(iter(key_ring(settings.CALLBACK_KEYS).values()))
ID = "g-1"
DELIVERED, LOST = {"id": ID, "state": "delivered"}, {"id": ID, "state": "undeliverable", "reason": "550 no such user"}


def sent(channel: str = "sms", provider_id: str = ID, **more) -> Message:
    """A message that left, as its provider knows it."""
    message = queued(channel=channel, **more)
    Message.objects.filter(pk=message.pk).update(state="sending", leased_until=NOON)
    Message.objects.filter(pk=message.pk).update(state="sent", sent_at=NOON, leased_until=None, provider_id=provider_id)
    return message


def post(said: object, channel: str = "sms", *, ago: int = 0, signed_as: str | None = None, **headers):
    """A provider's request, signed now or `ago` seconds ago."""
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    seconds = int(clock.unmoved().timestamp()) - ago
    sign = reports.sign(signed_as or channel, seconds, body, SECRET)
    head = {"X-Hosho-Time": str(seconds), "X-Hosho-Signature": sign} | headers
    client = Client(enforce_csrf_checks=True)
    return client.post(f"/callbacks/{channel}/", body, content_type="application/json", headers=head)


def state(message: Message) -> str:
    message.refresh_from_db()
    return message.state


@pytest.mark.parametrize(("said", "becomes"), [(DELIVERED, "delivered"), (LOST, "undeliverable")])
@pytest.mark.parametrize("channel", ["mail", "sms"])
def test_what_became_of_it_stands_on_the_message(channel, said, becomes):
    message = sent(channel)

    assert post(said, channel).status_code == 204
    assert (state(message), message.error) == (becomes, said.get("reason", ""))


def test_a_number_for_an_id_is_understood_as_when_the_message_was_taken():
    message = sent(provider_id="17")

    assert post(LOST | {"id": 17}).status_code == 204
    assert state(message) == "undeliverable"


@pytest.mark.parametrize("order", permutations([DELIVERED, LOST, DELIVERED, LOST]))
def test_any_order_and_any_number_of_times_end_alike(order):
    message = sent()

    assert {post(said).status_code for said in order} == {204}
    assert (state(message), message.error) == ("undeliverable", LOST["reason"])
    assert DeliveryReport.objects.count() == 2


def test_a_report_that_overtakes_our_own_note_is_applied_later():
    message = queued()
    post(LOST)
    assert state(message) == "queued"
    [leased] = dispatch.lease(channel="sms", limit=1, at=NOON)
    assert reports.apply_waiting() == 0

    dispatch.mark([(leased, dispatch.senders.sent(ID))])
    assert (reports.apply_waiting(), reports.apply_waiting()) == (1, 0)
    assert state(message) == "undeliverable"


def test_an_unknown_number_gets_the_same_answer_and_changes_nothing():
    message = sent()
    known, unknown = post(DELIVERED), post({"id": "g-2", "state": "delivered"})

    for answer in (known, unknown):
        del answer.headers["X-Request-ID"]  # every request has its own
    assert (known.status_code, known.content, dict(known.headers)) == (
        unknown.status_code,
        unknown.content,
        dict(unknown.headers),
    )
    assert state(message) == "delivered"


def test_a_number_belongs_to_its_channel():
    message = sent("mail")
    post(LOST, "sms")

    assert state(message) == "sent"


def test_a_cancelled_message_stays_cancelled():
    message = sent()
    cancelled = queued()
    Message.objects.filter(pk=cancelled.pk).update(state="cancelled", provider_id="g-3")
    post({"id": "g-3", "state": "delivered"})

    assert (state(message), state(cancelled)) == ("sent", "cancelled")


REFUSED = {
    "no sign": {"X-Hosho-Signature": ""},
    "a sign of something else": {"X-Hosho-Signature": "0" * 64},
    "a sign that is no ASCII": {"X-Hosho-Signature": "é"},
    "no time": {"X-Hosho-Time": ""},
    "another time": {"X-Hosho-Time": "1680480000"},
    "a time that is none": {"X-Hosho-Time": "-1"},
    "a time beyond all": {"X-Hosho-Time": "9" * 12},
}


@pytest.mark.parametrize("headers", REFUSED.values(), ids=REFUSED)
def test_who_does_not_sign_is_not_heard(headers):
    message = sent()

    assert post(LOST, **headers).status_code == 403
    assert (state(message), DeliveryReport.objects.count()) == ("sent", 0)


def test_a_signed_time_beyond_all_is_none():
    far = 999_999_999_999
    with pytest.raises(reports.NotFromTheProvider):
        reports.read(channel="mail", seconds=str(far), signature=reports.sign("mail", far, b"{}", SECRET), body=b"{}")


@pytest.mark.parametrize(("ago", "status"), [(290, 204), (310, 403), (-290, 204), (-310, 403)])
def test_what_was_signed_more_than_five_minutes_ago_is_a_replay(ago, status):
    assert post(DELIVERED, ago=ago).status_code == status


def test_the_sign_of_one_channel_is_not_the_others():
    assert post(LOST, "sms", signed_as="mail").status_code == 403


def test_both_keys_of_a_ring_are_good_while_providers_change_over(settings):
    settings.CALLBACK_KEYS = f"new:another-secret demo:{SECRET}"

    assert post(DELIVERED).status_code == 204


NO_REPORTS = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"[" * 10_000,
    {"id": ID},
    {"id": ID, "state": "opened"},
    {"id": True, "state": "delivered"},
    {"id": 1.5, "state": "delivered"},
    {"id": "", "state": "delivered"},
    {"id": "x" * 201, "state": "delivered"},
    {"id": "\0", "state": "delivered"},
    {"id": "\ud800", "state": "delivered"},
    {"id": ID, "state": "undeliverable", "reason": "\udfff"},
    {"id": ID, "state": "undeliverable", "reason": 5},
    {"id": ID, "state": ["delivered"]},
]


@pytest.mark.parametrize("said", NO_REPORTS, ids=lambda said: str(said)[:40])
def test_what_is_signed_and_no_report_is_refused(said):
    assert post(said).status_code == 400
    assert DeliveryReport.objects.count() == 0


def test_a_long_body_is_refused_before_it_is_read():
    assert post(b" " * (reports.LONGEST + 1)).status_code == 413
    assert post({"id": ID, "state": "delivered", "reason": "x" * 16_000}).status_code == 204


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_only_a_post_is_a_report(method):
    assert getattr(Client(), method)("/callbacks/sms/").status_code == 405


@pytest.mark.parametrize("channel", ["letter", "call", "fax"])
def test_what_people_do_by_hand_has_no_address(channel):
    assert Client().post(f"/callbacks/{channel}/").status_code == 404


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("550 <hanako@example.jp> unknown", "550 … unknown"),
        ("number 09012345678 is not in use", "number … is not in use"),
        ("+81-90-1234-5678 rejected", "… rejected"),
        ("", "undeliverable"),
    ],
)
def test_a_reason_keeps_no_address(said, kept):
    message = sent()
    post({"id": ID, "state": "undeliverable", "reason": said})

    assert (state(message), message.error) == ("undeliverable", kept)


@pytest.mark.parametrize(
    "change", [{"state": "delivered"}, {"reason": "other"}, {"provider_id": "g-9"}, {"applied_at": None}]
)
def test_what_was_reported_stays(change):
    sent()
    post(LOST)

    with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
        DeliveryReport.objects.update(**change)


def test_reports_are_taken_while_the_site_is_in_maintenance(settings):
    settings.MAINTENANCE = True

    assert post(DELIVERED).status_code == 204
