"""Nothing lapses that waits for us, and no coupon is paid beyond its face value (found by a review)."""

from datetime import date

import pytest

from coupons.models import Scheme
from payouts import entitlements, opening, orders, releasing
from payouts.models import Payout, PointCode, PointOrder
from tests.makers import cancel_unnamed, code, coupon, hanako, japan, line, opened, owed, regionpay, told

pytestmark = pytest.mark.django_db

AFTER = japan("2023-06-02 12:00")


@pytest.fixture
def payout() -> Payout:
    """An open payout whose message has left."""
    [payout] = opened(coupon(member=hanako(regionpay())))
    told()
    return payout


def state(payout: Payout) -> str:
    releasing.lapse(regionpay(), AFTER)
    return Payout.objects.get(pk=payout.pk).state


def test_what_was_not_received_in_time_lapses(payout):
    assert state(payout) == "lapsed"


def test_nothing_lapses_while_the_scheme_is_stopped(payout):
    Scheme.objects.update(stopped_at=AFTER, stopped_reason="check")

    assert state(payout) == "open"


def test_a_payout_does_not_lapse_before_its_message_has_left():
    [payout] = opened(coupon(member=hanako(regionpay())))

    assert state(payout) == "open"


@pytest.mark.parametrize("stated", ["filed", "review", "accepted"])
def test_a_payout_does_not_lapse_under_somebodys_live_claim(payout, stated):
    line(payout.items.get().coupon, method="refund", state=stated)

    assert state(payout) == "open"


def test_a_bank_refund_does_not_lapse_its_batch_is_ours_to_make():
    on = coupon()
    line(on, method="refund")
    [refund] = opened(on)

    assert (refund.method, state(refund)) == ("refund", "open")


@pytest.mark.parametrize(("at", "lapsed"), [("2023-05-31 23:59:59", 0), ("2023-06-01 00:00:00", 1)])
def test_what_nobody_claimed_lapses_with_the_schemes_last_day(at, lapsed):
    owed(coupon())

    assert releasing.lapse(regionpay(), japan(at)) == lapsed


@pytest.mark.parametrize(("contact", "lapsed"), [({}, 0), ({"email": "", "phone": ""}, 1)])
def test_what_a_member_was_never_sent_lapses_only_if_nobody_can_be_reached(contact, lapsed):
    owed(coupon(member=hanako(regionpay(), **contact)))

    assert releasing.lapse(regionpay(), AFTER) == lapsed


@pytest.mark.parametrize(("decided", "lapsed"), [("accepted", 0), ("declined", 1)])
def test_what_was_claimed_and_not_opened_yet_does_not_lapse(decided, lapsed):
    on = coupon()
    line(on, state=decided)
    owed(on)

    assert releasing.lapse(regionpay(), AFTER) == lapsed


def test_a_coupon_is_not_paid_beyond_its_face_value_in_two_steps():
    on = coupon(yen=3000, member=hanako(regionpay()))
    [first] = opened(on)
    cancel_unnamed(on, 2000, "2023-03-10 12:00")
    owed(on, at="2023-04-10 00:00")

    opening.open_payouts(regionpay(), japan("2023-04-10 12:00"))

    assert list(Payout.objects.values_list("pk", "amount_yen")) == [(first.pk, 3000)]


def test_a_stop_is_seen_by_a_run_that_began_before_it():
    owed(coupon(member=hanako(regionpay())))
    before = regionpay()
    Scheme.objects.update(stopped_at=AFTER, stopped_reason="check")

    assert opening.open_payouts(before, japan("2023-04-03 12:00")) == 0
    assert entitlements.freeze(before, japan("2023-04-03 12:00")) == 0


def test_a_code_that_is_not_good_for_30_days_is_given_to_nobody(payout):
    code("nanaco", payout.amount_yen)
    PointCode.objects.update(expires_on=date(2023, 5, 4))
    made = orders.order(payout_id=payout.pk, brand="nanaco", who="test", at=japan("2023-04-05 12:00"))

    assert not orders.settle(order_id=made.pk, at=japan("2023-04-05 12:00"))
    assert orders.settle(order_id=made.pk, at=japan("2023-04-04 12:00"))


def test_orders_without_stock_do_not_keep_the_others_from_theirs(monkeypatch):
    monkeypatch.setattr(orders, "BATCH", 1)
    [odd] = opened(coupon(yen=999, member=hanako(regionpay())))
    [common] = opened(coupon(yen=1000, member=hanako(regionpay())))
    for payout in (odd, common):
        orders.order(payout_id=payout.pk, brand="nanaco", who="test", at=japan("2023-04-05 12:00"))
    code("nanaco", 1000)

    assert orders.settle_orders() == 1
    assert PointOrder.objects.get(state="issued").payout == common
