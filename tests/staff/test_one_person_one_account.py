"""One person, one account: a mailbox and a phone of their own; and roles that give power are given by two."""

import pytest
from django.contrib.auth.models import Group, User
from django.db import IntegrityError, transaction

from claims import decisions, proposals, reviewing
from desk.roles import CAPABILITIES
from notifications import releases
from tests.makers import hanako, regionpay
from tests.matching.people import STRANGER, covered, filed
from tests.races.guards import refusal
from tests.review.people import AT, BECAUSE, in_review, seen
from tests.staff.people import PASSWORD, client_of, staff, take_roles
from tests.staff.test_accounts import NEW, change, role_ids
from trail import persons
from trail.models import AuditEvent, Person, RoleRequest

pytestmark = pytest.mark.django_db
ADD = "/admin/auth/user/add/"
WAITING = "/admin/auth/user/roles/"


@pytest.fixture
def chef() -> User:
    return staff("chef", "administrator")


def roles_of(user: User) -> set[str]:
    return set(user.groups.values_list("name", flat=True))


def the_request() -> RoleRequest:
    return RoleRequest.objects.get(state="waiting")


class TestOneAccount:
    @pytest.mark.parametrize(
        "second",
        [
            {"email": "Hanako@example.jp", "phone": "09011112222"},
            {"email": "hanako+2@example.jp", "phone": "09011112222"},
            {"email": "other@example.jp", "phone": "０９０－１２３４－５６７８"},
        ],
        ids=["mailbox in capitals", "mailbox after a plus", "phone"],
    )
    def test_a_second_one_of_the_same_person_is_refused(self, chef, second):
        client = client_of(chef)
        assert client.post(ADD, NEW | {"groups": role_ids("clerk")}).status_code == 302
        answer = client.post(ADD, NEW | {"username": "hanako2", "groups": role_ids("reviewer"), **second})
        assert "この方のアカウントは、もうあります。" in answer.content.decode()
        assert not User.objects.filter(username="hanako2").exists()

    def test_not_past_the_form_either(self):
        staff("hanako", email="hanako@example.jp")
        with pytest.raises(IntegrityError, match="one_mailbox_has_one_account"), transaction.atomic():
            staff("hanako2", email="HANAKO+2@example.jp")

    @pytest.mark.parametrize("missing", ["email", "phone"])
    def test_who_says_nobodys_has_no_role(self, chef, missing):
        values = NEW | {"groups": role_ids("clerk"), missing: ""}
        assert "役割のある職員には、本人のものが必要です。" in client_of(chef).post(ADD, values).content.decode()

    def test_without_a_mailbox_no_role_is_in_effect(self):
        user = staff("hanako", "clerk", email="")
        assert client_of(user).get("/admin/desk/").status_code == 302

    def test_an_account_of_nobody_is_no_second_person(self):
        """A superuser made on the server without a mailbox may be anybody, so the one who asked, too."""
        releases.ask(scheme="regionpay-2023", what="receive-links", who=staff("hanako", "operator").username)
        root = staff("root", is_superuser=True, email="")
        with pytest.raises(releases.NeedsAnotherPerson):
            releases.approve(scheme="regionpay-2023", what="receive-links", who=root.username)

    def test_nor_for_a_claim(self):
        line = in_review(covered(member=hanako(regionpay())), by=STRANGER, method="refund")
        asker = staff("hanako", "reviewer")
        asked = reviewing.accept(
            line_id=line.pk, by=asker, seen=seen(line), because=BECAUSE, overriding=["in_app"], at=AT
        )
        with pytest.raises(proposals.SamePerson):
            reviewing.approve_accept(proposal_id=asked.pk, by=staff("root", is_superuser=True, email=""), at=AT)


