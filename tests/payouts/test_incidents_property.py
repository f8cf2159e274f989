"""Reports of (B) in any order with files, cancellations, undoings, freezes, openings and orders: one answer, paid once.

Every entry but ours comes in by a file of regionPAY, named or not; what is opened is taken as codes from the stock, or
transferred, and the bank says what became of it.
The ledger's own property is tests/payouts/test_formula_property.py; here people decide and payouts leave in between.
"""

from collections import Counter

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from claims.models import Claim, Incident
from payouts.audit import breaches
from payouts.models import Entitlement, Payout, PayoutItem, PointCode, RefundLine
from payouts.statement import totals
from tests.makers import japan
from tests.payouts.incidents_world import DAYS, World

pytestmark = pytest.mark.django_db

ABOVE_FACE = "no more is owed by the ledger than the face value"
which, yen = st.integers(0, 3), st.sampled_from([100, 499, 500, 1000])
report = st.integers(0, 5)  # two more may be taken of the four coupons
a_day = st.tuples(st.just("a_day_passes"))
deed = st.one_of(
    st.tuples(st.just("decide"), report, st.just(None)),
    st.tuples(st.just("decide"), report, yen),
    st.tuples(st.just("undo"), report),
    st.tuples(st.just("cancel"), which, which, yen, st.booleans()),
    st.tuples(st.just("answer"), which, st.booleans()),
    st.tuples(st.just("report_again"), which),
    st.tuples(st.just("send_elsewhere"), which, which),
    st.tuples(st.just("ask_elsewhere"), which),
    st.tuples(st.just("duties")),
    st.tuples(st.just("take"), which),
    st.tuples(st.just("spend"), which, yen),
    st.tuples(st.just("paid_late"), which, yen),
    st.tuples(st.just("void"), which),
    st.tuples(st.just("leave"), st.integers(0, 1)),
    st.tuples(st.just("withdraw"), which),
    st.tuples(st.just("reopen"), report),
    st.tuples(st.just("ask_for_a_transfer"), which),
    st.tuples(st.just("transfer"), which),
    st.tuples(st.just("bank_says"), which, st.sampled_from(["credited", "returned", "unknown"])),
)
# Each day something is decided first, so that there is something to undo, to pay and to take back.
deeds = st.lists(
    st.tuples(st.tuples(st.just("decide"), which, st.just(None)), st.lists(deed, min_size=1, max_size=3), a_day),
    min_size=3,
    max_size=len(DAYS),
).map(lambda days: [one for first, more, night in days for one in (first, *more, night)])


def targets() -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute("select coupon_id, target_yen from coupon_target")
        return {coupon: yen for coupon, yen in cursor.fetchall() if yen}


def owed() -> dict[int, int]:
    found: dict[int, int] = {}
    for coupon, amount in Entitlement.objects.values_list("coupon", "amount_yen"):
        found[coupon] = found.get(coupon, 0) + amount
    return found


def standing() -> list[tuple[int, int]]:
    """What each report says it gave back, beside what the ledger says of its payments."""
    return [
        (
            of.approved_yen,
            sum(
                one.restoration.amount_yen + (one.reversal.amount_yen if one.reversal else 0)
                for one in of.payments.select_related("restoration", "reversal")
            ),
        )
        for of in Incident.objects.all()
    ]


def paid_once() -> bool:
    """Each yen on one payout, each payout paid with one code or transfer of its sum, and what is out is owed there."""
    live = Payout.objects.filter(state__in=["open", "ordered", "paid"])
    items, on_payouts = Counter(), Counter()
    for coupon, amount in PayoutItem.objects.filter(payout__in=live).values_list("coupon", "amount_yen"):
        items[coupon] += amount
    for coupon, amount in Entitlement.objects.filter(payout__isnull=False).values_list("coupon", "amount_yen"):
        on_payouts[coupon] += amount
    codes = PointCode.objects.filter(order__isnull=False).values_list("order__payout", "face_value_yen")
    transfers = RefundLine.objects.filter(outcome="credited").values_list("payout", "amount_yen")
    paid = Payout.objects.filter(state="paid").values_list("pk", "amount_yen")
    return items == on_payouts and sorted([*codes, *transfers]) == sorted(paid)


def is_above_face() -> bool:
    """A cancellation of nothing that is there; that alone the audit is right to complain of, and nobody is paid it."""
    return any(
        sum(of.coupon.entries.values_list("amount_yen", flat=True)) > of.coupon.face_value_yen
        for of in Incident.objects.select_related("coupon")
    )


def days(*deeds: tuple | None) -> list[tuple]:
    """Where None stands, a day passes."""
    return [one or ("a_day_passes",) for one in deeds]


# What came back from the bank is undone, decided anew and transferred again, beside what a shop cancels meanwhile.
CAME_BACK = days(
    None,
    ("ask_for_a_transfer", 2),
    ("decide", 2, None),
    None,
    ("transfer", 0),
    ("bank_says", 0, "returned"),
    ("undo", 2),
    ("cancel", 2, 1, 499, False),
    ("answer", 0, False),
    ("decide", 2, None),
    None,
)
# Credited, and then it came back after all.
CREDITED_AND_BACK = days(
    ("decide", 3, 1000),
    None,
    ("ask_for_a_transfer", 2),
    ("decide", 2, None),
    None,
    ("transfer", 0),
    ("bank_says", 0, "credited"),
    ("cancel", 2, 1, 1000, True),
    ("bank_says", 0, "returned"),
    None,
)
# The caller's claim goes with what is undone, and stays with what a shop has cancelled.
PAPER = days(
    ("decide", 3, 500), ("undo", 3), ("decide", 3, 500), ("cancel", 3, 2, 500, False), None, ("answer", 0, True)
)
# One of two payments is the shop's, after both were paid.
TAKEN = days(
    ("decide", 1, None), None, ("take", 0), ("cancel", 1, 2, 500, False), ("answer", 0, True), None, ("undo", 1)
)

