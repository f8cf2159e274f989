"""Cases 10, 14 and 28 with an issuer over the net: whatever comes between, its ledger and ours are the same yen."""

import pytest

from claims import matching
from claims.models import ClaimLine
from coupons.models import Coupon
from payouts import opening, orders, releasing
from payouts.audit import breaches
from payouts.models import Payout, PointOrder
from payouts.statement import totals
from tests.issuers.people import state_of, waited
from tests.makers import cancel, coupon, hanako, japan, line, opened, owed, pay, regionpay, told

pytestmark = pytest.mark.django_db

APRIL, MAY = japan("2023-04-07 12:00"), japan("2023-05-10 12:00")


@pytest.fixture
def on(over_the_net) -> Coupon:
    """3,800 yen of 花子, 800 of them paid on 30 March; her URL for 3,000 is open."""
    made = coupon(member=hanako(regionpay()), yen=3800)
    pay(made, 800, "2023-03-30 12:00")
    opened(made)
    told()
    return made


def comes_late(on: Coupon) -> Payout:
    """The cancellation arrives on 6 April; its own small URL."""
    cancel(on.entries.get(kind="payment"), "2023-04-06 10:00")
    owed(on, at="2023-04-06 12:00")
    opening.open_payouts(regionpay(), japan("2023-04-06 12:00"))
    told("2023-04-06 13:00")
    return Payout.objects.get(amount_yen=800)


def takes(payout: Payout, brand: str = "nanaco", at=APRIL) -> PointOrder:
    made = orders.order(payout_id=payout.pk, brand=brand, who="test", at=at)
    orders.settle_orders(at)
    return made


def wants_the_bank(on: Coupon, at=MAY) -> None:
    """A refund claim for the coupon, accepted, and the duty that opens."""
    line(on, method="refund", filed="2023-04-28 10:00")
    matching.match_claims(at)
    opening.open_payouts(regionpay(), at)


def at_the_issuer(net) -> int:
    """The yen that it issued for our orders."""
    keys = {str(key) for key in PointOrder.objects.values_list("request_key", flat=True)}
    return sum(row["amount_yen"] for row in net.ledger() if row["key"] in keys and row["code"])


def test_case_10_two_urls_are_two_codes_and_3800_yen(on, over_the_net):
    first = takes(Payout.objects.get())
    second = takes(comes_late(on))

    assert (state_of(first), state_of(second)) == (("issued", "paid"), ("issued", "paid"))
    assert at_the_issuer(over_the_net) == 3800
    assert totals(regionpay(), APRIL)["paid_points_yen"] == 3800
    assert breaches(regionpay(), APRIL) == {}


def test_case_10_then_14_is_still_3800_and_not_4600(on):
    """Neither URL was used: both give way."""
    comes_late(on)
    wants_the_bank(on)

    assert list(Payout.objects.order_by("pk").values_list("method", "amount_yen", "state")) == [
        ("points", 3000, "void"),
        ("points", 800, "void"),
        ("refund", 3800, "open"),
    ]
    assert breaches(regionpay(), MAY) == {}


@pytest.mark.parametrize(("taken", "left"), [(3000, 800), (800, 3000)])
def test_case_10_then_14_after_one_url_was_used_the_other_goes_by_bank(on, over_the_net, taken, left):
    """The points taken stay; the other URL gives way; not one yen is given twice, or once less."""
    comes_late(on)
    points = takes(Payout.objects.get(amount_yen=taken))
    wants_the_bank(on)
    opening.open_payouts(regionpay(), MAY)

    assert (state_of(points), ClaimLine.objects.get().state) == (("issued", "paid"), "accepted")
    assert sorted(Payout.objects.values_list("method", "amount_yen", "state")) == sorted(
        [("points", taken, "paid"), ("points", left, "void"), ("refund", left, "open")]
    )
    sums = totals(regionpay(), MAY)
    assert (at_the_issuer(over_the_net), sums["open_yen"], sums["owed_yen"]) == (taken, left, 3800)
    assert breaches(regionpay(), MAY) == {}


def test_case_10_then_14_while_the_bank_waits_for_another_coupon_its_yen_stay_the_claims(on):
    """Between the URL's end and the refund's payout the line is not declined for the points that were taken."""
    takes(comes_late(on))
    claim = line(on, method="refund", filed="2023-04-28 10:00").claim
    claim.lines.create(stated_no="0000-0000-0000", state="review", reason="no_record")
    for _ in range(2):
        opening.open_payouts(regionpay(), japan("2023-04-28 10:05"))

    assert ClaimLine.objects.get(coupon=on).state == "accepted"
    assert Payout.objects.filter(state="open").count() == 0
    opening.open_payouts(regionpay(), MAY)
    assert Payout.objects.get(state="open").amount_yen == 3000


def test_case_14_while_the_answer_is_unknown_the_bank_pays_nothing(on, over_the_net):
    over_the_net.will("lost")
    unknown = takes(Payout.objects.get())
    assert state_of(unknown) == ("unknown", "ordered")

    wants_the_bank(on)
    waited()
    orders.settle_orders(MAY)

    assert state_of(unknown) == ("issued", "paid")
    assert Payout.objects.filter(method="refund").count() == 0
    assert (at_the_issuer(over_the_net), totals(regionpay(), MAY)["paid_points_yen"]) == (3000, 3000)
    assert breaches(regionpay(), MAY) == {}


def test_case_28_refused_in_june_what_was_confirmed_in_may(on, over_the_net):
    over_the_net.will("500", "no fault", "lost-refusal")
    made = takes(Payout.objects.get(), at=japan("2023-05-31 23:00"))
    waited()
    orders.settle_orders(japan("2023-05-31 23:30"))
    assert releasing.lapse(regionpay(), japan("2023-06-01 00:00")) == 0
    waited()
    orders.settle_orders(japan("2023-06-01 15:00"))

    assert state_of(made) == ("refused", "open")
    told("2023-06-01 15:00")
    assert releasing.lapse(regionpay(), japan("2023-06-15 23:59")) == 0
    again = takes(made.payout, "edy", japan("2023-06-15 22:00"))
    assert state_of(again) == ("issued", "paid")
    assert at_the_issuer(over_the_net) == 3000
    assert breaches(regionpay(), japan("2023-06-15 23:00")) == {}