class TestByTwo:
    @pytest.mark.parametrize("role", persons.BY_TWO)
    def test_one_administrator_asks_and_another_gives(self, chef, role):
        new = staff("hanako")
        assert change(chef, new, groups=role_ids(role)) == 302
        assert roles_of(new) == set()
        asked = the_request()
        assert client_of(chef).post(f"{WAITING}{asked.pk}/confirm/").status_code == 409
        second = client_of(staff("second", "administrator"))
        assert "hanako さんに" in second.get(WAITING).content.decode()
        assert second.post(f"{WAITING}{asked.pk}/confirm/").status_code == 302
        assert roles_of(new) == {role}
        trail = AuditEvent.objects.filter(action__startswith="role").order_by("pk")
        assert list(trail.values_list("who", "action")) == [("chef", "role asked for"), ("second", "roles changed")]

    def test_nobody_confirms_their_own(self, chef):
        other = staff("other", "clerk")
        asked = persons.ask_for_role(user=chef, role="approver", by=other)
        with pytest.raises(persons.SamePerson):
            persons.confirm_role(request_id=asked.pk, by=chef)

    def test_the_other_roles_are_one_persons(self, chef):
        new = staff("hanako")
        change(chef, new, groups=role_ids("clerk", "operator"))
        assert roles_of(new) == {"clerk", "operator"}

    def test_refused_it_can_be_asked_for_anew(self, chef):
        new = staff("hanako")
        change(chef, new, groups=role_ids("approver"))
        client_of(staff("second", "administrator")).post(f"{WAITING}{the_request().pk}/refuse/")
        assert roles_of(new) == set()
        change(chef, new, groups=role_ids("approver"))
        assert RoleRequest.objects.filter(state="waiting").count() == 1

    def test_asked_for_twice_it_waits_once(self, chef):
        new = staff("hanako")
        for _ in range(2):
            assert change(chef, new, groups=role_ids("approver")) == 302
        assert the_request().made_by == "chef"

    def test_who_has_it_keeps_it_when_something_else_changes(self, chef):
        new = staff("hanako", "approver")
        change(chef, new, groups=role_ids("approver", "operator"))
        assert (roles_of(new), RoleRequest.objects.filter(state="waiting").count()) == ({"approver", "operator"}, 0)

    def test_the_administrators_role_beside_another_is_not_given(self, chef):
        new = staff("hanako")
        change(chef, new, groups=role_ids("administrator"))
        take_roles(new, "clerk")
        answer = client_of(staff("second", "administrator")).post(f"{WAITING}{the_request().pk}/confirm/")
        assert (answer.status_code, roles_of(new)) == (409, {"clerk"})

    def test_the_database_lets_none_in_without_two(self):
        new = staff("hanako")
        group = Group.objects.get(name="approver")
        assert refusal(lambda: new.groups.add(group)) == "an_approver_is_made_by_two_persons"
        given = {"user": new, "role": "approver", "state": "approved", "settled_at": AT}
        assert refusal(lambda: RoleRequest.objects.create(made_by="a", settled_by="a", **given)) == (
            "a_role_is_confirmed_by_another_person"
        )

    def test_taken_it_is_asked_for_anew(self):
        new = staff("hanako", "approver")
        take_roles(new)
        assert refusal(lambda: new.groups.add(Group.objects.get(name="approver"))) == (
            "an_approver_is_made_by_two_persons"
        )


class TestWhoHoldsAnothersKeys:
    """An administrator who can log in as the second person is one person with two names."""

    def test_roles_by_two_are_those_that_approve_or_give_out_roles(self):
        second = {role for one in CAPABILITIES if one.after for role in one.roles}
        assert second == set(persons.BY_TWO)

    @pytest.mark.parametrize(
        ("address", "posted"),
        [
            ("{}/password/", {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"}),
            ("{}/keys/", {"reset": ""}),
            ("{}/change/", {"username": "new", "is_active": "on", "email": "chef2@example.jp", "phone": "09055556666"}),
        ],
        ids=["password", "second factor", "mailbox"],
    )
    def test_the_roles_wait_for_another_administrator(self, chef, address, posted):
        new = staff("new", "clerk", "reviewer", "approver")
        client = client_of(chef)
        held = {"groups": role_ids("clerk", "reviewer", "approver")}
        assert client.post(f"/admin/auth/user/{address.format(new.pk)}", posted | held).status_code == 302
        assert roles_of(new) == {"clerk"}
        asked = RoleRequest.objects.filter(state="waiting").order_by("role")
        assert list(asked.values_list("role", "made_by")) == [("approver", "chef"), ("reviewer", "chef")]
        assert client.post(f"{WAITING}{asked[0].pk}/confirm/").status_code == 409
        second = client_of(staff("second", "administrator"))
        assert {second.post(f"{WAITING}{one.pk}/confirm/").status_code for one in asked} == {302}
        assert roles_of(new) == {"clerk", "reviewer", "approver"}

    def test_whoever_is_unlocked_keeps_them(self, chef):
        new = staff("new", "approver")
        client_of(chef).post(f"/admin/auth/user/{new.pk}/keys/", {"unlock": ""})
        assert roles_of(new) == {"approver"}


def test_a_claim_from_the_phone_of_staff_is_a_colleagues():
    Person.objects.create(user=staff("hanako"), phone="09099998888")
    claim = filed(covered(), phone="09099998888")
    assert decisions.is_staff(claim)
    assert not decisions.is_staff(filed(covered(), by=STRANGER, phone="09000000009"))
