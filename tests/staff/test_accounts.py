"""Accounts: an administrator adds people and gives roles, but never raises anybody above the roles, nor themselves."""

import pytest
from django.contrib.auth.models import Group, Permission, User

from tests.staff.people import PASSWORD, client_of, staff, take_roles
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db
ABOVE = {"is_superuser": "on", "is_staff": "on", "user_permissions": ["1", "2"], "id": "1", "password": "plain"}


NEW = {
    "username": "hanako",
    "password1": PASSWORD,
    "password2": PASSWORD,
    "email": "hanako@example.jp",
    "phone": "090-1234-5678",
}


@pytest.fixture
def chef() -> User:
    return staff("chef", "administrator")


def role_ids(*names: str) -> list[str]:
    return [str(pk) for pk in Group.objects.filter(name__in=names).values_list("pk", flat=True)]


def names_of(user: User) -> list[str]:
    return sorted(user.groups.values_list("name", flat=True))


def rights(name: str) -> tuple:
    user = User.objects.get(username=name)
    return user.is_superuser, user.is_staff, user.user_permissions.count(), names_of(user)


def change(by: User, whom: User, **values) -> int:
    page = f"/admin/auth/user/{whom.pk}/change/"
    person = {"email": f"{whom.username}@staff.invalid", "phone": f"0801{whom.pk:07}"}
    return client_of(by).post(page, {"username": whom.username, "is_active": "on", **person, **values}).status_code


def test_an_administrator_adds_somebody_with_a_role_and_no_more(chef):
    values = NEW | {"groups": role_ids("clerk"), **ABOVE}
    assert client_of(chef).post("/admin/auth/user/add/", values).status_code == 302
    assert rights("hanako") == (False, True, 0, ["clerk"])
    assert User.objects.get(username="hanako").check_password(PASSWORD)


def test_a_change_raises_nobody_above_the_roles(chef):
    hanako = staff("hanako", "clerk")
    assert change(chef, hanako, groups=role_ids("clerk", "operator"), **ABOVE) == 302
    assert rights("hanako") == (False, True, 0, ["clerk", "operator"])
    assert not User.objects.get(username="hanako").has_usable_password()


def test_nobody_changes_their_own_roles_or_switches_themselves_off(chef):
    assert change(chef, chef, groups=role_ids("operator", "approver"), is_active="", last_name="本間") == 302
    chef.refresh_from_db()
    assert (names_of(chef), chef.is_active, chef.last_name) == (["administrator"], True, "本間")


@pytest.mark.parametrize("role", ["administrator", "auditor"])
def test_who_watches_or_gives_out_roles_does_nothing_else(chef, role):
    hanako = staff("hanako", "clerk")
    assert change(chef, hanako, groups=role_ids("clerk", role)) == 200  # the form again
    assert names_of(hanako) == ["clerk"]


def test_a_group_that_is_no_role_cannot_be_given(chef):
    other = Group.objects.create(name="other")
    hanako = staff("hanako", "clerk")
    assert change(chef, hanako, groups=[str(other.pk)]) == 200
    assert names_of(hanako) == ["clerk"]


def test_a_superuser_is_out_of_an_administrators_reach(chef):
    root = staff("root", is_superuser=True, password=PASSWORD)
    base = f"/admin/auth/user/{root.pk}"
    client = client_of(chef)
    posted = {"password1": "kadomi-resuno-other", "password2": "kadomi-resuno-other", "usable_password": "true"}
    answers = [
        client.post(f"{base}/change/", {"username": "root", "email": "chef@example.jp"}).status_code,
        client.post(f"{base}/password/", posted).status_code,
        client.post(f"{base}/keys/", {"reset": ""}).status_code,
        client.post(f"{base}/delete/", {"post": "yes"}).status_code,
    ]
    root.refresh_from_db()
    assert (answers, root.email, root.check_password(PASSWORD)) == ([403] * 4, "root@staff.invalid", True)


@pytest.mark.parametrize("written", ["{}", "00{}", "%20{}"])
def test_ones_own_password_is_changed_with_the_old_one_only(written):
    chef = staff("chef", "administrator", password=PASSWORD)
    page = f"/admin/auth/user/{written.format(chef.pk)}/password/"
    posted = {"password1": "kadomi-resuno-other", "password2": "kadomi-resuno-other", "usable_password": "true"}
    assert client_of(chef).post(page, posted).status_code == 403
    own = {"old_password": PASSWORD, "new_password1": "kadomi-resuno-other", "new_password2": "kadomi-resuno-other"}
    client = client_of(chef)
    assert client.post("/admin/password_change/", own | {"old_password": "wrong"}).status_code == 200
    assert client.post("/admin/password_change/", own).status_code == 302
    chef.refresh_from_db()
    assert chef.check_password("kadomi-resuno-other")
    assert AuditEvent.objects.filter(who="chef", action="password changed").count() == 1


@pytest.mark.parametrize("role", ["clerk", "reviewer", "operator", "approver", "auditor"])
def test_other_roles_reach_no_account_not_even_their_own(chef, role):
    user = staff(f"one-{role}", role)
    before = list(User.objects.order_by("id").values())
    for whom in (user, chef):
        assert change(user, whom, groups=role_ids("administrator"), **ABOVE) == 403
        assert client_of(user).post(f"/admin/auth/user/{whom.pk}/keys/", {"reset": ""}).status_code == 403
    untouched = [{**row, "last_login": None} for row in User.objects.order_by("id").values()]
    assert untouched == [{**row, "last_login": None} for row in before]
    assert names_of(user) == [role]


def test_permissions_written_into_the_database_grant_nothing():
    user = staff("hanako", "clerk")
    user.user_permissions.set(Permission.objects.all())
    user.groups.get().permissions.set(Permission.objects.all())
    assert client_of(user).get("/admin/trail/auditevent/").status_code == 403


def test_who_is_switched_off_or_loses_the_role_is_out_at_once():
    user = staff("hanako", "clerk")
    client = client_of(user)
    seen = [client.get("/admin/coupons/coupon/").status_code]
    take_roles(user, "administrator")
    seen.append(client.get("/admin/coupons/coupon/").status_code)
    take_roles(user)
    seen.append(client.get("/admin/").status_code)
    take_roles(user, "clerk")
    seen.append(client.get("/admin/").status_code)
    User.objects.filter(pk=user.pk).update(is_active=False)
    seen.append(client.get("/admin/").status_code)
    assert seen == [200, 403, 302, 200, 302]


def test_the_trail_says_who_gave_which_role_and_changed_which_field(chef):
    hanako = staff("hanako", "clerk")
    change(chef, hanako, groups=role_ids("operator"), email="hanako@example.jp")
    events = AuditEvent.objects.filter(who="chef").exclude(action="logged in").order_by("id")
    about = f"auth.user/{hanako.pk}"
    assert {(event.about, event.action) for event in events} == {(about, "roles changed"), (about, "changed")}
    given = events.get(action="roles changed").detail
    assert given == {"given": ["operator"], "taken": ["clerk"]}
    assert "hanako@example.jp" not in str(list(events.values()))


def test_a_list_is_not_searched_by_password_or_by_another_tables_secrets(chef):
    staff("hanako", "clerk", password=PASSWORD)
    for field in ("password__startswith", "totpdevice__key__startswith", "staticdevice__token_set__token__startswith"):
        assert client_of(chef).get("/admin/auth/user/", {field: "a"}).status_code == 400
