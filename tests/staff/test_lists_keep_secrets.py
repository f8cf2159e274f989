"""The admin's lists are no way round the desk: numbers masked, filters as offered, looks on the trail."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client

from claims.models import Announcement
from desk import roles
from tests.desk_screens.people import MAIL, NO, PHONE, in_the_app
from tests.matching.people import filed
from tests.staff.people import client_of, staff
from trail.admin import ReadOnlyAdmin
from trail.models import AuditEvent
from trail.record import record

pytestmark = pytest.mark.django_db
LISTS = [model for model in admin.site._registry if model not in (User, Announcement)]
SEES_NUMBERS = {role for role in roles.ROLES if "coupons.see_numbers" in roles.granted_to(role)}


@pytest.fixture
def world():
    """花子's coupon, and a claim for it with a number, a name and contacts."""
    coupon = in_the_app()
    filed(coupon, name="沖縄 太郎", phone="09011112222")
    return coupon


def pages(client: Client) -> str:
    """Every list and every first row of the admin that this role may see, as text."""
    read = []
    for model in LISTS:
        base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        first = model.objects.order_by("pk").first()
        addresses = [base] + ([f"{base}{first.pk}/change/", f"{base}{first.pk}/history/"] if first else [])
        read += [client.get(address).content.decode() for address in addresses]
    return "\n".join(read)


@pytest.mark.parametrize("role", roles.ROLES)
def test_a_role_sees_the_whole_number_only_if_the_table_says_so(world, role):
    text = pages(client_of(staff(f"one-{role}", role)))
    assert (NO in text) == (role in SEES_NUMBERS)
    assert ("…9012" in text) == (role in roles.WITH_RECORDS)


@pytest.mark.parametrize("role", roles.ROLES)
def test_nobody_sees_contacts_or_names_there(world, role):
    text = pages(client_of(staff(f"one-{role}", role)))
    assert [secret for secret in (PHONE, MAIL, "09011112222", "沖縄 太郎") if secret in text] == []


@pytest.mark.parametrize(
    "address",
    [
        "/admin/coupons/member/?phone__startswith=0901",
        "/admin/coupons/member/?email__contains=hanako",
        "/admin/coupons/coupon/?inquiry_no__startswith=1234",
        "/admin/coupons/coupon/?member__phone__startswith=0901",
        "/admin/coupons/coupon/?scheme__coupon__member__phone=09012345678",
        "/admin/payouts/payout/?claim__phone__startswith=0901",
        "/admin/notifications/message/?to__startswith=h",
        "/admin/payouts/pointcode/?order__payout__claim__name__startswith=x",
    ],
)
def test_an_address_cannot_spell_out_what_no_page_shows(world, admin_client, address):
    assert admin_client.get(address).status_code == 400


@pytest.mark.parametrize(
    "address",
    [
        "/admin/coupons/coupon/?prefecture__exact=47",
        "/admin/coupons/coupon/?scheme__id__exact=1&extension__ground__exact=A",
        "/admin/payouts/pointcode/?order__isempty=1",
        "/admin/payouts/payout/?reach=none&state__exact=open",
    ],
)
def test_what_is_offered_still_filters(world, admin_client, address):
    assert admin_client.get(address).status_code == 200


def test_a_search_is_on_the_trail_without_what_was_typed(world):
    client = client_of(staff("hana", "clerk"))
    client.get("/admin/coupons/coupon/", {"q": NO})
    client.get("/admin/coupons/store/", {"q": "土産店"})
    events = AuditEvent.objects.filter(action="searched a list").order_by("pk")
    assert list(events.values_list("who", "about", "detail__typed")) == [
        ("hana", "coupons.coupon", "…9012"),
        ("hana", "coupons.store", "3文字"),
    ]


def test_so_is_a_look_at_a_row_and_nothing_for_who_is_refused(world):
    address = f"/admin/coupons/coupon/{world.pk}/change/"
    client_of(staff("chef", "administrator")).get(address)
    client_of(staff("hana", "clerk")).get(address)
    looks = AuditEvent.objects.filter(action="looked at", about=f"coupons.coupon/{world.pk}")
    assert list(looks.values_list("who", flat=True)) == ["hana"]


def test_an_auditor_follows_one_person_by_kind_and_day(world):
    clerk = client_of(staff("hana", "clerk"))
    clerk.get(f"/admin/coupons/coupon/{world.pk}/change/")
    record("roles changed", who="hana", about="auth.user/1")
    auditor = client_of(staff("auditor", "auditor"))
    found = auditor.get("/admin/trail/auditevent/", {"q": "hana", "kind": "looks", "since": "0"})
    assert [event.action for event in found.context["cl"].result_list] == ["looked at"]
    assert "画面を見た" in found.content.decode()


def test_no_column_of_a_list_can_be_felt_for():
    asked = {
        f"{model._meta.label}.{field.name}{how}"
        for model, pages in admin.site._registry.items()
        if isinstance(pages, ReadOnlyAdmin)
        for field in model._meta.concrete_fields
        for how in ("__startswith", "__regex", "__contains", "__gt")
        if pages.lookup_allowed(f"{field.name}{how}", "x")
    }
    assert asked == set()
