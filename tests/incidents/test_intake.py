"""What a caller says is saved: once a click, whether the records know the coupon or not."""

from uuid import uuid4

import pytest

from claims import incident_intake
from claims.incident_intake import Report
from claims.models import Incident
from coupons.models import Coupon
from notifications.models import Message
from notifications.render import render
from tests.makers import coupon, japan, regionpay, staff

pytestmark = pytest.mark.django_db

AT = japan("2023-03-10 21:00")


def report(**more) -> Report:
    return Report(**{"kind": "paid_twice", "prefecture": "47", "name": "桜", "phone": "09022220008"} | more)


def take(of: Report, nonce=None, **more) -> Incident:
    return incident_intake.take(scheme=regionpay(), report=of, nonce=nonce or uuid4(), by=staff("clerk"), at=AT, **more)


def test_the_coupon_is_found_by_its_number():
    on = coupon()

    assert take(report(stated_no=on.inquiry_no)).coupon == on


def test_it_is_saved_though_nobody_knows_the_number():
    of = take(report(stated_no="123456789012"))

    assert (of.coupon, of.state, of.receipt_no[:2]) == (None, "open", "B-")
    on = coupon(inquiry_no="123456789013")
    assert incident_intake.attach(incident_id=of.pk, inquiry_no=on.inquiry_no, by=staff("clerk")).coupon == on
    with pytest.raises(Coupon.DoesNotExist):
        incident_intake.attach(incident_id=of.pk, inquiry_no="1", by=staff("clerk"))


def test_a_double_click_is_one():
    nonce = uuid4()

    assert take(report(), nonce) == take(report(), nonce)
    assert Incident.objects.count() == 1


def test_the_receipt_number_is_sent_if_they_like_at_once_also_in_the_evening():
    take(report())
    assert Message.objects.count() == 0
    of = take(report(), tell=True)

    message = Message.objects.get()
    assert (message.channel, message.to, message.not_before) == ("sms", of.phone, AT)
    assert of.receipt_no in render(message).text


def test_how_they_are_reached_is_put_right_until_it_is_decided():
    of = take(report())
    incident_intake.correct(
        incident_id=of.pk, by=staff("clerk"), phone="09033330008", deliver_by="mail", deliver_to="s@example.jp"
    )

    of.refresh_from_db()
    assert (of.phone, of.deliver_by, of.deliver_to) == ("09033330008", "mail", "s@example.jp")
