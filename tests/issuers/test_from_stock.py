"""Codes bought in advance: reserved, then given; the exact value, or the order waits; a crash in between loses none."""

import pytest

from payouts import orders
from payouts.audit import breaches
from payouts.issuers import outcomes, stock
from payouts.issuers.answers import Asked, Issued, NoSuchKey, NotYet
from payouts.models import BrandSetting, PointCode, PointOrder, QuarantinedAnswer
from tests.issuers.people import AT, code_of, ordered, state_of
from tests.makers import code, japan, regionpay

pytestmark = pytest.mark.django_db


def asked(order: PointOrder) -> Asked:
    return Asked(order.pk, order.request_key, order.brand, order.payout.amount_yen)


def test_without_the_exact_value_the_order_waits_and_nothing_is_mixed():
    code("nanaco", 500), code("nanaco", 1001), code("edy", 1000)
    order = ordered(1000)

    assert stock.request(asked(order), AT) == NotYet()
    assert (orders.settle_orders(AT), state_of(order)) == (0, ("requested", "ordered"))
    code("nanaco", 1000, "N-9")
    assert (orders.settle_orders(AT), code_of(order)) == (1, "N-9")


def test_the_same_key_again_is_the_same_code():
    code("nanaco", 1000, "N-1"), code("nanaco", 1000, "N-2")
    order = ordered()
    assert stock.look_up(asked(order), AT) == NoSuchKey()

    first = stock.request(asked(order), AT)

    assert first == Issued("N-1", "nanaco", 1000)
    assert [stock.request(asked(order), AT), stock.look_up(asked(order), AT)] == [first, first]
    assert PointCode.objects.filter(order=None).count() == 1


def test_what_was_reserved_before_a_crash_is_given_by_the_next_run():
    code("nanaco", 1000, "N-1")
    order = ordered()
    stock.request(asked(order), AT)
    BrandSetting.objects.update(code_days_min=4000)
    PointCode.objects.update(expires_on="2024-04-05")

    assert orders.settle_orders(AT) == 1
    assert (code_of(order), QuarantinedAnswer.objects.count()) == ("N-1", 0)
    assert breaches(regionpay(), AT) == {}


def test_an_order_that_holds_a_code_is_not_refused():
    code("nanaco", 1000)
    order = ordered()
    stock.request(asked(order), AT)

    with pytest.raises(outcomes.NothingToRefuse):
        outcomes.refuse(order_id=order.pk, who="test", reason="no", at=AT)


def test_how_long_a_code_must_be_good_is_the_schemes():
    code("nanaco", 1000)
    PointCode.objects.update(expires_on="2023-05-05")
    order = ordered()
    BrandSetting.objects.filter(brand="nanaco").update(code_days_min=31)
    assert orders.settle_orders(AT) == 0

    assert orders.settle_orders(japan("2023-04-04 23:59")) == 1
    assert state_of(order) == ("issued", "paid")


def test_what_was_refused_meanwhile_takes_no_code_out_of_stock():
    """The duty saw the order live; a clerk refused it before the code was reserved."""
    order = ordered()
    question = asked(order)
    outcomes.refuse(order_id=order.pk, who="test", reason="在庫がない", at=AT)
    code("nanaco", 1000, "N-1")

    assert stock.request(question, AT) == NotYet()
    assert (PointCode.objects.get().order, QuarantinedAnswer.objects.count()) == (None, 0)
