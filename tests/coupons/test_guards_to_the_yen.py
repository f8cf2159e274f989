"""The edges of the ledger's guards: what the review's mutants showed to be held by no test."""

import pytest

from coupons.models import Change, Coupon, Entry, Extension
from coupons.reinstatement import reinstate
from payouts import opening
from payouts.models import Entitlement, Payout
from payouts.statement import totals
from tests.makers import cancel_unnamed, coupon, hanako, japan, owed, pay, regionpay, regionpay_told
from tests.races.guards import refusal

pytestmark = pytest.mark.django_db

AT = japan("2023-03-20 10:00")


def restore(payment: Entry, yen: int, at=AT) -> Entry:
    return reinstate(payment=payment, amount_yen=yen, ground="B1", who="test", at=at)


def test_a_restoration_may_fill_the_coupon_to_its_face_value_and_not_a_yen_more():
    on = coupon(yen=2000)
    payment = pay(on, 1000, "2023-02-24 18:00")
    cancel_unnamed(on, 500, "2023-02-25 10:00")

    assert refusal(lambda: _insert(on, "reinstatement", 501, restores=payment)) == (
        "no_restoration_lifts_a_balance_above_face_value"
    )
    assert restore(payment, 500).pk


@pytest.mark.parametrize("field", ["cancels_id", "restores_id", "reverses_id"])
def test_nothing_undoes_an_entry_that_is_not_there_yet(field):
    on = coupon()
    kind = {"cancels_id": "cancellation", "restores_id": "reinstatement", "reverses_id": "reversal"}[field]
    yen = -100 if kind == "reversal" else 100

    assert refusal(lambda: _insert(on, kind, yen, **{field: 10**9})) == "an_entry_undoes_its_own_coupon"


def test_a_coupon_is_issued_once():
    on = coupon()

    assert refusal(lambda: _insert(on, "issue", 50_000)) == "a_coupon_is_issued_once"


def test_a_change_tells_of_its_own_entry():
    on, other = coupon(), coupon()
    payment = pay(other, 100, "2023-02-24 18:00")
    change = {"scheme": on.scheme, "coupon": on, "made_at": AT}

    assert refusal(lambda: Change.objects.create(key="K", kind="reinstatement", entry=payment, **change)) == (
        "a_change_tells_of_its_own_entry"
    )
    assert refusal(lambda: Change.objects.create(key="K", kind="extension", **change)) == (
        "an_extension_says_until_when_and_the_rest_names_its_entry"
    )


def test_an_extension_is_told_once_a_coupon():
    on = coupon()
    owed(on)
    again = {"scheme": on.scheme, "coupon": on, "until": AT, "made_at": AT, "kind": "extension"}

    assert refusal(lambda: Change.objects.create(key="OTHER", **again)) == "an_extension_is_told_once_a_coupon"


def test_only_an_untold_extensions_change_goes():
    on = coupon(yen=2000)
    restore(pay(on, 400, "2023-02-24 18:00"), 400)

    assert refusal(lambda: Change.objects.filter(kind="reinstatement")._raw_delete("default")) == "what_was_told_stays"
    assert refusal(lambda: Extension.objects.all()._raw_delete("default")) == "an_extension_stays"


def test_what_was_acknowledged_stays_acknowledged():
    owed(coupon())
    regionpay_told()
    Change.objects.update(acknowledged_at=AT)

    assert refusal(lambda: Change.objects.update(acknowledged_at=None)) == "what_was_told_stays"


@pytest.mark.parametrize(("at", "by_ledger"), [("2023-03-31 23:59:59", 2000), ("2023-04-01 00:00:00", 2000)])
def test_a_restoration_is_owed_once_on_either_side_of_the_freeze(at, by_ledger):
    on = coupon(yen=2000)
    restore(pay(on, 500, "2023-02-24 18:00"), 500, japan(at))

    owed(on, at="2023-04-02 00:00")

    assert Entitlement.objects.get().amount_yen == by_ledger


def test_below_zero_before_the_freeze_does_not_eat_a_late_restoration():
    """max(0, ...) stands around the part before the freeze only."""
    on = coupon(yen=1000)
    pay(on, 1400, "2023-03-10 12:00")
    late = pay(on, 600, "2023-02-24 18:00")
    restore(late, 600, japan("2023-04-03 10:00"))

    owed(on, at="2023-04-04 00:00")

    assert Entitlement.objects.get().amount_yen == 600


def test_a_member_who_never_charged_the_coupon_has_to_claim():
    on = coupon()
    Coupon.objects.filter(pk=on.pk).update(member=hanako(regionpay()))
    owed(on)

    sums = totals(regionpay(), japan("2023-04-02 12:00"))
    assert (sums["unclaimed_yen"], sums["waiting_yen"]) == (3000, 0)


def test_the_causes_and_the_scheme_of_an_entitlement_are_fixed():
    on = coupon()
    row = {"coupon": on, "amount_yen": 1, "made_at": AT}

    assert refusal(lambda: Entitlement.objects.create(scheme=on.scheme, cause="gift", **row)) == (
        "the_causes_are_ledger_and_decision"
    )


def test_a_senseless_cancellation_stops_nobody_else_and_is_paid_to_nobody():
    on = coupon(yen=3000, member=hanako(regionpay()))
    for _ in range(3):
        cancel_unnamed(on, 2_000_000_000, "2023-03-10 12:00")
    fine = coupon(yen=1000, member=hanako(regionpay()))

    owed(on, fine)

    assert sorted(Entitlement.objects.values_list("amount_yen", flat=True)) == [1000, 2**31 - 1]
    opening.open_payouts(regionpay(), japan("2023-04-03 12:00"))
    assert list(Payout.objects.values_list("amount_yen", flat=True)) == [1000]


def _insert(on: Coupon, kind: str, yen: int, **more) -> Entry:
    return Entry.objects.create(
        scheme=on.scheme, coupon=on, entry_no="X1", kind=kind, amount_yen=yen, occurred_at=AT, counts_at=AT, **more
    )
