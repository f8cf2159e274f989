"""`roles` makes the groups once and shows the table, which docs/security.md shows too."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from desk import roles
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db


def said(*options: str) -> str:
    out = StringIO()
    call_command("roles", *options, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_it_makes_each_role_once():
    said()
    before = list(Group.objects.order_by("id").values_list("id", "name"))
    said()
    assert [name for _, name in before] == list(roles.ROLES)
    assert list(Group.objects.order_by("id").values_list("id", "name")) == before
    assert AuditEvent.objects.filter(action="roles made").count() == 1


def test_json_says_what_was_made_and_what_each_may_do():
    first, second = json.loads(said("--json")), json.loads(said("--json"))
    assert (first["made"], second["made"]) == (list(roles.ROLES), [])
    assert first["roles"]["auditor"]["label"] == "監査"
    assert "trail.look" in first["roles"]["auditor"]["may"]
    assert [role for role, one in first["roles"].items() if "releases.approve" in one["may"]] == ["approver"]


def test_the_docs_show_the_table():
    docs = Path(__file__).parents[2] / "docs/security.md"
    assert said().strip() in docs.read_text()


def test_no_role_does_and_approves_the_same_but_for_a_colleagues():
    by_name = {capability.name: capability for capability in roles.CAPABILITIES}
    both = {
        (second.name, role)
        for second in roles.CAPABILITIES
        if second.after
        for role in set(second.roles) & set(by_name[second.after].roles)
    }
    of_a_colleague = {("desk.approve_claim", "reviewer"), ("desk.approve_review", "reviewer")}
    assert both == of_a_colleague | {("staff.confirm", "administrator")}
