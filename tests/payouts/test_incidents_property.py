"""Reports of (B) in any order with files, cancellations, undoings, freezes, openings and orders: one answer, paid once.

Every entry but ours comes in by a file of regionPAY, named or not, and what is opened is taken as codes from the stock.
The ledger's own property is tests/payouts/test_formula_property.py; here people decide and payouts leave in between.
"""

from collections import Counter
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims import incident_deciding, incident_payees, incidents, matching
from claims.incident_claims import NoDestination
from claims.models import Incident
from coupons import eligibility, reinstatement
from coupons.loading.run import load
from coupons.models import Entry
from payouts import entitlements, incident_undoing, opening, orders, releasing, unnamed_cancellations
from payouts.audit import breaches
from payouts.models import Entitlement, Payout, PayoutItem, PointCode
from payouts.statement import totals
from tests.incidents.people import decided, proposed, reported, sakura, seen, ume
from tests.makers import code, hanako, japan, regionpay, shop_says, staff, told

pytestmark = pytest.mark.django_db

DAYS = [f"2023-{day} 12:00" for day in ("03-12", "04-03", "04-10", "05-20")]
RECOVERED = japan("2023-02-26 00:00")
REFUSED = (
    incident_deciding.NothingChosen,
    incident_deciding.WaitsForASecondPerson,
    incident_undoing.OnAPayout,
    incident_undoing.AlreadyUsed,
    incidents.NotNow,
    reinstatement.MoreThanTaken,
    reinstatement.AboveFaceValue,
    reinstatement.MoreThanRestored,
    NoDestination,
    orders.OrderRefused,
    releasing.NothingToTakeBack,
    unnamed_cancellations.NotInQuestion,
)
HEADERS = "取引番号,お問合せ番号,種別,金額,日時,店舗番号,元取引番号"
ABOVE_FACE = "no more is owed by the ledger than the face value"
_numbers = count(1)
which, yen = st.integers(0, 3), st.sampled_from([100, 499, 500, 1000])
a_day = st.tuples(st.just("a_day_passes"))
deed = st.one_of(
    st.tuples(st.just("decide"), which, st.just(None)),
    st.tuples(st.just("decide"), which, yen),
    st.tuples(st.just("undo"), which),
    st.tuples(st.just("cancel"), which, which, yen, st.booleans()),
    st.tuples(st.just("answer"), which, st.booleans()),
    st.tuples(st.just("duties")),
    st.tuples(st.just("take"), which),
    st.tuples(st.just("spend"), which, yen),
    st.tuples(st.just("paid_late"), which, yen),
    st.tuples(st.just("void"), which),
)
# Each day something is decided first, so that there is something to undo, to pay and to take back.
deeds = st.lists(
    st.tuples(st.tuples(st.just("decide"), which, st.just(None)), st.lists(deed, min_size=1, max_size=3), a_day),
    min_size=3,
    max_size=len(DAYS),
).map(lambda days: [one for first, more, night in days for one in (first, *more, night)])


