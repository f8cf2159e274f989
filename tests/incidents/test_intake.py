"""What a caller says is saved: once a click, whether the records know the coupon or not."""

from uuid import uuid4

import pytest

from claims import incident_intake
from claims.incident_deciding import ChangedMeanwhile, WaitsForASecondPerson
from claims.incident_intake import HasACoupon, Report, SavedDifferently
from claims.models import Incident, StoreConfirmation
from coupons.models import Coupon
from notifications.models import Message
from notifications.render import render
from tests.incidents.people import decided, proposed, reported, sakura, seen
from tests.makers import coupon, incident, japan, regionpay, shop_says, staff

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


def test_a_double_click_is_one():
    nonce = uuid4()

    assert take(report(), nonce) == take(report(), nonce)
    assert Incident.objects.count() == 1


@pytest.mark.parametrize("change", [{"phone": "09033330008"}, {"story": "2回押した"}, {"stated_yen": 500}])
def test_a_form_that_was_changed_after_it_was_saved_is_not_taken_for_a_double_click(change):
    nonce = uuid4()
    of = take(report(), nonce)

    with pytest.raises(SavedDifferently) as refusal:
        take(report(**change), nonce)
    assert (refusal.value.incident, Incident.objects.count()) == (of, 1)


def test_the_call_and_the_report_are_saved_together_or_not_at_all(monkeypatch):
    def torn(*_args) -> None:
        raise RuntimeError

    monkeypatch.setattr(incident_intake, "_note_call", torn)
    with pytest.raises(RuntimeError):
        take(report())
    assert Incident.objects.count() == 0


def test_the_receipt_number_is_sent_if_they_like_at_once_also_in_the_evening():
    take(report())
    assert Message.objects.count() == 0
    of = take(report(), tell=True)

    message = Message.objects.get()
    assert (message.channel, message.to, message.not_before) == ("sms", of.phone, AT)
    assert of.receipt_no in render(message).text


def test_how_they_are_reached_is_put_right_until_it_is_decided():
    of = take(report())
    correct(of, phone="09033330008", deliver_by="mail", deliver_to="s@example.jp")

    of.refresh_from_db()
    assert (of.phone, of.deliver_by, of.deliver_to) == ("09033330008", "mail", "s@example.jp")
    assert [(one.what, one.by.username) for one in of.route_changes.all()] == [("contact", "clerk")]


def correct(of: Incident, **contact) -> Incident:
    return incident_intake.correct(incident_id=of.pk, by=staff("clerk"), seen=seen(of), at=AT, **contact)


def attach(of: Incident, on: Coupon | None = None, **more) -> Incident:
    given = {"inquiry_no": on.inquiry_no if on else "1", "by": staff("clerk"), "seen": seen(of), "at": AT} | more
    return incident_intake.attach(incident_id=of.pk, **given)


def test_a_coupon_that_was_found_is_attached_once():
    of, on = take(report()), coupon()
    with pytest.raises(Coupon.DoesNotExist):
        attach(of)
    assert attach(of, on).coupon == on
    assert [(one.what, one.by.username) for one in of.route_changes.all()] == [("coupon", "clerk")]
    with pytest.raises(HasACoupon):
        attach(of, coupon())


@pytest.mark.parametrize("said", ["", "agrees", "differs"])
def test_what_a_shop_said_of_no_known_coupon_is_asked_again(said):
    of = shop_says(incident(None), said)

    assert attach(of, coupon()).state == "confirming"
    assert StoreConfirmation.objects.get().result == ""


def test_an_inquirys_coupon_waits_for_no_shop():
    assert attach(incident(None, kind="other"), coupon()).state == "open"


def test_what_changed_since_the_page_was_made_is_looked_at_again():
    of = incident(None)
    before = seen(of)
    correct(of, phone="09033330008")

    with pytest.raises(ChangedMeanwhile):
        incident_intake.correct(incident_id=of.pk, by=staff("clerk"), seen=before, at=AT, name="梅")
    with pytest.raises(ChangedMeanwhile):
        attach(of, coupon(), seen=before)


def test_nothing_changes_under_the_second_persons_eyes():
    of = shop_says(reported(sakura(), "paid_twice"))
    made = decided(of, choices={next(iter(proposed(of))): 400})
    assert made.state == "waiting"

    with pytest.raises(WaitsForASecondPerson):
        correct(of, phone="09033330008")
