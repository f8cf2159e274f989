"""Attack 1: a tab read `open` without a lock, the payout is voided for a refund claim, the tab inserts its order."""

import pytest
from django.db import DatabaseError, transaction

from payouts import orders, releasing
from payouts.models import Payout, PointOrder, RefundLine
from tests.makers import coupon, hanako, japan, line, opened, regionpay
from tests.payouts.batches import draft
from tests.races.guards import drop_trigger, refusal

pytestmark = pytest.mark.django_db

AT = japan("2023-04-05 12:00")


@pytest.fixture
def payout() -> Payout:
    [payout] = opened(coupon(member=hanako(regionpay())))
    return payout


def order_without_looking(payout: Payout) -> None:
    PointOrder.objects.create(payout=payout, brand="nanaco", ordered_at=AT)


@pytest.mark.parametrize("state", ["open", "void"])
def test_an_order_is_for_an_ordered_payout_only(payout, state):
    if state == "void":
        releasing.void(payout_id=payout.pk, who="test", reason="refund", at=AT)

    assert refusal(lambda: order_without_looking(payout)) == "an_order_is_for_an_ordered_points_payout"


def test_without_the_guard_a_void_payout_is_ordered(payout):
    drop_trigger("an_order_is_for_an_ordered_points_payout", "payouts_pointorder")
    releasing.void(payout_id=payout.pk, who="test", reason="refund", at=AT)

    order_without_looking(payout)

    assert PointOrder.objects.get().payout.state in ("open", "void")


def test_a_refund_is_not_paid_in_points():
    [refund] = opened(line(coupon(), method="refund").coupon)

    assert refusal(lambda: Payout.objects.filter(pk=refund.pk).update(state="ordered")) == (
        "a_refund_is_ordered_through_its_line"
    )
    assert refusal(lambda: order_without_looking(refund)) == "an_order_is_for_an_ordered_points_payout"


def test_a_transfer_is_for_an_open_refund_only(payout):
    deed = lambda: RefundLine.objects.create(
        batch=draft(payout.scheme), line_no=1, payout=payout, amount_yen=payout.amount_yen, account_sealed=b"x"
    )
    assert refusal(deed) == "a_line_is_for_an_open_refund_payout"


def test_politely_the_void_payout_is_over(payout):
    releasing.void(payout_id=payout.pk, who="test", reason="refund", at=AT)

    with pytest.raises(orders.ReceivingIsOver):
        orders.order(payout_id=payout.pk, brand="nanaco", who="test", at=AT)
    assert PointOrder.objects.count() == 0


def test_an_ordered_payout_is_not_voided_politely_either(payout):
    orders.order(payout_id=payout.pk, brand="nanaco", who="test", at=AT)

    with pytest.raises(releasing.NothingToTakeBack):
        releasing.void(payout_id=payout.pk, who="test", reason="refund", at=AT)
    with pytest.raises(DatabaseError), transaction.atomic():
        Payout.objects.filter(pk=payout.pk).update(state="void")
