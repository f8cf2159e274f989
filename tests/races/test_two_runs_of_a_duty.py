"""A duty that must be alone is: the second run does nothing, and the next one finds its work."""

import threading

import pytest
from django.db import transaction

from coupons import eligibility
from coupons.models import Extension
from payouts import entitlements
from payouts.models import Entitlement
from tests.makers import coupon, japan, regionpay
from tests.races.guards import Background
from trail import duties

FREEZE = japan("2023-04-01 00:00")


@pytest.mark.parametrize(
    ("name", "duty", "rows"),
    [("extend", eligibility.extend, Extension), ("freeze", entitlements.freeze, Entitlement)],
)
def test_a_second_run_beside_the_first_does_nothing(own_database, name, duty, rows):
    scheme = regionpay()
    coupon()
    if name == "freeze":
        eligibility.extend(scheme, FREEZE)
    is_held, may_end = threading.Event(), threading.Event()

    def first_run() -> None:
        with transaction.atomic():
            duties.alone(name, scheme.pk)
            is_held.set()
            assert may_end.wait(20)

    first = Background(first_run)
    assert is_held.wait(20)
    with pytest.raises(duties.Elsewhere):
        duty(scheme, FREEZE)
    assert rows.objects.count() == 0

    may_end.set()
    assert first.join().error is None
    assert (duty(scheme, FREEZE), rows.objects.count()) == (1, 1)


def test_the_place_of_a_duty_in_one_scheme_is_free_in_another(own_database):
    with transaction.atomic():
        duties.alone("extend", 1)
        beside = Background(lambda: _try("extend", 2)).join()
        same = Background(lambda: _try("extend", 1)).join()

    assert (beside.result, same.result) == (True, False)


def test_the_place_is_given_up_with_the_transaction(own_database):
    assert _try("extend", 1)
    assert Background(lambda: _try("extend", 1)).join().result is True


def test_outside_a_transaction_there_is_no_place_to_hold(own_database):
    with pytest.raises(transaction.TransactionManagementError):
        duties.alone("extend", 1)


def _try(name: str, scheme_id: int) -> bool:
    try:
        with transaction.atomic():
            duties.alone(name, scheme_id)
    except duties.Elsewhere:
        return False
    return True
