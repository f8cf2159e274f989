"""Cases 1, 4, 5, 9 and 10 (first half): members, their links, and records that come late."""

from datetime import date

import pytest
from django.test import Client

from config import clock
from notifications.models import Message
from payouts import links, opening, telling
from payouts.audit import breaches
from payouts.links import Answer
from payouts.models import Payout, ReceiveLink
from payouts.statement import totals
from tests.makers import cancel, code, coupon, hanako, japan, line, opened, owed, pay, regionpay, told
from tests.receiving.people import PHONE, TRAVEL, choice, let_in, said

pytestmark = pytest.mark.django_db

AT = japan("2023-04-10 12:00")


def link_of(payout: Payout) -> ReceiveLink:
    return ReceiveLink.objects.select_related("payout__member", "payout__claim").get(payout=payout, revoked_at=None)


def receives(client: Client, payout: Payout, **answer) -> str:
    """Opens the URL, gives the answer and takes nanaco; what the page of the code says."""
    told()
    clock.move_to(AT)
    to = link_of(payout)
    code("nanaco", payout.amount_yen, "NANA-1")
    assert let_in(client, to, **answer).url == "/r/"
    return said(client.post("/r/review/", choice(to), follow=True))


def test_case_1_who_leaves_the_app_on_2_april_keeps_the_url(client):
    [payout] = opened(coupon(member=hanako(regionpay(), phone=PHONE, left_at=japan("2023-04-02 10:00"))))
    assert (payout.amount_yen, link_of(payout).channel) == (3000, "mail")

    assert "NANA-1" in receives(client, payout)
    assert totals(regionpay(), AT)["paid_points_yen"] == 3000
    assert breaches(regionpay(), AT) == {}


def test_case_1_who_had_left_before_the_freeze_has_none():
    on = coupon(member=hanako(regionpay(), left_at=japan("2023-03-31 23:59")))

    assert opened(on) == []
    assert totals(regionpay(), AT)["unclaimed_yen"] == 3000


def test_case_4_a_member_with_mail_only_is_asked_prefecture_and_travel_date():
    on = coupon(member=hanako(regionpay(), phone=""))
    [payout] = opened(on)
    link = link_of(payout)

    assert links.asks_for_digits(link) is False
    assert links.check(link=link, answer=Answer(prefecture="47", travel_on=on.travel_on), at=AT)
    assert not links.check(link=link, answer=Answer(prefecture="13", travel_on=on.travel_on), at=AT)
    assert not links.check(link=link, answer=Answer(prefecture="47", travel_on=date(2023, 2, 1)), at=AT)


def test_case_4_with_these_the_points_are_received(client):
    [payout] = opened(coupon(member=hanako(regionpay(), phone="")))

    assert "NANA-1" in receives(client, payout, **TRAVEL)
    assert totals(regionpay(), AT)["paid_points_yen"] == 3000


def test_case_5_a_member_with_both_gets_a_mail_and_is_asked_the_last_four_digits():
    [payout] = opened(coupon(member=hanako(regionpay(), phone="09011112222")))
    link = link_of(payout)

    assert (link.channel, links.asks_for_digits(link)) == ("mail", True)
    assert links.check(link=link, answer=Answer(digits="２２２２"), at=AT)
    assert [links.check(link=link, answer=Answer(digits=wrong), at=AT) for wrong in ("", "222", "1111")] == [False] * 3


def test_case_5_an_sms_follows_only_when_the_mail_is_undeliverable():
    [payout] = opened(coupon(member=hanako(regionpay())))
    mailed = link_of(payout)
    assert telling.follow(regionpay(), AT) == 0

    bounced(mailed)

    assert telling.follow(regionpay(), AT) == 1
    texted = link_of(payout)
    assert (texted.channel, texted.destination, links.asks_for_digits(texted)) == ("sms", "09000000001", False)
    assert links.find(mailed.token) is None
    assert telling.follow(regionpay(), AT) == 0
    assert breaches(regionpay(), AT) == {}


def bounced(link: ReceiveLink) -> None:
    """The provider says that the mail cannot be delivered."""
    message = Message.objects.filter(key=f"receive-link/{link.pk}")
    message.update(state="sending", leased_until=AT)
    message.update(state="undeliverable", error="550 no such user")


def test_case_9_a_payment_that_comes_late_corrects_what_is_on_no_payout():
    on = coupon()
    owed(on)
    pay(on, 500, "2023-03-31 18:00")

    owed(on, at="2023-04-05 00:00")

    sums = totals(regionpay(), AT)
    assert (sums["owed_yen"], sums["late_yen"]) == (2500, 0)
    assert [one.amount_yen for one in opened(on, at="2023-04-05 00:00")] == []  # on paper: nobody has claimed it
    line(on)
    assert [one.amount_yen for one in opened(on, at="2023-04-05 00:00")] == [2500]


def test_case_9_once_the_url_is_sent_it_is_listed_and_paid_as_announced():
    on = coupon(member=hanako(regionpay()))
    [payout] = opened(on)
    pay(on, 500, "2023-03-31 18:00")

    owed(on, at="2023-04-05 00:00")

    sums = totals(regionpay(), AT)
    assert (sums["owed_yen"], sums["open_yen"], sums["late_yen"], sums["check_yen"]) == (3000, 3000, -500, 0)
    assert Payout.objects.get(pk=payout.pk).amount_yen == 3000
    assert breaches(regionpay(), AT) == {}


def test_case_10_a_late_cancellation_becomes_a_second_small_url():
    on = coupon(member=hanako(regionpay()), yen=3800)
    payment = pay(on, 800, "2023-03-30 12:00")
    [first] = opened(on)
    Payout.objects.filter(pk=first.pk).update(state="ordered")
    cancel(payment, "2023-04-06 10:00")

    owed(on, at="2023-04-06 12:00")
    opening.open_payouts(regionpay(), japan("2023-04-06 12:00"))

    amounts = list(Payout.objects.order_by("pk").values_list("amount_yen", "state"))
    assert amounts == [(3000, "ordered"), (800, "open")]
    sums = totals(regionpay(), AT)
    assert (sums["owed_yen"], sums["ordered_yen"], sums["open_yen"], sums["late_yen"]) == (3800, 3000, 800, 0)
    assert Message.objects.count() == 2


def test_case_10_a_url_first_sent_late_may_be_used_for_14_days():
    on = coupon(member=hanako(regionpay()), yen=3800)
    payment = pay(on, 800, "2023-03-30 12:00")
    opened(on)
    cancel(payment, "2023-05-30 10:00")
    owed(on, at="2023-05-30 12:00")

    opening.open_payouts(regionpay(), japan("2023-05-30 12:00"))

    late = Payout.objects.latest("pk")
    assert late.receive_until == japan("2023-06-14 00:00")
