"""What fails for one scheme does not keep the others from theirs."""

import pytest

from config import clock
from coupons.models import Extension
from payouts import entitlements
from payouts.models import Entitlement
from payouts.tasks import freeze
from tests.makers import coupon, granted, japan, other_scheme, owed, regionpay
from trail import duties
from trail.models import AuditEvent, DutyRun

pytestmark = pytest.mark.django_db


def test_the_others_have_their_turn_and_the_failure_is_raised_at_the_end():
    done = []

    def work(one: str) -> int:
        if one == "bad":
            raise ValueError("bad scheme")
        done.append(one)
        return 1

    with pytest.raises(ValueError, match="bad scheme"):
        duties.run("freeze", lambda: duties.each(work, ["good", "bad", "better"]))
    assert done == ["good", "better"]
    assert DutyRun.objects.get().error == "ValueError: bad scheme"


def test_two_schemes_are_frozen_each_by_its_own_entries():
    here, there = coupon(regionpay(), yen=1000), coupon(other_scheme(), yen=2000)
    owed(here, there)
    clock.move_to(japan("2023-04-02 12:00"))

    assert freeze() == 0
    frozen = Entitlement.objects.order_by("amount_yen").values_list("scheme__slug", "coupon", "amount_yen")
    assert list(frozen) == [("regionpay-2023", here.pk, 1000), ("other-2023", there.pk, 2000)]
    assert Extension.objects.count() == 2


def test_a_decision_stands_beside_the_ledger_and_neither_heals_the_other():
    on = coupon(yen=1000)
    owed(on)
    granted(on, 500)

    assert entitlements.freeze(on.scheme, japan("2023-04-02 12:00")) == 0
    Entitlement.objects.filter(cause="decision").update(lapsed_at=japan("2023-06-01 00:00"))
    assert entitlements.freeze(on.scheme, japan("2023-06-02 12:00")) == 0
    assert sorted(Entitlement.objects.values_list("cause", "amount_yen")) == [("decision", 500), ("ledger", 1000)]


def test_a_freeze_is_on_the_trail_when_it_changed_something_and_only_then():
    on = coupon(yen=1000)
    owed(on)
    owed(on, at="2023-04-02 00:00")

    frozen = AuditEvent.objects.filter(action="frozen")
    assert [event.detail for event in frozen] == [{"added": 1, "corrected": 0, "removed": 0}]
