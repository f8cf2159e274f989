"""Three payouts and their issuers, for stories told in any order: Amazon comes by list, nanaco over the net, Edy from
stock. What a process had committed when it died stays; the issuer is a process of its own and forgets nothing.

An issuer by mistake gives a code again that we have seen: of a code we never saw, nobody but the issuer can know whose
it is, and its first word is believed. A person who has asked it about such a mistake has it put right: that key does
not get that code again, unless it is out (then it is refused for ever).
"""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

from config import clock
from config.sealing import unseal
from payouts import orders, receiving
from payouts.audit import breaches
from payouts.brands import card_of
from payouts.issuers import delivered, http, lists, quarantine, refusing
from payouts.issuers.answers import Issued
from payouts.models import Brand, OrderList, Payout, PointCode, PointOrder, QuarantinedAnswer
from tests.issuers import files
from tests.issuers.dying import ANSWERED, before, dies_at
from tests.issuers.outside import Outside
from tests.issuers.people import AT, code_of, payout, waited
from tests.makers import code, regionpay, told

AMOUNTS = (1000, 1001, 1002)
SLOW, REFUSED_BY_NET, FILE_REFUSED = "slow", "refused by the net", "file refused"
SHORT = 0.25  # seconds that a caller waits where an answer is to be too late


class Died(BaseException):
    """The process is gone; what it had committed stays."""


class World:
    """Of 花子. `written`: key and code as the issuer of Amazon has put them into files that we took; `met`: how often
    what happened; `shown`: the codes that were seen, by payout.
    """

    def __init__(self, net: Outside, met: Counter) -> None:
        self.net, self.met, self.written, self.shown = net, met, set(), {}
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
        self.net.will(*faults, again=_seen_codes_of_others())
        waited()
        patience, http.SECONDS = http.SECONDS, SHORT if SLOW in faults else http.SECONDS
        try:
            self._until(point, lambda: orders.settle_orders(AT))
        finally:
            http.SECONDS = patience
        self.met[SLOW] += PointOrder.objects.filter(last_answer="TimeoutError").count()
        self.net.will()

    def refused_meanwhile(self) -> None:
        """Two persons refuse what is asked about while the issuer's answer, a code, is on its way."""

        def refuse(order_id: int, answer: object, **_) -> None:
            if isinstance(answer, Issued) and PointOrder.objects.get(pk=order_id).way == "http":
                refusing.refuse(order_id=order_id, who="taro", reason="発行なし", at=AT)
                refusing.approve(refusal_id=refusing.waiting().get(order=order_id).pk, who="hana", at=AT)

        waited()
        with before(ANSWERED, refuse):
            orders.settle_orders(AT)

    def stock(self, place: int) -> None:
        code(Brand.EDY, AMOUNTS[place])

    def list(self, point: str | None) -> None:
        if lists.waiting().exists():
            self._until(point, lambda: lists.make(scheme=regionpay(), brand=Brand.AMAZON, who="taro", at=AT))

    def deliver(self, place: int, how: str, point: str | None) -> None:
        """A file for one of the lists, right or wrong; what was in it before stays as it was."""
        made = list(OrderList.objects.order_by("pk"))
        if not made:
            return

        def deliver() -> None:
            rows = [_row(row, how) for row in files.answers(made[place % len(made)])]
            delivered.take(data=files.as_csv(rows), name="codes.csv", who="taro", at=AT)
            self.written |= {(row[0], row[3]) for row in rows if row[3]}

        try:
            self._until(point, deliver)
        except delivered.FileRefused:
            self.met[FILE_REFUSED] += 1
        for said in refusing.by_file():
            refusing.approve_file(refusal_id=said["one"], seen=said["orders"], who="hana", at=AT)
            refusing.carry_out(AT)

    def show(self, place: int, point: str | None) -> None:
        """Its owner looks, if there is a code."""

        def look() -> None:
            self.shown.setdefault(self.payouts[place].pk, set()).add(receiving.show_code(order))

        for order in PointOrder.objects.filter(payout=self.payouts[place], state="issued"):
            self._until(point, look)

    def settle_quarantine(self) -> None:
        for kept in quarantine.to_settle():
            how = quarantine.ways_out(kept)[0]
            quarantine.settle(answer_id=kept.pk, how=how, who="taro", reason="直った", at=AT)

    def _until(self, point: str | None, work: Callable[[], object]) -> None:
        def die() -> None:
            self.met[point] += 1
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
        """The faults are over; everybody has chosen, and looks."""
        for place, one in enumerate(self.payouts):
            self.choose(place, Brand.EDY, None)
            code(Brand.EDY, one.amount_yen)
        for _ in range(2):
            self.settle_quarantine()
            self.list(None)
            for place in range(OrderList.objects.count()):
                self.deliver(place, "good", None)
            self.run([], None)
            for place in range(len(self.payouts)):
                self.choose(place, Brand.NANACO, None)
        self.run([], None)
        for place in range(len(self.payouts)):
            self.show(place, None)


