"""Attack 8 (and case 7): (B) approved at 23:59:59.9 and committed after the freeze had run."""

import threading

from django.db import transaction

from coupons.reinstatement import reinstate
from payouts import entitlements
from payouts.models import Entitlement
from tests.makers import coupon, japan, pay, regionpay
from tests.races.guards import Background

FREEZE = japan("2023-04-01 00:00")
LAST_MOMENT = japan("2023-03-31 23:59:59.900")


def test_an_approval_dated_before_the_freeze_and_committed_after_it_is_owed_by_the_next_run(own_database):
    scheme, on = regionpay(), coupon(yen=2000, last_minute="2023-02-25 23:59")
    payment = pay(on, 2000, "2023-02-24 18:00")
    is_written, may_commit = threading.Event(), threading.Event()

    def approve() -> None:
        with transaction.atomic():
            reinstate(payment=payment, amount_yen=2000, ground="B2", who="test", at=LAST_MOMENT)
            is_written.set()
            assert may_commit.wait(20)

    approval = Background(approve)
    assert is_written.wait(20)
    entitlements.freeze(scheme, FREEZE)
    assert Entitlement.objects.count() == 0

    may_commit.set()
    assert approval.join().error is None
    entitlements.freeze(scheme, FREEZE)
    assert Entitlement.objects.get(coupon=on).amount_yen == 2000
