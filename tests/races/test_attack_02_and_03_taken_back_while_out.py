"""Attacks 2 and 3: an order of unknown outcome, or a line in a batch, and the payout is taken back and paid again."""

import pytest

from payouts import orders
from payouts.models import Payout, PointOrder, RefundLine
from tests.makers import coupon, hanako, japan, line, opened, regionpay
from tests.payouts.batches import approve, draft, export, order_all, submit
from tests.races.guards import refusal, rewrite_function

pytestmark = pytest.mark.django_db

AT = japan("2023-04-05 12:00")
TABLE = "a_payout_moves_along_its_table"


def move(payout: Payout, state: str) -> None:
    Payout.objects.filter(pk=payout.pk).update(state=state)


@pytest.fixture
def asked() -> Payout:
    """A points payout whose order has an unknown outcome."""
    [payout] = opened(coupon(member=hanako(regionpay())))
    made = orders.order(payout_id=payout.pk, brand="amazon", who="test", at=AT)
    PointOrder.objects.filter(pk=made.pk).update(state="unknown")
    return payout


@pytest.fixture
def in_a_batch() -> Payout:
    [payout] = opened(line(coupon(), method="refund").coupon)
    order_all(submit(draft(payout.scheme, payout)))
    return payout


def test_an_unknown_order_keeps_its_payout_ordered(asked):
    assert refusal(lambda: move(asked, "open")) == "nothing_is_taken_back_while_anything_is_out"
    assert refusal(lambda: move(asked, "void")) == TABLE


def test_a_refused_order_lets_it_go(asked):
    PointOrder.objects.update(state="refused")

    move(asked, "open")

    assert Payout.objects.get(pk=asked.pk).state == "open"


def test_without_the_guard_an_unknown_order_is_left_behind(asked):
    rewrite_function(TABLE, "payout_id = new.id and state <> 'refused'", "false")

    move(asked, "open")

    assert PointOrder.objects.get(payout__state="open").state == "unknown"


def test_a_line_in_a_batch_keeps_its_payout_ordered(in_a_batch):
    assert refusal(lambda: move(in_a_batch, "open")) == "nothing_is_taken_back_while_anything_is_out"


def test_a_line_in_a_draft_keeps_its_payout_open():
    [payout] = opened(line(coupon(), method="refund").coupon)
    batch = draft(payout.scheme, payout)
    assert refusal(lambda: move(payout, "void")) == "nothing_is_taken_back_while_anything_is_out"

    batch.lines.update(excluded_at=AT, excluded_reason="withdrawn")
    move(payout, "void")

    assert Payout.objects.get(pk=payout.pk).state == "void"


def test_without_the_guard_an_exported_payout_goes_into_the_next_batch(in_a_batch):
    export(approve(RefundLine.objects.get().batch))
    rewrite_function(TABLE, "payout_id = new.id and excluded_at is null", "false")

    move(in_a_batch, "open")
    move(in_a_batch, "void")

    assert RefundLine.objects.get().payout.state == "void"


@pytest.mark.parametrize("state", ["paid", "returned", "lapsed"])
def test_an_open_payout_moves_to_ordered_void_or_lapsed_only(state):
    [payout] = opened(coupon(member=hanako(regionpay())))

    if state == "lapsed":
        payout.links.update(revoked_at=AT)
        move(payout, state)
        assert refusal(lambda: move(payout, "open")) == TABLE
    else:
        assert refusal(lambda: move(payout, state)) == TABLE


def test_points_do_not_come_back(asked):
    assert refusal(lambda: move(asked, "returned")) == TABLE


def test_a_payout_begins_open():
    values = {"scheme": regionpay(), "method": "points", "amount_yen": 1, "member": hanako(regionpay())}
    deed = lambda: Payout.objects.create(state="paid", receive_until=AT, opened_at=AT, **values)

    assert refusal(deed) == "a_payout_begins_open"


def test_a_payout_is_never_deleted(asked):
    assert "takes inserts only" in refusal(lambda: Payout.objects.filter(pk=asked.pk)._raw_delete("default"))
