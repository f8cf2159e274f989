"""Which accounts are one person, and the roles that two persons give (docs/security.md "Two persons").

A mailbox is one account's only (unique index), and an account without one is nobody: it has no role in effect, and is
taken for whoever it is compared with. One person with two mailboxes under false names is what no program can see.
"""

from django.contrib.auth.models import Group, User
from django.db import IntegrityError, transaction

from config import clock
from trail.models import RoleRequest
from trail.record import record

BY_TWO = ("reviewer", "approver", "administrator")  # who may be a second person, and who gives out roles
State = RoleRequest.State


class AlreadyAsked(Exception):
    """The role waits for a second person already."""


class NothingToConfirm(Exception):
    """Nobody waits for it, or not any more."""


class SamePerson(Exception):
    """Who asked for the role, or is to have it, does not confirm it."""


def are_one(first: str, second: str) -> bool:
    """Whether two user names are one person's. A name without an account is a command's, and its own."""
    if first == second:
        return True
    mails = list(User.objects.filter(username__in=[first, second]).values_list("email", flat=True))
    return len(mails) == 2 and not all(mails)


def ask_for_role(*, user: User, role: str, by: User) -> RoleRequest:
    """Ask another administrator to give the role. Raises AlreadyAsked."""
    try:
        with transaction.atomic():
            asked = RoleRequest.objects.create(user=user, role=role, made_by=by.get_username())
            record("role asked for", who=by.get_username(), about=user, role=role)
    except IntegrityError as refusal:
        if refusal.__cause__.diag.constraint_name == "a_role_is_asked_for_once":
            raise AlreadyAsked from refusal
        raise
    return asked


def confirm_anew(*, user: User, by: User) -> list[str]:
    """`by` has got hold of the account: set its password, ended its second factor. The roles that two persons give wait
    for another administrator again, or one alone could be the second person of everybody; their names.
    """
    with transaction.atomic():
        held = list(user.groups.filter(name__in=BY_TWO).order_by("name"))
        user.groups.remove(*held)
        for group in held:
            ask_for_role(user=user, role=group.name, by=by)
    return [group.name for group in held]


def confirm_role(*, request_id: int, by: User) -> RoleRequest:
    """Give the role. Raises SamePerson, NothingToConfirm."""
    with transaction.atomic():
        asked = _waiting(request_id)
        if are_one(asked.made_by, by.get_username()) or asked.user_id == by.pk:
            raise SamePerson
        _settle(asked, State.APPROVED, by)
        asked.user.groups.add(Group.objects.get(name=asked.role))
        record("roles changed", who=by.get_username(), about=asked.user, given=[asked.role], asked_by=asked.made_by)
    return asked


def refuse_role(*, request_id: int, by: User) -> RoleRequest:
    """Not given; who asked for it takes it back this way. Raises NothingToConfirm."""
    with transaction.atomic():
        asked = _waiting(request_id)
        _settle(asked, State.REFUSED, by)
        record("role refused", who=by.get_username(), about=asked.user, role=asked.role, asked_by=asked.made_by)
    return asked


def _waiting(request_id: int) -> RoleRequest:
    rows = RoleRequest.objects.select_for_update(of=("self",), no_key=True).select_related("user")
    asked = rows.filter(pk=request_id, state=State.WAITING).first()
    if asked is None:
        raise NothingToConfirm
    return asked


def _settle(asked: RoleRequest, state: str, by: User) -> None:
    asked.state, asked.settled_by, asked.settled_at = state, by.get_username(), clock.now()
    asked.save(update_fields=["state", "settled_by", "settled_at"])
