"""Mass sending waits for a second person; nobody lets go alone."""

import pytest
from django.db import IntegrityError, connection, transaction

from notifications import dispatch, releases
from notifications.models import Release
from tests.notifications.people import NOON, queued
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db
LINKS = {"scheme": "regionpay-2023", "what": "receive-links"}


def leased() -> list[str]:
    return [message.key for message in dispatch.lease(channel="sms", limit=10, at=NOON)]


def test_what_waits_for_a_release_goes_once_a_second_person_approved():
    queued(key="mass", release="receive-links")
    assert leased() == []

    releases.ask(**LINKS, who="operator")
    assert leased() == []

    releases.approve(**LINKS, who="supervisor")
    assert leased() == ["mass"]


def test_what_waits_for_nobody_goes_at_once():
    queued(key="single")

    assert leased() == ["single"]


def test_a_release_lets_go_its_own_scheme_and_its_own_thing_only():
    queued(key="other scheme", release="receive-links", scheme="other-2023")
    queued(key="other thing", release="march-message")
    releases.ask(**LINKS, who="operator")
    releases.approve(**LINKS, who="supervisor")

    assert leased() == []


def test_nobody_approves_their_own():
    releases.ask(**LINKS, who="operator")

    with pytest.raises(releases.NeedsAnotherPerson):
        releases.approve(**LINKS, who="operator")
    with pytest.raises(IntegrityError, match="a_release_is_approved_by_another_person"), transaction.atomic():
        Release.objects.update(approved_by="operator", approved_at=NOON)


def test_only_what_was_asked_for_is_approved_and_only_once():
    with pytest.raises(releases.NothingToApprove):
        releases.approve(**LINKS, who="supervisor")
    releases.ask(**LINKS, who="operator")
    releases.approve(**LINKS, who="supervisor")
    with pytest.raises(releases.NothingToApprove):
        releases.approve(**LINKS, who="another")


def test_asked_twice_the_first_stands():
    first = releases.ask(**LINKS, who="operator")

    assert (releases.ask(**LINKS, who="another").pk, Release.objects.get().made_by) == (first.pk, "operator")


@pytest.mark.parametrize(
    "sql",
    [
        "update notifications_release set approved_at = null, approved_by = ''",
        "update notifications_release set approved_by = 'another'",
        "update notifications_release set what = 'march-message'",
        "delete from notifications_release",
    ],
)
def test_an_approved_release_stays(sql):
    releases.ask(**LINKS, who="operator")
    releases.approve(**LINKS, who="supervisor")

    with (
        pytest.raises(IntegrityError, match=r"release receive-links of regionpay-2023 stays"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_both_persons_are_on_the_trail():
    releases.ask(**LINKS, who="operator")
    releases.approve(**LINKS, who="supervisor")

    assert list(AuditEvent.objects.order_by("id").values_list("who", "action")) == [
        ("operator", "release asked for"),
        ("supervisor", "released"),
    ]