def _row(row: list, how: str) -> list:
    wrong = {
        "no": {3: "", 4: "", 5: "ありません"},
        "wrong amount": {2: row[2] + 1},
        "early": {4: "2023-04-06"},
        "one code for all": {3: "CODE-OF-ALL"},
    }
    return [wrong.get(how, {}).get(place, value) for place, value in enumerate(row)]


def _seen_codes_of_others() -> dict[str, str]:
    """By each key that is asked about over the net, the code of another order that it may be given by mistake."""
    out = {order.pk: code_of(order) for order in PointOrder.objects.filter(state="issued", brand=Brand.NANACO)}
    apart = [(kept, _opened(kept)) for kept in QuarantinedAnswer.objects.order_by("pk")]
    settled = {(kept.order_id, plain) for kept, plain in apart if kept.how == "again" and plain not in out.values()}
    came = [*out.items(), *((kept.order_id, plain) for kept, plain in apart)]
    found = {}
    for order in PointOrder.objects.filter(way="http", state__in=["requested", "unknown"]):
        others = [plain for pk, plain in came if pk != order.pk and (order.pk, plain) not in settled]
        found |= {str(order.request_key): plain for plain in others[-1:]}
    return found


def _opened(kept: QuarantinedAnswer) -> str:
    return unseal(kept.code_sealed, about=f"payouts.quarantinedanswer/{bytes(kept.code_fingerprint).hex()}")


def check(world: World) -> None:
    """Ledger by ledger, to the yen. What was given for a refused order is in its ledger, and kept apart by us."""
    issued = list(PointOrder.objects.filter(state="issued").select_related("payout__scheme"))
    late = list(QuarantinedAnswer.objects.filter(why="late").select_related("order__payout"))
    came = [*((order, code_of(order)) for order in issued), *((kept.order, _opened(kept)) for kept in late)]
    _agrees_with_the_net(world, [row for row in came if row[0].brand == Brand.NANACO])
    assert world.written == {(str(one.request_key), plain) for one, plain in came if one.brand == Brand.AMAZON}

    assert sorted(order.payout_id for order in issued) == sorted(one.pk for one in world.payouts)
    assert set(Payout.objects.values_list("state", flat=True)) == {"paid"}
    assert sum(order.payout.amount_yen for order in issued) == sum(AMOUNTS)
    assert len({code_of(order) for order in issued}) == len(AMOUNTS)
    assert world.shown == {order.payout_id: {code_of(order)} for order in issued}
    assert [order for order in issued if _ends_too_early(order)] == []
    assert PointCode.objects.exclude(order=None).count() == len(AMOUNTS)
    assert breaches(regionpay(), AT) == {}
    world.met.update(QuarantinedAnswer.objects.values_list("why", flat=True))


def _agrees_with_the_net(world: World, came: list[tuple[PointOrder, str]]) -> None:
    keys = {str(key) for key in PointOrder.objects.values_list("request_key", flat=True)}
    net = [row for row in world.net.ledger() if row["key"] in keys]
    at_the_net = sorted((row["key"], row["brand"], row["amount_yen"], row["code"]) for row in net if row["code"])
    ours = sorted((str(order.request_key), order.brand, order.payout.amount_yen, plain) for order, plain in came)
    assert at_the_net == ours
    refused = {row["key"] for row in net if row["status"] == "refused"}
    said_no = PointOrder.objects.filter(state="refused", brand=Brand.NANACO, refused_by="issuer")
    assert refused == {str(key) for key in said_no.values_list("request_key", flat=True)}
    world.met[REFUSED_BY_NET] += len(refused)


def _ends_too_early(order: PointOrder) -> bool:
    days = timedelta(card_of(order.payout.scheme, order.brand).code_days_min)
    return order.code_expires_on is not None and order.code_expires_on < AT.astimezone(clock.JAPAN).date() + days
