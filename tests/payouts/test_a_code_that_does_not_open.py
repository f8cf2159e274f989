"""A code in stock that does not open is set aside; the next one is given, and nobody else waits for it."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from config.sealing import unseal
from payouts import orders
from payouts.issuers import outcomes, stock
from payouts.models import Payout, PointCode, PointOrder
from tests.makers import code, coupon, hanako, japan, opened, regionpay
from tests.races.guards import refusal
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db

AT = japan("2023-04-05 12:00")
UNDER_A_LOST_KEY = b"lost:123456789012345678901234567890"


def ordered(yen: int = 1000) -> PointOrder:
    [payout] = opened(coupon(yen=yen, member=hanako(regionpay())))
    return orders.order(payout_id=payout.pk, brand="nanaco", who="test", at=AT)


def shut(yen: int = 1000, sealed: bytes = b"demo:spoilt") -> PointCode:
    """A code whose seal does not open."""
    mark = str(PointCode.objects.count()).encode()
    return PointCode.objects.create(
        brand="nanaco", face_value_yen=yen, code_sealed=sealed, code_fingerprint=mark, loaded_at=AT
    )


@pytest.mark.parametrize("sealed", [b"demo:spoilt", UNDER_A_LOST_KEY], ids=["changed", "key lost"])
def test_the_next_code_is_given_and_the_shut_one_set_aside(sealed):
    broken, good, order = shut(sealed=sealed), code("nanaco", 1000), ordered()

    assert orders.settle(order_id=order.pk, at=AT)

    broken.refresh_from_db()
    assert (broken.quarantined_at, broken.order) == (AT, None)
    assert PointOrder.objects.get().stock_code == good
    assert AuditEvent.objects.get(action="code set aside").about == f"payouts.pointcode/{broken.pk}"


def test_without_another_code_the_order_waits_and_nobody_tries_the_shut_one_again():
    shut()
    order = ordered()

    assert orders.settle_orders(AT) == 0
    assert orders.settle_orders(AT) == 0
    order.refresh_from_db()
    assert (order.state, Payout.objects.get().state) == ("requested", "ordered")
    assert AuditEvent.objects.filter(action="code set aside").count() == 1


def test_who_waits_at_the_screen_does_not_wait_for_a_whole_stock_of_them(monkeypatch):
    monkeypatch.setattr(stock, "CODES_TRIED", 2)
    for _ in range(3):
        shut()
    code("nanaco", 1000)
    order = ordered()

    assert not orders.settle(order_id=order.pk, at=AT)
    assert PointCode.objects.exclude(quarantined_at=None).count() == 2
    assert orders.settle_orders(AT) == 1


def test_a_code_that_is_set_aside_is_given_to_nobody_even_by_hand():
    broken, order = shut(), ordered()
    PointCode.objects.update(quarantined_at=AT)

    give = lambda: PointCode.objects.filter(pk=broken.pk).update(order=order)
    assert refusal(give) == "a_quarantined_code_is_given_to_nobody"


def test_an_order_that_fails_does_not_keep_the_others_from_theirs(monkeypatch):
    """What fails is raised when all had their turn."""
    code("nanaco", 1000), code("nanaco", 2000)
    first, second = ordered(1000), ordered(2000)
    give = outcomes._issue

    def fails_once(found, *others) -> None:
        if found == first:
            raise DatabaseError("it happens")
        give(found, *others)

    monkeypatch.setattr(outcomes, "_issue", fails_once)
    with pytest.raises(DatabaseError):
        orders.settle_orders(AT)

    second.refresh_from_db()
    assert second.state == "issued"


def test_orders_whose_stock_has_expired_or_whose_scheme_is_stopped_starve_nobody(monkeypatch):
    monkeypatch.setattr(orders, "BATCH", 1)
    code("nanaco", 1000)
    PointCode.objects.update(expires_on=AT.date())
    ordered(1000)
    code("nanaco", 2000)
    fresh = ordered(2000)

    assert orders.settle_orders(AT) == 1
    assert PointOrder.objects.get(state="issued") == fresh


def test_what_opens_again_comes_back_into_stock(settings, capsys):
    shut()
    good = code("nanaco", 1000)
    ring, settings.SEALING_KEYS = settings.SEALING_KEYS, "other:key"
    order = ordered()
    assert not orders.settle(order_id=order.pk, at=AT)
    settings.SEALING_KEYS = ring

    call_command("codes", "--recheck", "--json")

    assert json.loads(capsys.readouterr().out) == {"back": 1, "shut": 1}
    assert orders.settle_orders(AT) == 1
    order.refresh_from_db()
    assert order.stock_code == good
    assert unseal(order.code_sealed, about=f"payouts.pointorder/{order.pk}").startswith("CODE-")


def test_the_command_wants_a_file_or_a_recheck():
    for arguments in ([], ["codes.csv", "--recheck"]):
        with pytest.raises(CommandError, match="どちらか"):
            call_command("codes", *arguments)
