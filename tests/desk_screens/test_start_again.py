"""A breach has stopped the scheme: who may clears it, with a reason, and sees since when and why."""

import pytest
from django.test import Client

from config import clock
from coupons.models import Scheme
from payouts.models import Payout
from tests.desk_screens.people import path
from tests.makers import coupon, hanako, japan, opened, regionpay
from tests.review.screens import said
from tests.staff.people import client_of, staff
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db
PAGE = "/admin/desk/stopped/"
AT = japan("2023-04-11 12:00")


@pytest.fixture
def approver() -> Client:
    clock.move_to(AT)
    return client_of(staff("taro", "approver"))


def stopped() -> Scheme:
    opened(coupon(member=hanako(regionpay())))
    scheme = regionpay()
    scheme.stopped_at, scheme.stopped_reason = AT, "照合表の差額 500円"
    scheme.save()
    return scheme


def start_again(client: Client, scheme: Scheme, reason: str):
    return client.post(f"{PAGE}{scheme.pk}/start-again/", {"reason": reason}, follow=True)


def test_since_when_and_why(approver):
    stopped()
    text = said(approver.get(PAGE))
    assert "止まった日時 2023年4月11日（火）12:00 理由 照合表の差額 500円" in text


def test_it_goes_on_with_a_reason(approver):
    scheme = stopped()
    page = start_again(approver, scheme, "ファイルを直した")
    scheme.refresh_from_db()
    assert (scheme.stopped_at, scheme.stopped_reason) == (None, "ファイルを直した")
    assert AuditEvent.objects.get(action="started again").who == "taro"
    assert "止まっている支払はありません。" in said(page)


def test_not_without_one(approver):
    scheme = stopped()
    assert "「再開する理由と、直したこと」を入力してください。" in said(start_again(approver, scheme, " "))
    scheme.refresh_from_db()
    assert scheme.stopped_at == AT


def test_what_runs_is_not_started(approver):
    answer = start_again(approver, regionpay(), "直した")
    assert (answer.status_code, "もう動いています" in said(answer)) == (409, True)


def test_a_payout_of_it_says_so_and_leads_there(approver):
    stopped()
    page = approver.get(path(Payout.objects.get())).content.decode()
    assert "この制度の支払は、2023年4月11日（火）12:00から止まっています。" in page
    assert f'<a href="{PAGE}">止まっている支払を見る</a>' in page


@pytest.mark.parametrize("role", ["clerk", "reviewer", "operator", "auditor", "administrator"])
def test_nobody_else_starts_it(role):
    scheme = stopped()
    assert start_again(client_of(staff("hana", role)), scheme, "直した").status_code == 403
    scheme.refresh_from_db()
    assert scheme.stopped_at == AT
