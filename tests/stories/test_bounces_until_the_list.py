"""Case 5 to its end: the mail bounces, the SMS cannot be delivered, and staff find her; by the providers' word."""

import pytest

from config import clock
from notifications import dispatch, releases, senders
from notifications.models import Message
from payouts import telling
from payouts.models import Payout, ReceiveLink
from tests.makers import coupon, hanako, japan, opened, regionpay
from tests.notifications.test_reports_of_providers import post
from tests.review.screens import said
from tests.staff.people import client_of, staff

pytestmark = pytest.mark.django_db
BOUNCED = {"state": "undeliverable", "reason": "no such user"}


def send(channel: str, number: str) -> Message:
    """The worker's part: leased, taken by the provider under `number`, noted."""
    [leased] = dispatch.lease(channel=channel, limit=9, at=clock.now())
    dispatch.mark([(leased, senders.sent(number))])
    return Message.objects.get(pk=leased.id)


def test_mail_then_sms_then_the_list():
    clock.move_to(japan("2023-04-03 12:00"))
    [payout] = opened(coupon(member=hanako(regionpay())))
    releases.ask(scheme="regionpay-2023", what="receive-links", who="hana")
    releases.approve(scheme="regionpay-2023", what="receive-links", who="taro")

    assert send("mail", "m-1").to == "hanako@example.jp"
    assert post(BOUNCED | {"id": "m-1"}, "mail").status_code == 204
    assert telling.tell(regionpay(), clock.now()) == 1
    assert [link.channel for link in ReceiveLink.objects.filter(revoked_at=None)] == ["sms"]

    assert send("sms", "s-1").to == "09000000001"
    post({"id": "s-1", "state": "delivered"}, "sms")
    assert telling.tell(regionpay(), clock.now()) == 0
    post(BOUNCED | {"id": "s-1"}, "sms")
    assert telling.tell(regionpay(), clock.now()) == 0

    assert list(telling.unreachable()) == [payout]
    page = said(client_of(staff("yamada", "clerk")).get("/admin/desk/delivery/"))
    assert f"支払 {payout.pk} アプリ会員 {payout.member.member_no} 届かない" in page
    assert Payout.objects.get().state == "open"
