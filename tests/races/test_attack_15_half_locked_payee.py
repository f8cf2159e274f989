"""Attack 15: a correction holds one of a member's entitlements while payouts are opened. One payout, one link."""

from dataclasses import replace

import pytest

from payouts import opening
from payouts.models import Payout, ReceiveLink
from tests.makers import coupon, hanako, japan, owed, regionpay
from tests.races.guards import Background, other_connection
from trail import duties

AT = japan("2023-04-03 12:00")


def open_while_one_is_held(address: str) -> None:
    """A correction locks the first entitlement; meanwhile, and again afterwards, payouts are opened."""
    member = hanako(regionpay())
    owed(coupon(member=member, yen=1000), coupon(member=member, yen=2000))
    scheme = regionpay()
    with other_connection(address) as correction:
        correction.execute("select from payouts_entitlement where amount_yen = 1000 for update")
        meanwhile = Background(lambda: opening.open_payouts(scheme, AT))
        meanwhile.is_waiting()
    assert meanwhile.join().error is None
    opening.open_payouts(scheme, AT)


def test_the_member_gets_one_payout_and_one_link(own_database):
    open_while_one_is_held(own_database)

    assert list(Payout.objects.values_list("amount_yen", flat=True)) == [3000]
    assert ReceiveLink.objects.count() == 1


def test_skipping_locked_entitlements_would_make_two(own_database, monkeypatch):
    skipping = replace(opening.MEMBERS, free=f"{opening.MEMBERS.free} for update of e skip locked")
    monkeypatch.setattr(opening, "MEMBERS", skipping)

    open_while_one_is_held(own_database)

    assert sorted(Payout.objects.values_list("amount_yen", flat=True)) == [1000, 2000]


@pytest.mark.parametrize("openers", [2, 4])
def test_openers_at_the_same_moment_make_no_second_payout(own_database, openers):
    coupons = [coupon(member=hanako(regionpay())) for _ in range(20)]
    owed(*coupons)
    scheme = regionpay()

    runs = [Background(lambda: opening.open_payouts(scheme, AT)) for _ in range(openers)]

    gave_way = [run.join().error for run in runs if run.join().error]
    assert [error for error in gave_way if not isinstance(error, duties.Elsewhere)] == []
    assert len(gave_way) < openers
    opening.open_payouts(scheme, AT)
    assert (Payout.objects.count(), ReceiveLink.objects.count()) == (20, 20)