class World:
    """Two members' coupons and two paper ones, each reported by its holder, on a clock that only moves on."""

    def __init__(self, folder: Path) -> None:
        self.day, self.scheme, self.folder = 0, regionpay(), folder
        of_a = {"last_minute": "2023-02-24 23:59"}
        members = [hanako(self.scheme), hanako(self.scheme, phone="09022220009")]
        self.coupons = [ume(member=members[0], **of_a), sakura(member=members[1]), ume(**of_a), sakura()]
        kinds = ("cash_and_deducted", "paid_twice", "cash_and_deducted", "other")
        self.reports = [
            shop_says(reported(on, kind, phone=f"0902222000{place}"))
            for place, (on, kind) in enumerate(zip(self.coupons, kinds, strict=True))
        ]

    @property
    def at(self) -> str:
        return DAYS[self.day]

    def a_day_passes(self) -> None:
        """With its duties, in the night."""
        self.duties()
        self.day = min(self.day + 1, len(DAYS) - 1)

    def _payment(self, report: int, place: int) -> Entry:
        payments = self.coupons[report].entries.filter(kind="payment", occurred_at__lt=RECOVERED)
        payments = payments.order_by("pk")
        return payments[place % len(payments)]

    def decide(self, report: int, amount: int | None) -> None:
        """Give back what is proposed (of an inquiry the last payment), or a typed amount of the last payment."""
        of = self.reports[report]
        last = self.coupons[report].entries.filter(kind="payment", occurred_at__lt=RECOVERED).last()
        choices = {last.pk: amount or 500} if amount or report == 3 else proposed(of)
        made = decided(of, self.at, choices=choices)
        if made.state == "waiting":
            incident_deciding.approve(decision_id=made.pk, by=staff("approver"), seen=seen(of), at=japan(self.at))

    def undo(self, report: int) -> None:
        of = self.reports[report]
        given = {"incident_id": of.pk, "why": "やり直し", "by": staff("reviewer"), "seen": seen(of)}
        incident_undoing.undo(**given, at=japan(self.at))

    def load(self, on, kind: str, amount: int, at: str, of: str = "") -> None:
        """A file of one row."""
        row = f"F{next(_numbers)},{on.inquiry_no},{kind},{amount},{at},S1,{of}"
        path = self.folder / "entries.csv"
        path.write_text(f"{HEADERS}\n{row}\n")
        load(scheme=self.scheme, paths=[path])

    def cancel(self, report: int, place: int, amount: int, names_it: bool) -> None:
        payment = self._payment(report, place)
        self.load(self.coupons[report], "取消", amount, self.at, payment.entry_no if names_it else "")

    def answer(self, place: int, is_known: bool) -> None:
        """A person says what a cancellation that names nothing belongs to: the last payment, or none."""
        waiting = list(unnamed_cancellations.in_question(self.scheme))
        if waiting:
            cancelled = waiting[place % len(waiting)]
            payment = cancelled.coupon.entries.filter(kind="payment", occurred_at__lt=RECOVERED).latest("pk")
            given = {"payment_id": payment.pk if is_known else None, "why": "店", "at": japan(self.at)}
            unnamed_cancellations.settle(entry_id=cancelled.pk, by=staff("sato"), **given)
            if cancelled in unnamed_cancellations.in_question(self.scheme):
                unnamed_cancellations.settle(entry_id=cancelled.pk, by=staff("suzuki"), **given)

    def spend(self, report: int, amount: int) -> None:
        on = self.coupons[report]
        if japan(self.at) < self.scheme.usable_until and self._balance(on) >= amount and hasattr(on, "extension"):
            self.load(on, "決済", amount, self.at)

    def paid_late(self, report: int, amount: int) -> None:
        """A payment of 31 March that comes in a later file (case 9)."""
        on = self.coupons[report]
        if japan(self.at) >= self.scheme.points_from and self._balance(on) >= amount and hasattr(on, "extension"):
            self.load(on, "決済", amount, "2023-03-31 18:00")

    def take(self, place: int) -> None:
        """Somebody takes the points of an open payout, and gets the code."""
        open_ones = list(Payout.objects.filter(state="open").order_by("pk"))
        if open_ones:
            payout = open_ones[place % len(open_ones)]
            code("edy", payout.amount_yen)
            orders.order(payout_id=payout.pk, brand="edy", who="test", at=japan(self.at))
            orders.settle_orders(japan(self.at))

    def duties(self) -> None:
        at = japan(self.at)
        eligibility.extend(self.scheme, at)
        incident_payees.file_missing(at)
        matching.match_claims(at)
        entitlements.freeze(self.scheme, at)
        opening.open_payouts(self.scheme, at)
        told(self.at)

    def void(self, place: int) -> None:
        open_ones = list(Payout.objects.filter(state="open").order_by("pk"))
        if open_ones:
            payout = open_ones[place % len(open_ones)]
            releasing.void(payout_id=payout.pk, who="test", reason="test", at=japan(self.at))

    @staticmethod
    def _balance(on) -> int:
        return sum(Entry.objects.filter(coupon=on).values_list("amount_yen", flat=True))

    def do(self, name: str, *arguments) -> None:
        with suppress(*REFUSED), transaction.atomic():
            getattr(self, name)(*arguments)


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
    """Each yen on one payout, each payout paid with one code of its sum, and what is out is what is owed there."""
    live = Payout.objects.filter(state__in=["open", "ordered", "paid"])
    items, on_payouts = Counter(), Counter()
    for coupon, amount in PayoutItem.objects.filter(payout__in=live).values_list("coupon", "amount_yen"):
        items[coupon] += amount
    for coupon, amount in Entitlement.objects.filter(payout__isnull=False).values_list("coupon", "amount_yen"):
        on_payouts[coupon] += amount
    codes = PointCode.objects.filter(order__isnull=False).values_list("order__payout", "face_value_yen")
    paid = Payout.objects.filter(state="paid").values_list("pk", "amount_yen")
    return items == on_payouts and sorted(codes) == sorted(paid)


def is_above_face() -> bool:
    """A cancellation of nothing that is there; that alone the audit is right to complain of, and nobody is paid it."""
    return any(
        sum(of.coupon.entries.values_list("amount_yen", flat=True)) > of.coupon.face_value_yen
        for of in Incident.objects.select_related("coupon")
    )


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=deeds)
def test_what_is_owed_is_the_formula_or_listed_and_nothing_is_paid_twice(tmp_path, story):
    with transaction.atomic():
        world = World(tmp_path)
        for name, *arguments in story:
            world.do(name, *arguments)
        world.day = len(DAYS) - 1
        world.duties()

        at = japan(world.at)
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
