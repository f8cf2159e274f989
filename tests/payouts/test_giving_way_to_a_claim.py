"""An accepted claim for a coupon that is on somebody else's payout: it gives way, or the line is declined and told."""

import pytest

from claims.models import Claim, ClaimLine
from notifications.models import Message
from notifications.render import render
from payouts import opening, orders, withdrawal
from payouts.audit import breaches
from payouts.models import Payout
from payouts.statement import totals
from tests.makers import code, coupon, granted, hanako, japan, line, opened, regionpay
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db

AT = japan("2023-04-20 12:00")


@pytest.fixture
def on():
    """花子's coupon, on an open payout of hers."""
    made = coupon(member=hanako(regionpay()))
    opened(made)
    return made


def run() -> int:
    return opening.open_payouts(regionpay(), AT)


def payouts() -> list[tuple]:
    """Method, amount and state of each, oldest first."""
    return list(Payout.objects.order_by("pk").values_list("method", "amount_yen", "state"))


def state(stated: ClaimLine) -> str:
    return ClaimLine.objects.get(pk=stated.pk).state


def order(payout: Payout) -> None:
    orders.order(payout_id=payout.pk, brand="nanaco", who="test", at=AT)


def test_an_open_payout_gives_way_to_a_refund(on):
    line(on, method="refund")
    run()

    assert payouts() == [("points", 3000, "void"), ("refund", 3000, "open")]
    assert breaches(regionpay(), AT) == {}


def test_a_held_payout_waits_for_staff(on):
    stated = line(on, method="refund")
    Payout.objects.update(held_at=AT, held_by="desk", hold_reason="two claimants")

    assert run() == 0
    assert (payouts(), state(stated)) == ([("points", 3000, "open")], "accepted")


def test_what_is_held_while_ordered_waits_too(on):
    stated = line(on, method="refund")
    order(Payout.objects.get())
    Payout.objects.update(held_at=AT, held_by="desk", hold_reason="two claimants")

    assert run() == 0
    assert state(stated) == "accepted"


def test_what_was_ordered_stays_and_the_line_is_declined_with_its_trail(on):
    stated = line(on, method="refund")
    order(Payout.objects.get())

    assert run() == 1
    stated.refresh_from_db()
    assert (stated.state, stated.reason, stated.decided_by) == ("declined", "received", "duty:open_payouts")
    event = AuditEvent.objects.get(action="line declined")
    assert (event.about, event.who) == (f"claims.claimline/{stated.pk}", "duty:open_payouts")
    assert payouts() == [("points", 3000, "ordered")]
    assert run() == 0


@pytest.mark.parametrize("by", ["mail", "sms"])
def test_the_claimant_is_told_and_learns_nothing_of_the_other(on, by):
    to = {"mail": "taro@example.jp", "sms": "09000000002"}[by]
    stated = line(on, method="refund")
    Claim.objects.update(deliver_by=by, deliver_to=to)
    order(Payout.objects.get())
    run()

    message = Message.objects.get(template="claim_checked")
    said = render(message)
    assert (message.channel, message.to, message.release) == (by, to, "")
    assert stated.claim.receipt_no in said.subject + said.text
    assert "0120-479-249" in said.text
    assert [word for word in ("花子", "3,000", "ポイント") if word in said.text] == []
    assert by == "sms" or "すでにお受け取りが始まっています" in said.text


@pytest.mark.parametrize(
    ("method", "stands", "rest"),
    [
        ("points", "declined", [("points", 500, "open")]),
        ("refund", "accepted", [("points", 500, "void"), ("refund", 500, "open")]),
    ],
)
def test_a_line_is_decided_over_all_its_payouts_not_one_by_one(on, method, stands, rest):
    """The ledger's part is paid, what was decided is open: by bank if the line asks for that; else it stays open, and
    is not voided beside a line that is declined.
    """
    code("nanaco", 3000)
    order(Payout.objects.get())
    orders.settle_orders(AT)
    granted(on, 500)
    run()
    stated = line(on, method=method)

    run()
    run()

    assert (state(stated), payouts()) == (stands, [("points", 3000, "paid"), *rest])
    assert AuditEvent.objects.filter(action="voided").count() == (method == "refund")
    assert Message.objects.filter(template="claim_checked").count() == (method == "points")


def test_two_open_payouts_of_one_coupon_give_way_together(on):
    granted(on, 500)
    run()
    line(on, method="refund")

    assert run() == 3
    assert payouts() == [("points", 3000, "void"), ("points", 500, "void"), ("refund", 3500, "open")]


def test_a_hold_on_one_of_two_keeps_both(on):
    granted(on, 500)
    run()
    Payout.objects.filter(amount_yen=500).update(held_at=AT, held_by="desk", hold_reason="call")
    line(on, method="refund")

    assert run() == 0
    assert payouts() == [("points", 3000, "open"), ("points", 500, "open")]


def test_what_the_claim_has_already_stays_with_it(on):
    """Its own payout stands beside one that 花子 was paid before: each has its part, and nothing stops the duty."""
    code("nanaco", 3000)
    order(Payout.objects.get())
    orders.settle_orders(AT)
    granted(on, 500)
    stated = line(on, method="refund", state="review")
    ClaimLine.objects.filter(pk=stated.pk).update(state="accepted")
    Payout.objects.update(held_at=AT, held_by="desk", hold_reason="two claimants")
    run()
    Payout.objects.update(held_at=None, held_by="", hold_reason="")

    assert run() == 0
    assert (state(stated), payouts()) == ("accepted", [("points", 3000, "paid"), ("refund", 500, "open")])
    assert totals(regionpay(), AT)["check_yen"] == 0


def test_a_claim_that_is_taken_back_takes_nothing_with_it(on):
    stated = line(on, method="refund")
    withdrawal.withdraw(claim_id=stated.claim_id, who="test", at=AT)

    assert run() == 0
    assert payouts() == [("points", 3000, "open")]
