"""Attacks 16 and 17: everybody locks in one order, and a locked payee does not stop others from referring to it."""

import threading
import time
from contextlib import suppress

from django.db import connection, transaction

from payouts import entitlements, opening, orders, releasing
from payouts.audit import breaches
from payouts.models import Payout
from tests.makers import code, coupon, hanako, japan, owed, regionpay
from tests.races.guards import Background, other_connection
from trail import duties

AT = japan("2023-04-03 12:00")


def test_16_freezing_opening_voiding_and_ordering_at_once_never_deadlock(own_database):
    scheme = regionpay()
    member = hanako(scheme)
    coupons = [coupon(member=member) for _ in range(3)] + [coupon(member=hanako(scheme)) for _ in range(10)]
    owed(*coupons)
    for yen in (3000, 9000):
        for _ in range(12):
            code("nanaco", yen)
    end = time.monotonic() + 4

    def again(deed) -> None:
        while time.monotonic() < end:
            with suppress(duties.Elsewhere):
                deed()

    def void_some() -> None:
        for pk in Payout.objects.filter(state="open").values_list("pk", flat=True)[:3]:
            try:
                releasing.void(payout_id=pk, who="test", reason="test", at=AT)
            except releasing.NothingToTakeBack:
                pass

    def order_one() -> None:
        for pk in Payout.objects.filter(state="open").values_list("pk", flat=True)[3:4]:
            try:
                orders.order(payout_id=pk, brand="nanaco", who="test", at=AT)
            except orders.OrderRefused:
                pass
        orders.settle_orders()
        time.sleep(0.3)

    deeds = [
        lambda: entitlements.freeze(scheme, AT),
        lambda: opening.open_payouts(scheme, AT),
        void_some,
        void_some,
        order_one,
    ]
    runs = [Background(lambda deed=deed: again(deed)) for deed in deeds]

    assert [run.join().error for run in runs] == [None] * len(deeds)
    opening.open_payouts(scheme, AT)
    assert breaches(scheme, AT) == {}
    live = Payout.objects.filter(state__in=["open", "ordered", "paid"])
    assert sum(live.values_list("amount_yen", flat=True)) == 39_000


def refers_to_member_in_time(address: str, member_id: int, how: str, seconds: float) -> bool:
    """Whether a coupon of the member can be written within `seconds` while a payee lock of kind `how` is held."""
    copy = """insert into coupons_coupon (scheme_id, inquiry_no, prefecture, issuer_id, face_value_yen, issued_at,
            travel_on, expires_at, member_id, charged_at)
        select scheme_id, '999999999999', prefecture, issuer_id, face_value_yen, issued_at, travel_on, expires_at,
            member_id, charged_at from coupons_coupon where member_id = %s limit 1"""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"select from coupons_member where id = %s {how}", [member_id])

        def write() -> None:
            with other_connection(address) as other:
                other.execute(copy, [member_id])

        writer = Background(write)
        in_time = not writer.is_waiting(seconds)
    assert writer.join().error is None
    return in_time


def test_17_a_member_whose_payout_is_being_opened_can_be_referred_to(own_database):
    member = hanako(regionpay())
    coupon(member=member)

    assert refers_to_member_in_time(own_database, member.pk, "for no key update", 3)


def test_17_a_plain_for_update_would_make_every_reference_wait(own_database):
    member = hanako(regionpay())
    coupon(member=member)

    assert not refers_to_member_in_time(own_database, member.pk, "for update", 1)


def test_17_opening_itself_locks_that_gently(own_database):
    scheme, member = regionpay(), hanako(regionpay())
    owed(coupon(member=member))
    is_open, may_end = threading.Event(), threading.Event()

    def open_and_hold() -> None:
        with transaction.atomic():
            opening.open_payouts(scheme, AT)
            is_open.set()
            assert may_end.wait(20)

    holder = Background(open_and_hold)
    assert is_open.wait(20)
    beside = Background(lambda: coupon(member=type(member).objects.get(pk=member.pk)))
    assert not beside.is_waiting(2)
    may_end.set()
    assert (holder.join().error, beside.join().error) == (None, None)
