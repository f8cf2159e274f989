"""What is left in the end: lapsed yen by prefecture, late differences, and what heals later by its own payout."""

import json
from datetime import date

import pytest
from django.core.management import call_command

from payouts import leftovers, opening, orders, releasing
from payouts.audit import breaches
from payouts.leftovers import Lapsed, Unseen
from payouts.models import Brand, Payout, PointCode
from payouts.statement import totals
from tests.makers import cancel, coupon, hanako, japan, opened, other_scheme, owed, pay, regionpay, told
from tests.receiving.people import let_in, link, stock, take
from tests.staff.people import client_of, staff

pytestmark = pytest.mark.django_db

LATER = japan("2023-06-20 12:00")


def lapse(at: str = "2023-06-20 00:00") -> int:
    told()
    return releasing.lapse(regionpay(), japan(at))


def test_lapsed_yen_are_counted_by_prefecture_and_are_the_statements():
    by_url = coupon(yen=3000, member=hanako(regionpay()), prefecture="13")
    unclaimed = [coupon(yen=yen) for yen in (500, 700)]
    opened(by_url, *unclaimed)
    lapse()

    assert leftovers.lapsed_by_prefecture(regionpay()) == [Lapsed("13", 1, 3000), Lapsed("47", 2, 1200)]
    assert totals(regionpay(), LATER)["lapsed_yen"] == 4200
    assert leftovers.lapsed_by_prefecture(other_scheme()) == []


def test_the_statement_names_the_prefectures(capsys):
    opened(coupon(yen=3000, member=hanako(regionpay()), prefecture="13"), coupon(yen=500))
    lapse()

    call_command("statement", "--json")
    said = json.loads(capsys.readouterr().out)
    assert (said["lapsed_yen"], said["lapsed_yen_by_prefecture"]) == (3500, {"13": 3000, "47": 500})
    call_command("statement")
    assert capsys.readouterr().out.splitlines()[-2:] == ["　期限切れ 東京都：3,000円", "　期限切れ 沖縄県：500円"]


def test_what_was_taken_did_not_lapse():
    opened(coupon(member=hanako(regionpay())))
    Payout.objects.update(state="ordered")

    assert (lapse(), leftovers.lapsed_by_prefecture(regionpay())) == (0, [])


def test_codes_that_nobody_has_looked_at_are_counted_by_brand(client):
    seen, unseen = link(), link(2000)
    for to, yen in ((seen, 3000), (unseen, 2000)):
        stock(yen=yen, plain=f"N-{yen}")
        take(to)
    orders.settle_orders(LATER)
    assert [(one.brand, one.payouts, one.yen) for one in leftovers.never_seen(regionpay())] == [("nanaco", 2, 5000)]

    let_in(client, seen)
    client.get("/r/code/")
    assert leftovers.never_seen(regionpay()) == [Unseen(Brand.NANACO, 1, 2000, None)]


def test_the_sum_on_the_screen_is_of_all_late_differences_not_only_of_those_listed(monkeypatch):
    both = [coupon(member=hanako(regionpay())) for _ in range(2)]
    opened(*both)
    for on in both:
        pay(on, 500, "2023-03-30 12:00")
    listed = leftovers.LATE.replace(f"limit {leftovers.LISTED}", "limit 1")
    monkeypatch.setattr(leftovers, "LATE", listed)

    assert [row.late_yen for row in leftovers.late_differences(regionpay())] == [-500]
    page = client_of(staff("taro", "operator")).get("/admin/desk/issuers/leftovers/").content.decode()
    assert "後から分かった差　-1,000円" in page


def test_of_codes_that_end_the_first_last_day_is_told():
    for day in (31, 30):
        stock(plain=f"N-{day}")
        PointCode.objects.filter(order=None).update(expires_on=date(2033, 3, day))
        take(link())
    assert leftovers.never_seen(regionpay()) == [Unseen(Brand.NANACO, 2, 6000, date(2033, 3, 30))]
    assert leftovers.never_seen(other_scheme()) == []


def test_late_differences_are_listed_and_their_sum_is_the_statements():
    less, more, as_it_was = [coupon(yen=3000, member=hanako(regionpay())) for _ in range(3)]
    opened(less, more, as_it_was)
    pay(less, 500, "2023-03-31 18:00")
    pay(more, 200, "2023-03-31 18:00")
    owed(less, at="2023-04-05 00:00")

    found = {row.inquiry_no: (row.owed_yen, row.late_yen) for row in leftovers.late_differences(regionpay(), LATER)}

    assert found == {less.inquiry_no: (3000, -500), more.inquiry_no: (3000, -200)}
    assert totals(regionpay(), LATER)["late_yen"] == -700


def test_what_heals_after_all_has_lapsed_is_paid_by_its_own_payout():
    """3,000 yen lapsed and stay lapsed; 800 more, from a cancellation that comes late, have a URL of their own."""
    on = coupon(yen=3800, member=hanako(regionpay()))
    payment = pay(on, 800, "2023-03-30 12:00")
    opened(on)
    lapse()
    cancel(payment, "2023-06-21 10:00")

    owed(on, at="2023-06-21 12:00")
    opening.open_payouts(regionpay(), japan("2023-06-21 12:00"))

    assert list(Payout.objects.order_by("pk").values_list("amount_yen", "state")) == [(3000, "lapsed"), (800, "open")]
    assert Payout.objects.latest("pk").receive_until == japan("2023-07-06 00:00")
    assert releasing.lapse(regionpay(), japan("2023-06-30 00:00")) == 0
    sums = totals(regionpay(), japan("2023-06-22 00:00"))
    assert (sums["lapsed_yen"], sums["open_yen"], sums["owed_yen"], sums["late_yen"]) == (3000, 800, 3800, 0)
    assert breaches(regionpay(), japan("2023-06-22 00:00")) == {}


def test_what_heals_for_a_coupon_that_nobody_claims_has_its_days_too():
    on = coupon(yen=3800)
    payment = pay(on, 800, "2023-03-30 12:00")
    owed(on)
    lapse("2023-06-01 00:00")
    cancel(payment, "2023-06-21 10:00")
    owed(on, at="2023-06-21 12:00")

    assert releasing.lapse(regionpay(), japan("2023-07-05 11:59")) == 0
    assert releasing.lapse(regionpay(), japan("2023-07-05 12:00")) == 1
    assert [row.lapsed_yen for row in leftovers.lapsed_by_prefecture(regionpay())] == [3800]
