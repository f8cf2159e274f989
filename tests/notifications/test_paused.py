"""A kind of mass sending is stopped, and goes on: with a reason, on the trail, and nothing else is stopped with it."""

import pytest
from django.db import IntegrityError, transaction

from notifications import by_hand, dispatch, releases
from notifications.models import Release
from tests.notifications.people import NOON, at_noon, queued
from tests.staff.people import client_of, staff
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db
LINKS = {"scheme": "regionpay-2023", "what": "receive-links"}


@pytest.fixture
def release() -> Release:
    """Approved."""
    at_noon()
    releases.ask(**LINKS, who="operator")
    return releases.approve(**LINKS, who="supervisor")


def leased(channel: str = "sms") -> list[str]:
    return [message.key for message in dispatch.lease(channel=channel, limit=10, at=NOON)]


def test_what_waits_stays_where_it_is_until_it_goes_on(release):
    queued(key="mass", release="receive-links")
    releases.pause(release_id=release.pk, who="operator", reason="不達が多い")
    assert leased() == []

    releases.resume(release_id=release.pk, who="operator", reason="宛先を確かめた")
    assert leased() == ["mass"]


def test_other_kinds_and_single_messages_go_on(release):
    queued(key="single")
    queued(key="other", release="reminder-14")
    releases.ask(**LINKS | {"what": "reminder-14"}, who="operator")
    releases.approve(**LINKS | {"what": "reminder-14"}, who="supervisor")
    releases.pause(release_id=release.pk, who="operator", reason="不達が多い")

    assert sorted(leased()) == ["other", "single"]


def test_letters_wait_too(release):
    queued(channel="letter", to="那覇市", release="receive-links")
    assert by_hand.due("letter", NOON).count() == 1
    releases.pause(release_id=release.pk, who="operator", reason="文面の誤り")

    assert by_hand.due("letter", NOON).count() == 0


def test_who_stops_says_why_and_only_what_goes_can_stop(release):
    with pytest.raises(releases.NoReason):
        releases.pause(release_id=release.pk, who="operator", reason=" ")
    with pytest.raises(releases.NotPaused):
        releases.resume(release_id=release.pk, who="operator", reason="x")
    releases.pause(release_id=release.pk, who="operator", reason="x")
    with pytest.raises(releases.NothingToPause):
        releases.pause(release_id=release.pk, who="operator", reason="x")
    with pytest.raises(releases.NoReason):
        releases.resume(release_id=release.pk, who="operator", reason="")


def test_what_is_not_approved_cannot_be_paused():
    asked = releases.ask(**LINKS, who="operator")

    with pytest.raises(releases.NothingToPause):
        releases.pause(release_id=asked.pk, who="operator", reason="x")


def test_the_database_wants_the_name_and_the_reason(release):
    with pytest.raises(IntegrityError, match="a_paused_release_says_who_and_why"), transaction.atomic():
        Release.objects.update(paused_at=NOON, paused_by="operator")


def test_pausing_changes_nothing_of_the_approval(release):
    releases.pause(release_id=release.pk, who="operator", reason="x")

    with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
        Release.objects.update(paused_at=None, approved_by="another")


def test_both_are_on_the_trail(release):
    releases.pause(release_id=release.pk, who="operator", reason="不達が多い")
    releases.resume(release_id=release.pk, who="saburo", reason="直した")

    events = AuditEvent.objects.order_by("-id").values_list("who", "action", "detail__reason")[:2]
    assert list(events) == [("saburo", "sending resumed", "直した"), ("operator", "sending paused", "不達が多い")]


def test_the_screen_shows_what_became_of_it_and_stops_it(release):
    queued(release="receive-links")
    page = f"/admin/notifications/release/{release.pk}/pause/"
    operator = client_of(staff("hanako", "operator"))
    assert "<td>送信待ち</td><td>1</td>" in operator.get(page).content.decode()
    assert operator.post(page, {"deed": "pause", "reason": ""}).status_code == 409
    assert operator.post(page, {"deed": "pause", "reason": "不達が多い"}).status_code == 302
    assert leased() == []
    assert "理由：不達が多い" in operator.get(page).content.decode()

    approver = client_of(staff("taro", "approver"))
    assert ">再開する</a>" in approver.get("/admin/notifications/release/").content.decode()
    assert approver.post(page, {"deed": "resume", "reason": "直した"}).status_code == 302
    assert len(leased()) == 1
