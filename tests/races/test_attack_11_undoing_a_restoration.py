"""Attack 11: a restoration made by mistake can be undone, once, and leaves room for the right decision."""

import pytest
from django.db import IntegrityError
from django.db.models import Sum

from coupons.models import Change, Entry
from coupons.reinstatement import MoreThanRestored, MoreThanTaken, NotThisPayment, reinstate, reverse
from tests.makers import coupon, japan, pay
from tests.races.guards import drop_trigger

pytestmark = pytest.mark.django_db

AT = japan("2023-03-20 10:00")


@pytest.fixture
def payment() -> Entry:
    return pay(coupon(yen=2000), 2000, "2023-02-24 18:00")


def give_back(payment: Entry, yen: int = 2000) -> Entry:
    return reinstate(payment=payment, amount_yen=yen, ground="B1", who="test", at=AT)


def take_back(restoration: Entry, yen: int = 2000) -> Entry:
    return reverse(reinstatement=restoration, amount_yen=yen, who="test", at=AT)


def balance(payment: Entry) -> int:
    return payment.coupon.entries.aggregate(yen=Sum("amount_yen"))["yen"]


def test_an_undone_restoration_leaves_room_for_the_right_one(payment):
    take_back(give_back(payment))
    assert balance(payment) == 0

    give_back(payment, 500)
    assert balance(payment) == 500


def test_a_restoration_cannot_be_undone_twice(payment):
    restoration = give_back(payment)
    take_back(restoration)

    with pytest.raises(MoreThanRestored):
        take_back(restoration, 1)
    assert balance(payment) == 0


def test_without_the_trigger_it_could(payment):
    drop_trigger("entry_gives_back_what_was_taken", "coupons_entry")
    restoration = give_back(payment)
    take_back(restoration)
    take_back(restoration)

    assert balance(payment) == -2000


def test_a_restoration_still_standing_blocks_a_second_one(payment):
    give_back(payment, 1500)

    with pytest.raises(MoreThanTaken):
        give_back(payment, 501)


def test_only_payments_are_restored_and_only_restorations_reversed(payment):
    restoration = give_back(payment, 500)

    with pytest.raises(NotThisPayment):
        give_back(restoration, 100)
    with pytest.raises(NotThisPayment):
        take_back(payment, 100)


def test_a_restoration_of_another_coupons_payment_is_refused(payment):
    other = coupon(yen=2000)

    with pytest.raises(IntegrityError, match="another coupon"):
        Entry.objects.create(
            scheme=other.scheme,
            coupon=other,
            entry_no="CROSS",
            kind="reinstatement",
            amount_yen=100,
            occurred_at=AT,
            counts_at=AT,
            restores=payment,
        )


def test_regionpay_is_to_be_told_of_the_restoration_and_of_its_reversal(payment):
    restoration = give_back(payment)
    reversal = take_back(restoration)

    told = dict(Change.objects.exclude(kind="extension").values_list("kind", "key"))
    assert told == {"reinstatement": restoration.entry_no, "reversal": reversal.entry_no}
