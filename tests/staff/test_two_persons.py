"""What needs two persons is not to be had by one account: by hand, with another role, or under another name."""

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction

from notifications import releases
from notifications.models import Release
from tests.notifications.people import queued
from tests.staff.people import client_of, staff, take_roles
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db
ASK = "/admin/notifications/release/ask/"
WANTED = {"scheme": "regionpay-2023", "what": "receive-links"}


def asked_by(user: User) -> str:
    """The page that approves what this user asked for by the screen."""
    queued(release="receive-links")
    assert client_of(user).post(ASK, WANTED).status_code == 302
    return f"/admin/notifications/release/{Release.objects.get().pk}/approve/"


def is_approved() -> bool:
    return Release.objects.get().approved_at is not None


def test_an_operator_asks_and_an_approver_lets_go():
    page = asked_by(staff("hanako", "operator"))
    assert client_of(staff("taro", "approver")).post(page, {"seen": "1"}).status_code == 302
    release = Release.objects.get()
    assert (release.made_by, release.approved_by) == ("hanako", "taro")
    trail = AuditEvent.objects.filter(action__startswith="release").order_by("id")
    assert list(trail.values_list("who", "action")) == [("hanako", "release asked for"), ("taro", "released")]


@pytest.mark.parametrize("more", [{}, {"is_superuser": True}], ids=["both roles", "superuser"])
def test_one_account_with_every_right_is_still_one_person(more):
    user = staff("hanako", "operator", "approver", **more)
    page = asked_by(user)
    answer = client_of(user).post(page, {"seen": "1"})
    assert (answer.status_code, is_approved()) == (409, False)
    assert "ほかの人の承認が必要です" in answer.content.decode()


def test_another_role_in_between_makes_no_other_person():
    user = staff("hanako", "operator")
    page = asked_by(user)
    take_roles(user, "approver")
    assert (client_of(user).post(page, {"seen": "1"}).status_code, is_approved()) == (409, False)


def test_another_name_in_between_cannot_be_had():
    user = staff("hanako", "operator")
    page = asked_by(user)
    take_roles(user, "approver")
    with pytest.raises(IntegrityError, match="a_user_keeps_its_name"), transaction.atomic():
        User.objects.filter(pk=user.pk).update(username="hanako2")
    with pytest.raises(IntegrityError, match="a_user_is_never_deleted"), transaction.atomic():
        user.delete()
    assert (client_of(user).post(page, {"seen": "1"}).status_code, is_approved()) == (409, False)


def test_an_administrator_cannot_rename_either():
    user = staff("hanako", "operator")
    chef = client_of(staff("chef", "administrator"))
    groups = [str(group.pk) for group in user.groups.all()]
    answer = chef.post(
        f"/admin/auth/user/{user.pk}/change/",
        {"username": "hanako2", "is_active": "on", "groups": groups, "email": user.email, "phone": "09012345678"},
    )
    user.refresh_from_db()
    assert (answer.status_code, user.username) == (302, "hanako")


def test_the_other_capability_does_not_help():
    page = asked_by(staff("hanako", "operator"))
    assert client_of(staff("jiro", "operator")).post(page, {"seen": "1"}).status_code == 403
    assert client_of(staff("taro", "approver")).post(ASK, WANTED).status_code == 403
    assert not is_approved()


def test_a_release_without_the_second_name_is_refused_by_the_database():
    releases.ask(**WANTED, who="hanako")
    with (
        pytest.raises(IntegrityError, match="a_release_is_approved_by_another_person"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("update notifications_release set approved_at = now(), approved_by = made_by")
