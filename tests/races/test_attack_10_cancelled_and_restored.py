"""Attack 10: the shop cancels a payment by file while the desk restores it. It is given back once."""

import pytest
from django.db.models import Sum

from coupons.models import Entry
from coupons.reinstatement import AboveFaceValue, MoreThanTaken, reinstate
from tests.makers import cancel, cancel_unnamed, coupon, japan, pay, regionpay
from tests.races.guards import Background, drop_trigger, other_connection, rewrite_function

GIVE_BACK = """
    insert into coupons_entry
        (scheme_id, coupon_id, entry_no, kind, amount_yen, occurred_at, counts_at, {names})
    select scheme_id, coupon_id, '{no}', '{kind}', 2000, occurred_at, counts_at, id from coupons_entry where id = %s
"""
CANCEL = GIVE_BACK.format(names="cancels_id", no="SHOP", kind="cancellation")
RESTORE = GIVE_BACK.format(names="restores_id", no="DESK", kind="reinstatement")


@pytest.fixture
def payment(own_database) -> Entry:
    return pay(coupon(regionpay(), yen=2000), 2000, "2023-02-24 18:00")


def balance(payment: Entry) -> int:
    return payment.coupon.entries.aggregate(yen=Sum("amount_yen"))["yen"]


def both_at_once(address: str, payment: Entry) -> Background:
    """The shop's cancellation is written; the desk restores before it is committed."""
    with other_connection(address) as shop:
        shop.execute(CANCEL, [payment.pk])

        def restore() -> None:
            with other_connection(address) as desk:
                desk.execute(RESTORE, [payment.pk])

        desk = Background(restore)
        desk.is_waiting()
    return desk.join()


def test_both_at_once_give_the_payment_back_once(own_database, payment):
    desk = both_at_once(own_database, payment)

    assert desk.error.diag.constraint_name == "no_more_is_given_back_than_was_taken"
    assert balance(payment) == 2000


def test_without_the_coupons_lock_it_is_given_back_twice(own_database, payment):
    rewrite_function("entry_gives_back_what_was_taken", "for no key update", "")

    desk = both_at_once(own_database, payment)

    assert desk.error is None
    assert balance(payment) == 4000


def test_one_after_the_other_is_refused_by_name(own_database, payment):
    cancel(payment, "2023-03-05 10:00")

    with pytest.raises(MoreThanTaken):
        reinstate(payment=payment, amount_yen=2000, ground="B2", who="test", at=japan("2023-03-06 10:00"))
    assert balance(payment) == 2000


def test_a_cancellation_that_names_nothing_is_caught_by_the_face_value(own_database, payment):
    cancel_unnamed(payment.coupon, 2000, "2023-03-05 10:00")

    with pytest.raises(AboveFaceValue):
        reinstate(payment=payment, amount_yen=2000, ground="B2", who="test", at=japan("2023-03-06 10:00"))
    assert balance(payment) == 2000


def test_without_the_trigger_the_balance_is_twice_the_face_value(own_database, payment):
    drop_trigger("entry_gives_back_what_was_taken", "coupons_entry")
    cancel_unnamed(payment.coupon, 2000, "2023-03-05 10:00")

    reinstate(payment=payment, amount_yen=2000, ground="B2", who="test", at=japan("2023-03-06 10:00"))

    assert balance(payment) == 4000
