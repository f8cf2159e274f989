"""What regionPAY was told stays as it was said; an untold (A) extension goes when a late file proves it wrong."""

import pytest
from django.db import DatabaseError, transaction

from coupons import eligibility
from coupons.models import Change, Extension
from coupons.reinstatement import reinstate
from tests.makers import cancel, coupon, japan, pay, regionpay, regionpay_told
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db

AT = japan("2023-02-27 00:00")


@pytest.fixture
def extended():
    on = coupon(yen=1000)
    eligibility.extend(regionpay(), AT)
    return on


def refused(deed) -> str:
    with pytest.raises(DatabaseError) as error, transaction.atomic():
        deed()
    return error.value.__cause__.diag.constraint_name


def test_an_untold_extension_goes_with_its_change_when_a_late_payment_empties_the_coupon(extended):
    pay(extended, 1000, "2023-02-25 12:00")

    assert eligibility.extend(regionpay(), AT) == 1
    assert (Extension.objects.count(), Change.objects.count()) == (0, 0)
    assert AuditEvent.objects.latest("id").detail == {"rule": eligibility.RULE, "made": 0, "taken_back": 1}


def test_it_comes_back_when_the_payment_turns_out_to_be_cancelled(extended):
    payment = pay(extended, 1000, "2023-02-25 12:00")
    eligibility.extend(regionpay(), AT)

    cancel(payment, "2023-03-01 12:00")

    assert eligibility.extend(regionpay(), AT) == 1
    assert Extension.objects.get().coupon == extended


def test_a_told_extension_stays_and_is_listed(extended):
    regionpay_told()
    pay(extended, 1000, "2023-02-25 12:00")

    assert eligibility.extend(regionpay(), AT) == 0
    assert list(eligibility.no_longer_holding(regionpay())) == [Extension.objects.get(coupon=extended)]


def test_an_extension_by_decision_does_not_depend_on_case_a():
    on = coupon(yen=1000, last_minute="2023-02-25 23:59")
    payment = pay(on, 1000, "2023-02-24 18:00")
    reinstate(payment=payment, amount_yen=1000, ground="B1", who="test", at=japan("2023-03-10 10:00"))

    assert eligibility.extend(regionpay(), AT) == 0
    assert Extension.objects.get().ground == "B1"


def test_a_coupon_of_both_cases_keeps_ground_a_and_is_restored_once(extended):
    payment = pay(extended, 300, "2023-02-24 18:00")
    reinstate(payment=payment, amount_yen=300, ground="B1", who="test", at=japan("2023-03-10 10:00"))

    assert Extension.objects.get().ground == "A"
    assert Change.objects.filter(kind="extension").count() == 1


def test_a_coupon_restored_meanwhile_stays_covered_when_case_a_falls_away(extended):
    """Found by the property test: the decision met an (A) extension and made none of its own."""
    payment = pay(extended, 300, "2023-03-02 18:00")
    reinstate(payment=payment, amount_yen=300, ground="B1", who="test", at=japan("2023-03-10 10:00"))
    pay(extended, 1000, "2023-02-25 12:00")

    assert eligibility.extend(regionpay(), AT) == 0
    assert Extension.objects.all()._raw_delete("default") == 0
    assert Extension.objects.get().coupon == extended


def test_the_schema_lets_no_told_change_go(extended):
    regionpay_told()

    assert refused(Change.objects.all().delete) == "what_was_told_stays"
    assert refused(Extension.objects.all().delete) == "an_extension_stays"
    assert refused(lambda: Change.objects.update(told_at=japan("2023-02-28 00:00"))) == "what_was_told_stays"
    assert refused(lambda: Change.objects.update(key="OTHER")) == "what_was_told_stays"


def test_the_schema_lets_no_extension_change(extended):
    assert refused(lambda: Extension.objects.update(ground="X")) == "an_extension_stays"


def test_only_what_was_told_is_acknowledged(extended):
    assert refused(lambda: Change.objects.update(acknowledged_at=AT)) == "only_what_was_told_is_acknowledged"
    regionpay_told()
    assert Change.objects.update(acknowledged_at=AT) == 1
