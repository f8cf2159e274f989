"""Staff for the tests: one of each role, and their log-ins."""

from django.contrib.auth.models import Group, User
from django.test import Client

from config import clock
from desk import roles
from trail import persons
from trail.models import RoleRequest

PASSWORD = "kadomi-resuno-bopati"


def staff(name: str, *of_roles: str, password: str | None = None, **more) -> User:
    """A person with these roles. Hashing a password takes long: only who types one has one."""
    roles.make_groups()
    user = User.objects.create_user(
        name, password=password, is_staff=True, **{"email": f"{name}@staff.invalid", **more}
    )
    take_roles(user, *of_roles)
    return user


def client_of(user: User | None, **options) -> Client:
    """A browser in which this person is logged in; anybody's for None."""
    client = Client(**options)
    if user:
        client.force_login(user)
    return client


def take_roles(user: User, *of_roles: str) -> None:
    """These are the roles from now on; what takes two persons, two have given."""
    for role in set(of_roles) & set(persons.BY_TWO) - set(user.groups.values_list("name", flat=True)):
        given = {"made_by": "one", "settled_by": "two", "settled_at": clock.now(), "state": "approved"}
        RoleRequest.objects.create(user=user, role=role, **given)
    user.groups.set(Group.objects.filter(name__in=of_roles))
