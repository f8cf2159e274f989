"""For any order of choices, repeats, deaths and faults: the issuers' ledgers are ours, one code a payout, sums exact.

Amazon comes by list, nanaco over the net, Edy from stock. What a process had committed when it died stays; the issuer
is a process of its own and forgets nothing. In the end the faults are over, and every payout is paid.
"""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from payouts import orders, receiving
from payouts.audit import breaches
from payouts.issuers import delivered, lists, quarantine, refusing
from payouts.models import Brand, OrderList, Payout, PointCode, PointOrder
from tests.issuers.dying import POINTS, dies_at
from tests.issuers.files import answers, as_csv
from tests.issuers.outside import Outside
from tests.issuers.people import AT, by_way, code_of, payout, waited
from tests.makers import code, regionpay, told

pytestmark = pytest.mark.django_db

AMOUNTS = (1000, 1001, 1002)
BRANDS = (Brand.AMAZON, Brand.NANACO, Brand.EDY)
FAULTS = (
    "500",
    "reset",
    "lost",
    "lost-500",
    "nonsense",
    "other-key",
    "wrong-amount",
    "wrong-brand",
    "early",
    "known-code",
    "refuse",
    "lost-refusal",
)
which = st.integers(0, len(AMOUNTS) - 1)
points = st.sampled_from([*[None] * len(POINTS), *POINTS])
runs = st.tuples(st.just("run"), st.lists(st.sampled_from(FAULTS), min_size=1, max_size=3), points)
choices = st.lists(
    st.tuples(st.just("choose"), which, st.sampled_from([*BRANDS, Brand.NANACO]), points), min_size=3, max_size=5
)
steps = st.lists(
    st.one_of(
        runs,
        runs,
        st.tuples(st.just("choose"), which, st.sampled_from(BRANDS), points),
        st.tuples(st.just("stock"), which),
        st.tuples(st.just("list")),
        st.tuples(st.just("deliver"), which, st.sampled_from(["good", "no", "wrong amount", "one code for all"])),
        st.tuples(st.just("settle quarantine")),
    ),
    min_size=4,
    max_size=12,
)


class Died(BaseException):
    """The process is gone; what it had committed stays."""


class World:
    """Three payouts of 花子 and their issuers. `written`: what the issuer of Amazon has put into files we took."""

    def __init__(self, net: Outside) -> None:
        self.net, self.written = net, {}
        self.payouts = [payout(yen) for yen in AMOUNTS]
        told()
        net.will(page=True)

    def do(self, kind: str, *values) -> None:
        getattr(self, kind.replace(" ", "_"))(*values)

    def choose(self, place: int, brand: Brand, point: str | None) -> None:
        try:
            self._until(point, lambda: receiving.confirm(payout_id=self.payouts[place].pk, brand=brand, at=AT))
        except orders.AlreadyOrdered:
            pass

    def run(self, faults: list[str], point: str | None) -> None:
        self.net.will(*faults)
        waited()
        self._until(point, lambda: orders.settle_orders(AT))
        self.net.will()

    def stock(self, place: int) -> None:
        code(Brand.EDY, AMOUNTS[place])

    def list(self) -> None:
        if lists.waiting().exists():
            lists.make(scheme=regionpay(), brand=Brand.AMAZON, who="taro", at=AT)

    def deliver(self, place: int, how: str) -> None:
        """A file for one of the lists, right or wrong; what was in it before stays as it was."""
        made = list(OrderList.objects.order_by("pk"))
        if not made:
            return
        rows = [self._row(row, how) for row in answers(made[place % len(made)])]
        try:
            delivered.take(data=as_csv(rows), name="codes.csv", who="taro", at=AT)
        except delivered.FileRefused:
            return
        for said in refusing.by_file():
            refusing.approve_file(refusal_id=said["one"], seen=said["orders"], who="hana", at=AT)
            refusing.carry_out(AT)
        refused = {str(key) for key in PointOrder.objects.filter(state="refused").values_list("request_key", flat=True)}
        self.written |= {row[0]: row[3] for row in rows if row[3] and row[0] not in refused}

    def _row(self, row: list, how: str) -> list:
        wrong = {
            "no": {3: "", 4: "", 5: "ありません"},
            "wrong amount": {2: row[2] + 1},
            "one code for all": {3: "CODE-OF-ALL"},
        }
        return [wrong.get(how, {}).get(place, value) for place, value in enumerate(row)]

    def settle_quarantine(self) -> None:
        for kept in quarantine.to_settle():
            how = quarantine.ways_out(kept)[0]
            quarantine.settle(answer_id=kept.pk, how=how, who="taro", reason="直った", at=AT)

    def _until(self, point: str | None, work) -> None:
        def die() -> None:
            raise Died

        if point is None:
            work()
            return
        try:
            with dies_at(point, die):
                work()
        except Died:
            pass

    def end(self) -> None:
        """The faults are over; everybody has chosen."""
        for place, one in enumerate(self.payouts):
            self.choose(place, Brand.EDY, None)
            code(Brand.EDY, one.amount_yen)
        for _ in range(2):
            self.settle_quarantine()
            self.list()
            for place in range(OrderList.objects.count()):
                self.deliver(place, "good")
            self.run([], None)
            for place in range(len(self.payouts)):
                self.choose(place, Brand.NANACO, None)
        self.run([], None)


def check(world: World) -> None:
    """Ledger by ledger, to the yen."""
    issued = PointOrder.objects.filter(state="issued").select_related("payout")
    ours = {str(order.request_key): (order.brand, order.payout.amount_yen, code_of(order)) for order in issued}
    keys = {str(key) for key in PointOrder.objects.values_list("request_key", flat=True)}
    net = [row for row in world.net.ledger() if row["key"] in keys]
    at_the_net = {row["key"]: (row["brand"], row["amount_yen"], row["code"]) for row in net if row["code"]}
    assert at_the_net == {key: row for key, row in ours.items() if row[0] == Brand.NANACO}
    assert world.written == {key: row[2] for key, row in ours.items() if row[0] == Brand.AMAZON}
    refused = {row["key"] for row in net if row["status"] == "refused"}
    said_no = PointOrder.objects.filter(state="refused", brand=Brand.NANACO).values_list("request_key", flat=True)
    assert refused == {str(key) for key in said_no}

    assert sorted(issued.values_list("payout", flat=True)) == sorted(one.pk for one in world.payouts)
    assert set(Payout.objects.values_list("state", flat=True)) == {"paid"}
    assert sum(row[1] for row in ours.values()) == sum(AMOUNTS)
    assert len({row[2] for row in ours.values()}) == len(AMOUNTS)
    assert PointCode.objects.exclude(order=None).count() == len(AMOUNTS)
    assert breaches(regionpay(), AT) == {}


@settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # stories are short: to make them shorter would take minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(chosen=choices, story=steps)
@example(chosen=[("choose", 0, "amazon", None)], story=[("list",), ("deliver", 0, "no"), ("choose", 0, "amazon", None)])
@example(
    chosen=[("choose", place, "amazon", None) for place in (0, 1, 2)],
    story=[("list",), ("deliver", 0, "one code for all"), ("deliver", 0, "wrong amount"), ("deliver", 0, "good")],
)
def test_in_the_end_every_ledger_agrees(issuer: Outside, chosen: list[tuple], story: list[tuple]):
    with transaction.atomic():
        by_way("http", Brand.NANACO), by_way("list", Brand.AMAZON), by_way("stock", Brand.EDY)
        world = World(issuer)
        for step in (*chosen, *story):
            world.do(*step)
        world.end()
        check(world)
        transaction.set_rollback(True)
