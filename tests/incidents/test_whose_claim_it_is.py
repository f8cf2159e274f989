"""A claim that a report has filed stays while another report is paid by it, and is not filed again for who ended it."""

import pytest

from claims import incident_payees
from claims.models import Claim
from payouts import unnamed_cancellations, withdrawal
from payouts.incident_undoing import undo
from tests.incidents.people import approved, reported, sakura, seen
from tests.makers import cancel_unnamed, japan, opened, shop_says, staff

pytestmark = pytest.mark.django_db


def test_it_stays_where_another_report_is_paid_by_it():
    on = sakura()
    one, other = shop_says(reported(on, "paid_twice")), shop_says(reported(on, "paid_twice", phone="0988880001"))
    _first, second, third = on.entries.filter(kind="payment").order_by("pk")
    one, other = approved(one, choices={second.pk: 500}), approved(other, choices={third.pk: 500})

    undo(incident_id=one.pk, why="別の店", by=staff("reviewer"), seen=seen(one), at=japan("2023-03-14 10:00"))

    assert Claim.objects.get().withdrawn_at is None
    assert [payout.amount_yen for payout in opened(on)] == [2000]


def test_who_took_it_back_after_it_was_decided_anew_is_not_filed_for_again():
    of = approved(shop_says(reported(sakura(), "paid_twice")))
    first = of.payments.order_by("pk").first().payment
    cancelled = cancel_unnamed(of.coupon, 100, "2023-03-20 10:00")
    for who in ("sato", "suzuki"):
        given = {"payment_id": first.pk, "why": "店", "by": staff(who), "at": japan("2023-03-21 10:00")}
        unnamed_cancellations.settle(entry_id=cancelled.pk, **given)
    of.refresh_from_db()
    approved(of, "2023-03-22 10:00")
    claim = Claim.objects.get()

    withdrawal.withdraw(claim_id=claim.pk, who="claimant", at=japan("2023-03-25 10:00"))

    assert incident_payees.file_missing(japan("2023-03-25 10:01")) == 0
    assert list(incident_payees.without_a_payee(of.scheme)) == [of]
