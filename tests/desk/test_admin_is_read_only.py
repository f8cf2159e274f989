"""The admin shows rows and changes none, whoever looks. Only announcements and brand settings are written there."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User

from claims.models import Announcement
from coupons import eligibility
from payouts import orders
from payouts.models import BrandSetting, ReceiveLink
from tests.makers import cancel, code, coupon, hanako, japan, opened, pay, regionpay

pytestmark = pytest.mark.django_db

OURS = [model for model in admin.site._registry if model not in (User, Group, Announcement, BrandSetting)]


@pytest.fixture
def row():
    """A coupon with a story, so that every list has something to show."""
    on = coupon(member=hanako(regionpay()))
    cancel(pay(on, 500, "2023-02-24 18:00"), "2023-02-24 18:10")
    eligibility.extend(regionpay(), japan("2023-02-27 00:00"))
    [payout] = opened(on)
    code("edy", payout.amount_yen)
    orders.order(payout_id=payout.pk, brand="edy", who="test", at=japan("2023-04-05 12:00"))
    return on


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_list_and_row_can_be_looked_at_and_nothing_more(model, row, admin_client):
    base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    first = model.objects.first()

    assert admin_client.get(base).status_code == 200
    assert admin_client.get(f"{base}add/").status_code == 403
    if first:
        assert admin_client.get(f"{base}{first.pk}/change/").status_code == 200
        assert admin_client.post(f"{base}{first.pk}/change/", {}).status_code == 403
        assert admin_client.post(f"{base}{first.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_coupon_shows_its_entries_with_the_balance_after_each(row, admin_client):
    page = admin_client.get(f"/admin/coupons/coupon/{row.pk}/change/").content.decode()

    balances = [cell for cell in ("3,000円", "2,500円") if cell in page]
    assert balances == ["3,000円", "2,500円"]
    assert page.index("2,500円") < page.rindex("3,000円")


def test_a_coupon_says_why_it_is_not_covered(admin_client):
    on = coupon(last_minute="2023-02-25 23:59")
    page = admin_client.get(f"/admin/coupons/coupon/{on.pk}/change/").content.decode()

    assert "もとの有効期限が、障害の日の23:59ではありません。（notice 1.A、question 2）" in page


def test_a_payout_is_found_by_its_coupon_and_shows_no_secret(row, admin_client):
    link = ReceiveLink.objects.get()
    found = admin_client.get("/admin/payouts/payout/", {"q": row.inquiry_no}).context["cl"].result_count
    pages = [
        admin_client.get(address).content.decode()
        for address in (
            f"/admin/payouts/payout/{link.payout_id}/change/",
            f"/admin/payouts/receivelink/{link.pk}/change/",
            "/admin/notifications/message/",
        )
    ]

    secrets = (link.token, str(link.salt), link.destination)
    assert (found, [secret for secret in secrets for page in pages if secret in page]) == (1, [])


def test_a_coupon_is_found_by_its_whole_inquiry_number_only(row, admin_client):
    found = admin_client.get("/admin/coupons/coupon/", {"q": row.inquiry_no}).context["cl"].result_count
    part = admin_client.get("/admin/coupons/coupon/", {"q": row.inquiry_no[:6]}).context["cl"].result_count

    assert (found, part) == (1, 0)


def test_a_members_contacts_are_not_shown(row, admin_client):
    page = admin_client.get(f"/admin/coupons/member/{row.member_id}/change/").content.decode()

    assert [secret for secret in (row.member.phone, row.member.email) if secret in page] == []


@pytest.mark.parametrize("items", [1, 3])
def test_the_list_of_coupons_asks_the_same_number_of_questions_however_long(
    items, admin_client, django_assert_num_queries
):
    for _ in range(items):
        coupon(member=hanako(regionpay()))
    admin_client.get("/admin/coupons/coupon/")

    with django_assert_num_queries(8):
        admin_client.get("/admin/coupons/coupon/")
