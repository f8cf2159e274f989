"""An entitlement is put on an open payout only, stands still there, and leaves only by release (design 4)."""

import threading

import pytest
from django.db import transaction

from payouts import entitlements, orders, releasing
from payouts.models import Entitlement, Payout
from tests.makers import coupon, hanako, japan, opened, owed, regionpay
from tests.races.guards import Background, drop_trigger, refusal

AT = japan("2023-04-05 12:00")


@pytest.fixture
def rows():
    """An open payout of one coupon, and a free entitlement of another."""
    [payout] = opened(coupon(member=hanako(regionpay())))
    owed(coupon(), at="2023-04-03 00:00")
    return payout, Entitlement.objects.get(payout=None)


def put(entitlement: Entitlement, payout: Payout) -> None:
    Entitlement.objects.filter(pk=entitlement.pk).update(payout=payout)


@pytest.mark.django_db
class TestOneAtATime:
    def test_it_goes_on_an_open_payout(self, rows):
        payout, free = rows

        put(free, payout)

        assert Entitlement.objects.filter(payout=payout).count() == 2

    @pytest.mark.parametrize("state", ["ordered", "void"])
    def test_it_goes_on_no_other(self, rows, state):
        payout, free = rows
        if state == "void":
            releasing.void(payout_id=payout.pk, who="test", reason="test", at=AT)
        else:
            orders.order(payout_id=payout.pk, brand="edy", who="test", at=AT)

        assert refusal(lambda: put(free, payout)) == "entitlements_go_on_an_open_payout"

    def test_it_is_not_inserted_onto_an_ordered_one_either(self, rows):
        payout, free = rows
        orders.order(payout_id=payout.pk, brand="edy", who="test", at=AT)
        new = {"scheme": free.scheme, "coupon": free.coupon, "cause": "ledger", "amount_yen": 1, "made_at": AT}

        assert refusal(lambda: Entitlement.objects.create(payout=payout, **new)) == "entitlements_go_on_an_open_payout"

    @pytest.mark.parametrize(
        "changed", [{"amount_yen": 1}, {"payout": None}, {"cause": "decision"}, {"made_at": AT}], ids=str
    )
    def test_while_on_one_nothing_of_it_changes(self, rows, changed):
        on_it = Entitlement.objects.filter(payout=rows[0])

        assert refusal(lambda: on_it.update(**changed)) == "entitlements_on_a_payout_stand_still"

    def test_while_on_one_it_is_not_removed(self, rows):
        assert refusal(Entitlement.objects.filter(payout=rows[0]).delete) == "only_free_entitlements_are_removed"

    def test_what_has_lapsed_stays(self, rows):
        free = Entitlement.objects.filter(pk=rows[1].pk)
        free.update(lapsed_at=AT)

        assert refusal(lambda: free.update(lapsed_at=None)) == "what_has_lapsed_stays"
        assert refusal(free.delete) == "only_free_entitlements_are_removed"

    def test_a_free_one_stays_with_its_coupon(self, rows):
        assert refusal(lambda: Entitlement.objects.filter(payout=None).update(coupon=coupon())) == (
            "an_entitlement_stays_with_its_coupon"
        )

    def test_a_payout_that_is_not_the_sum_of_its_entitlements_is_not_ordered(self, rows):
        payout, free = rows
        put(free, payout)

        assert refusal(lambda: Payout.objects.update(state="ordered")) == "what_leaves_is_the_sum_of_its_entitlements"

    def test_a_held_payout_is_not_ordered(self, rows):
        Payout.objects.update(held_at=AT, held_by="clerk", hold_reason="call")

        assert refusal(lambda: Payout.objects.update(state="ordered")) == (
            "a_held_payout_is_not_ordered_and_does_not_lapse"
        )
        with pytest.raises(orders.OnHold):
            orders.order(payout_id=rows[0].pk, brand="edy", who="test", at=AT)


def attach_while(rows, deed) -> Background:
    """`deed` is done to the payout but not yet committed; somebody else attaches an entitlement."""
    payout, free = rows
    is_done, may_commit = threading.Event(), threading.Event()

    def do() -> None:
        with transaction.atomic():
            deed(payout)
            is_done.set()
            assert may_commit.wait(20)

    doer = Background(do)
    assert is_done.wait(20)
    attacher = Background(lambda: put(free, payout))
    attacher.is_waiting()
    may_commit.set()
    assert doer.join().error is None
    return attacher.join()


def order(payout: Payout) -> None:
    orders.order(payout_id=payout.pk, brand="edy", who="test", at=AT)


def test_attaching_while_it_is_being_ordered_is_refused(own_database, request):
    rows = request.getfixturevalue("rows")

    attacher = attach_while(rows, order)

    assert attacher.error.__cause__.diag.constraint_name == "entitlements_go_on_an_open_payout"


def test_without_the_guard_an_entitlement_slips_onto_an_ordered_payout(own_database, request):
    rows = request.getfixturevalue("rows")
    drop_trigger("entitlements_on_a_payout_stand_still", "payouts_entitlement")

    attacher = attach_while(rows, order)

    assert (attacher.error, Entitlement.objects.filter(payout__state="ordered").count()) == (None, 2)


def test_healing_beside_an_opening_waits_and_comes_out_right(own_database, request):
    """heal || opening: whoever comes second sees what the first has done."""
    payout, _ = request.getfixturevalue("rows")
    is_done, may_commit = threading.Event(), threading.Event()

    def void_and_hold() -> None:
        with transaction.atomic():
            releasing.void(payout_id=payout.pk, who="test", reason="test", at=AT)
            is_done.set()
            assert may_commit.wait(20)

    doer = Background(void_and_hold)
    assert is_done.wait(20)
    healer = Background(lambda: entitlements.freeze(regionpay(), AT))
    assert healer.is_waiting()
    may_commit.set()
    assert (doer.join().error, healer.join().error) == (None, None)
    assert sorted(Entitlement.objects.filter(payout=None).values_list("amount_yen", flat=True)) == [3000, 3000]
