"""Case 29 where a report gave two payments back, and the shop cancels one of them itself: that one, and no other."""

import pytest

from claims import incident_intake
from claims.models import Incident
from coupons.models import Entry
from notifications.models import Message
from notifications.render import render
from payouts import incident_undoing
from tests.incidents.people import approved, balance, proposed, reported, sakura, seen
from tests.makers import hanako, opened, regionpay, shop_says, staff, told
from tests.stories.test_case_29_naming_nothing import AT, OPENED, comes_in, of_ume, opened_again, settled, waiting

pytestmark = pytest.mark.django_db


def of_sakura(**more) -> Incident:
    """Two of three payments of 500 yen were given back: 2,500 of 3,000 are left."""
    return approved(shop_says(reported(sakura(member=hanako(regionpay())), "paid_twice", **more)))


def second_and_third(of: Incident) -> list[Entry]:
    return [one.payment for one in of.payments.order_by("pk")]


def test_of_one_of_two_that_were_given_back_the_other_stays(tmp_path):
    of = of_sakura()
    second, third = second_and_third(of)
    comes_in(tmp_path, of.coupon, yen=500)
    settled(third)

    of.refresh_from_db()
    standing = of.payments.filter(reversal=None).values_list("payment", flat=True)
    assert (balance(of.coupon), of.state, of.approved_yen, list(standing)) == (2500, "approved", 500, [second.pk])
    assert (waiting(), opened_again()) == ([], [2500])


def test_so_it_does_though_it_is_paid_already(tmp_path):
    """Both reversed, more would be out than owed, and the shop's cancellation would wait for ever."""
    of = of_sakura()
    opened(of.coupon, at=OPENED)
    comes_in(tmp_path, of.coupon, yen=500)
    settled(second_and_third(of)[1])

    assert (waiting(), opened_again()) == ([], [2500])


def test_what_is_left_of_a_report_is_undone_like_any(tmp_path):
    of = of_sakura()
    comes_in(tmp_path, of.coupon, yen=500)
    settled(second_and_third(of)[1])
    incident_undoing.undo(incident_id=of.pk, why="別の店", by=staff("sato"), seen=seen(of), at=AT)

    of.refresh_from_db()
    assert (balance(of.coupon), of.state, of.approved_yen) == (2000, "confirmed", 0)


def test_of_a_part_of_one_the_report_is_decided_anew(tmp_path):
    """An approved report gives back whole what it has decided; a person says what is left."""
    of = of_sakura()
    comes_in(tmp_path, of.coupon, yen=300)
    settled(second_and_third(of)[1])

    of.refresh_from_db()
    assert (balance(of.coupon), of.state, sorted(proposed(of).values())) == (1800, "confirmed", [200, 500])


WORDS = {
    "sms": "残高の戻しのうち500円は、お店でも取り消していたため",
    "mail": "■取り消した額\n500円\n\n■そのままお戻ししている額（ほかの決済の分）\n500円\n\nお手続きは不要です。",
}


@pytest.mark.parametrize("channel", WORDS)
def test_who_was_told_of_the_sum_is_told_what_stays(tmp_path, channel):
    by_mail = {"deliver_by": "mail", "deliver_to": "sakura@example.jp"}
    of = of_sakura(**by_mail if channel == "mail" else {})
    told("2023-03-12 12:00")
    comes_in(tmp_path, of.coupon, yen=500)
    settled(second_and_third(of)[1])

    message = Message.objects.get(state="queued")
    assert (message.template, message.channel, WORDS[channel] in render(message).text) == (
        "incident_undone",
        channel,
        True,
    )


def test_who_was_not_told_yet_is_told_of_what_stays_only(tmp_path):
    of = of_sakura()
    comes_in(tmp_path, of.coupon, yen=500)
    settled(second_and_third(of)[1])

    rows = Message.objects.filter(template="incident_approved").order_by("pk")
    assert [(one.state, one.context["amount_yen"]) for one in rows] == [("cancelled", 1000), ("queued", 500)]
    incident_undoing.undo(incident_id=of.pk, why="別の店", by=staff("sato"), seen=seen(of), at=AT)
    assert set(Message.objects.values_list("template", "state")) == {("incident_approved", "cancelled")}


@pytest.mark.parametrize("is_paid", [False, True])
def test_on_paper_the_claim_stays_for_what_the_shop_has_put_back(tmp_path, is_paid):
    """Also if nothing of the report is left: nobody would be paid the shop's yen."""
    of = of_ume(member=None)
    if is_paid:
        opened(of.coupon, at=OPENED)
    comes_in(tmp_path, of.coupon)
    settled(of.payments.get().payment)

    assert (waiting(), opened_again()) == ([], [2000])
    of.refresh_from_db()
    contact = {"phone": "09033330008", "by": staff("suzuki"), "at": AT}
    with pytest.raises(incident_intake.HasItsClaim):
        incident_intake.correct(incident_id=of.pk, seen=seen(of), **contact)
    assert incident_intake.correct(incident_id=of.pk, seen=seen(of), **contact | {"phone": of.phone, "name": "梅子"})