# A member leaves, the claim that is filed for them is withdrawn, and the end comes.
LEFT = days(("decide", 1, None), ("leave", 1), None, ("reopen", 0), None, None, ("withdraw", 0), None)

# Two reports of one coupon, each of a payment of its own, and the shop cancels both at once.
BOTH = days(
    ("decide", 1, 500),
    ("report_again", 1),
    ("decide", 4, 500),
    ("spend", 1, 1000),
    ("cancel", 1, 1, 1000, False),
    None,
    ("answer", 0, True),
    ("undo", 4),
)
# Used in shops, and paid: what was given back cannot be undone any more.
OUT = days(("decide", 1, None), ("spend", 1, 1000), ("spend", 1, 1000), ("undo", 1), None, ("undo", 1), None)
PAID = days(("decide", 0, None), None, ("undo", 0), ("take", 0), ("undo", 0), None)
ELSEWHERE = days(
    ("decide", 3, 500), ("send_elsewhere", 0, 1), ("ask_elsewhere", 0), ("undo", 3), ("decide", 3, 500), None
)
# Nobody has said what it is of when payouts open.
QUESTION = days(("decide", 1, None), ("cancel", 1, 2, 500, False), None, None, ("answer", 0, True), None)
# Two reports are paid by the claim of the first, which is undone.
BY_ONE_CLAIM = days(("decide", 3, 500), ("report_again", 3), ("decide", 4, 500), ("undo", 3), None, ("undo", 4), None)
TAKEN_BACK = days(("decide", 3, 500), ("withdraw", 0), None, ("reopen", 3), None)


@example(story=BOTH)
@example(story=BY_ONE_CLAIM)
@example(story=QUESTION)
@example(story=OUT)
@example(story=PAID)
@example(story=ELSEWHERE)
@example(story=TAKEN_BACK)
@example(story=LEFT)
@example(story=CAME_BACK)
@example(story=CREDITED_AND_BACK)
@example(story=PAPER)
@example(story=TAKEN)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=deeds)
def test_what_is_owed_is_the_formula_or_listed_and_nothing_is_paid_twice(tmp_path, story):
    with transaction.atomic():
        world = World(tmp_path)
        for name, *arguments in story:
            world.do(name, *arguments)
        world.settle_all()
        world.day = len(DAYS) - 1
        world.duties()

        at = japan(world.at)
        assert world.wrong == []
        found, target = owed(), targets()
        late = {
            coupon: target.get(coupon, 0) - found.get(coupon, 0)
            for coupon in found.keys() | target.keys()
            if found.get(coupon, 0) != target.get(coupon, 0)
        }
        assert all(yen < 0 for yen in late.values())  # only ever more out than owed, never less
        assert totals(world.scheme, at)["late_yen"] == sum(late.values())
        assert paid_once()
        assert all(said == given_back for said, given_back in standing())
        assert set(breaches(world.scheme, at)) <= ({ABOVE_FACE} if is_above_face() else set())
        transaction.set_rollback(True)


def test_a_world_in_which_all_of_it_happens(tmp_path):
    """That the property speaks of loads, questions and paid codes, and not of refusals only."""
    world = World(tmp_path)
    world.decide(1, None)
    world.cancel(1, 2, 500, names_it=False)
    world.a_day_passes()
    world.duties()
    assert not Payout.objects.filter(member=world.coupons[1].member).exists()
    world.answer(0, is_known=True)
    world.duties()
    world.take(0)
    world.a_day_passes()

    assert Payout.objects.filter(state="paid").count() == 1
    assert owed()[world.coupons[1].pk] == 2500  # the payment that was not cancelled stays given back
    assert (paid_once(), breaches(world.scheme, japan(world.at))) == (True, {})


def test_a_world_in_which_a_bank_answers(tmp_path):
    world = World(tmp_path)
    for name, *arguments in CAME_BACK[:-1]:
        getattr(world, name)(*arguments)
    world.a_day_passes()

    came_back = Payout.objects.get(state="returned")
    assert (came_back.method, came_back.amount_yen, RefundLine.objects.get().outcome) == ("refund", 2000, "returned")
    assert (Incident.objects.get(coupon=world.coupons[2]).state, paid_once()) == ("approved", True)
    assert breaches(world.scheme, japan(world.at)) == {}


def test_a_world_in_which_two_reports_of_a_coupon_give_way_to_one_cancellation(tmp_path):
    world = World(tmp_path)
    for name, *arguments in BOTH[:6]:
        getattr(world, name)(*arguments)
    both = Incident.objects.filter(coupon=world.coupons[1])
    assert list(both.values_list("state", "approved_yen")) == [("approved", 500), ("approved", 500)]
    world.answer(0, is_known=True)

    assert list(both.values_list("state", "approved_yen")) == [("confirmed", 0), ("confirmed", 0)]
    world.duties()
    assert (world.wrong, breaches(world.scheme, japan(world.at))) == ([], {})


def test_a_world_in_which_a_member_leaves_and_time_runs_out(tmp_path):
    world = World(tmp_path)
    for name, *arguments in LEFT:
        world.do(name, *arguments)
    world.duties()

    claim = Claim.objects.get(desk__incident=world.reports[1])
    assert claim.withdrawn_at is not None
    assert Entitlement.objects.get(coupon=world.coupons[1]).lapsed_at == japan(world.at)
    assert Payout.objects.get(state="open").items.get().coupon == world.coupons[0]  # its report is still open
    assert (paid_once(), breaches(world.scheme, japan(world.at))) == (True, {})
