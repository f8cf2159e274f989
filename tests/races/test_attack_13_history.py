"""Attack 13: entitlements move from payout to payout; what each payout was for stays on record."""

import pytest

from payouts import opening, releasing
from payouts.models import Payout, PayoutItem
from tests.makers import coupon, hanako, japan, opened, regionpay
from tests.races.guards import drop_trigger, refusal

pytestmark = pytest.mark.django_db

AT = japan("2023-04-20 12:00")


def test_each_of_two_payouts_keeps_its_items():
    on = coupon(member=hanako(regionpay()))
    [first] = opened(on)
    releasing.void(payout_id=first.pk, who="test", reason="test", at=AT)

    opening.open_payouts(regionpay(), AT)

    second = Payout.objects.get(state="open")
    assert list(PayoutItem.objects.order_by("id").values_list("payout", "coupon", "cause", "amount_yen")) == [
        (first.pk, on.pk, "ledger", 3000),
        (second.pk, on.pk, "ledger", 3000),
    ]


def test_items_take_inserts_only():
    [payout] = opened(coupon(member=hanako(regionpay())))

    assert "takes inserts only" in refusal(lambda: payout.items.update(amount_yen=1))
    assert "takes inserts only" in refusal(lambda: payout.items.all()._raw_delete("default"))


def test_without_the_guard_history_is_lost():
    [payout] = opened(coupon(member=hanako(regionpay())))
    drop_trigger("what_a_payout_was_for_stays", "payouts_payoutitem")

    assert payout.items.update(amount_yen=1) == 1
