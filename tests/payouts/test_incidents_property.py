"""Reports of (B) in any order with files, cancellations, undoings, freezes and openings: one answer, paid once, listed.

The ledger's own property is tests/payouts/test_formula_property.py; here people decide and payouts leave in between.
"""

from contextlib import suppress

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims import incident_deciding, incidents
from claims.incident_claims import NoDestination
from claims.models import Incident
from coupons import eligibility, reinstatement
from coupons.models import Entry
from payouts import entitlements, incident_undoing, opening, releasing
from payouts.audit import breaches
from payouts.models import Entitlement, Payout
from payouts.statement import totals
from tests.incidents.people import decided, proposed, reported, sakura, seen, ume
from tests.makers import cancel, hanako, japan, pay, regionpay, shop_says, staff

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
)
which, yen = st.integers(0, 3), st.sampled_from([100, 499, 500, 1000])
a_day = st.tuples(st.just("a_day_passes"))
deed = st.one_of(
    st.tuples(st.just("decide"), which, st.just(None)),
    st.tuples(st.just("decide"), which, yen),
    st.tuples(st.just("undo"), which),
    st.tuples(st.just("cancel"), which, which, yen),
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

    def __init__(self) -> None:
        self.day, self.scheme = 0, regionpay()
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

    def cancel(self, report: int, place: int, amount: int) -> None:
        """By a late file: what the loader would refuse is refused here by the database."""
        payment = self._payment(report, place)
        left = -payment.amount_yen - sum(Entry.objects.filter(restores=payment).values_list("amount_yen", flat=True))
        back = sum(Entry.objects.filter(cancels=payment).values_list("amount_yen", flat=True))
        if amount <= left - back:
            cancel(payment, self.at, amount)

    def spend(self, report: int, amount: int) -> None:
        on = self.coupons[report]
        if japan(self.at) < self.scheme.usable_until and self._balance(on) >= amount and hasattr(on, "extension"):
            pay(on, amount, self.at)

    def paid_late(self, report: int, amount: int) -> None:
        """A payment of 31 March that comes in a later file (case 9)."""
        on = self.coupons[report]
        if japan(self.at) >= self.scheme.points_from and self._balance(on) >= amount and hasattr(on, "extension"):
            pay(on, amount, "2023-03-31 18:00")

    def duties(self) -> None:
        at = japan(self.at)
        eligibility.extend(self.scheme, at)
        entitlements.freeze(self.scheme, at)
        opening.open_payouts(self.scheme, at)

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


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=deeds)
def test_what_is_owed_is_the_formula_or_listed_and_nothing_is_paid_twice(story):
    with transaction.atomic():
        world = World()
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
        on_payouts = Entitlement.objects.filter(payout__state="open").values_list("coupon", flat=True)
        assert sum(Payout.objects.filter(state="open").values_list("amount_yen", flat=True)) == sum(
            found[coupon] for coupon in set(on_payouts)
        )
        assert all(said == given_back for said, given_back in standing())
        assert breaches(world.scheme, at) == {}
        transaction.set_rollback(True)
