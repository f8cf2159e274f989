"""For any order of loads, late files, cancellations, reinstatements, reversals and freezes: one formula, one answer."""

import csv
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coupons import eligibility, reinstatement
from coupons.loading.run import load
from coupons.models import Entry
from payouts import entitlements
from payouts.audit import breaches
from payouts.models import Entitlement
from tests.makers import coupon, japan, pay, regionpay
from tests.payouts.plain_ledger import PlainCoupon

pytestmark = pytest.mark.django_db

DAYS = (
    "2023-02-24 18:00:00",
    "2023-02-26 23:59:59",
    "2023-02-27 00:00:00",
    "2023-03-31 23:59:59",
    "2023-04-01 00:00:00",
)
HEADERS = ["取引番号", "お問合せ番号", "種別", "金額", "日時", "店舗番号", "元取引番号"]
END = japan("2023-04-20 00:00")
REFUSALS = (reinstatement.MoreThanTaken, reinstatement.AboveFaceValue, reinstatement.MoreThanRestored)

yen = st.sampled_from([1, 400, 500, 1000])
when = st.sampled_from(DAYS)
payments = st.lists(st.tuples(st.integers(0, 1), yen, when), min_size=1, max_size=4)
cancellations = st.lists(st.tuples(st.integers(0, 3), yen, when, st.booleans()), max_size=4)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("load"), st.lists(st.integers(0, 7), min_size=1, max_size=6, unique=True)),
        st.tuples(st.just("reinstate"), st.integers(0, 3), yen, when),
        st.tuples(st.just("reverse"), st.integers(0, 3), yen),
        st.tuples(st.just("duties"), when),
    ),
    min_size=2,
    max_size=9,
)


class World:
    """The product and the plain ledger side by side: every step is taken by both or by neither."""

    def __init__(self, folder: Path, paid: list, cancelled: list) -> None:
        self.scheme, self.folder = regionpay(), folder
        self.coupons = [coupon(yen=1000), coupon(yen=1000, last_minute="2023-02-25 23:59")]
        self.plain = [PlainCoupon(1000, "2023-02-24 23:59"), PlainCoupon(1000, "2023-02-25 23:59")]
        self.rows = [(f"P{i}", which, "決済", amount, at, "") for i, (which, amount, at) in enumerate(paid)]
        for i, (place, amount, at, names_it) in enumerate(cancelled):
            no, which, *_ = self.rows[place % len(paid)]
            self.rows.append((f"C{i}", which, "取消", amount, at, no if names_it else ""))

    def load(self, places: list[int]) -> None:
        rows = [self.rows[place % len(self.rows)] for place in places]
        rows = list(dict.fromkeys(rows))
        path = self.folder / "entries.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEADERS)
            writer.writerows((no, self.coupons[c].inquiry_no, kind, y, at, "", of) for no, c, kind, y, at, of in rows)
        report = load(scheme=self.scheme, paths=[path])["entries.csv"]
        taken = sum(self._take(*row) for row in sorted(rows, key=lambda row: row[2] == "取消"))
        assert report.added == taken

    def _take(self, no: str, which: int, kind: str, amount: int, at: str, of: str) -> bool:
        plain = self.plain[which]
        if plain.find(no):
            return False
        return plain.pay(no, amount, japan(at)) if kind == "決済" else plain.cancel(no, amount, japan(at), of)

    def reinstate(self, place: int, amount: int, at: str) -> None:
        found = [(c, line) for c in self.plain for line in c.lines if line.kind == "payment"]
        if found:
            plain, line = found[place % len(found)]
            payment = Entry.objects.get(entry_no=line.no)
            entry = self._try(
                lambda: reinstatement.reinstate(
                    payment=payment, amount_yen=amount, ground="B2", who="test", at=japan(at)
                )
            )
            no = entry.entry_no if entry else "-"
            assert plain.reinstate(no, amount, japan(at), line) == bool(entry)

    def reverse(self, place: int, amount: int) -> None:
        found = [(c, line) for c in self.plain for line in c.lines if line.kind == "reinstatement"]
        if found:
            plain, line = found[place % len(found)]
            restoration = Entry.objects.get(entry_no=line.no)
            entry = self._try(
                lambda: reinstatement.reverse(reinstatement=restoration, amount_yen=amount, who="test", at=END)
            )
            no = entry.entry_no if entry else "-"
            assert plain.reverse(no, amount, line) == bool(entry)

    def duties(self, at: str) -> None:
        eligibility.extend(self.scheme, japan(at))
        entitlements.freeze(self.scheme, japan(at))

    def owed(self) -> list[int]:
        eligibility.extend(self.scheme, END)
        entitlements.freeze(self.scheme, END)
        return [sum(Entitlement.objects.filter(coupon=c).values_list("amount_yen", flat=True)) for c in self.coupons]

    @staticmethod
    def _try(deed) -> Entry | None:
        try:
            return deed()
        except REFUSALS:
            return None


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(paid=payments, cancelled=cancellations, story=steps)
def test_what_is_owed_is_the_plain_answer_whatever_came_in_which_order(tmp_path, paid, cancelled, story):
    with transaction.atomic():
        world = World(tmp_path, paid, cancelled)
        for name, *arguments in story:
            getattr(world, name)(*arguments)

        assert world.owed() == [plain.owed() for plain in world.plain]
        # An unnamed cancellation may come without its payment; that alone the audit is right to complain of.
        assert set(breaches(world.scheme, END)) <= {"no more is owed by the ledger than the face value"}
        transaction.set_rollback(True)


def test_the_plain_ledger_itself_knows_a_case_worked_by_hand():
    """1,000 yen, 400 paid in the outage and restored on 3 April, of which 100 were reversed: 600 + 300."""
    on = coupon(yen=1000)
    payment = pay(on, 400, "2023-02-24 18:00")
    plain = PlainCoupon(1000, "2023-02-24 23:59")
    plain.pay("P", 400, japan("2023-02-24 18:00"))
    plain.reinstate("R", 400, japan("2023-04-03 10:00"), plain.find("P"))
    plain.reverse("V", 100, plain.find("R"))

    entry = reinstatement.reinstate(
        payment=payment, amount_yen=400, ground="B1", who="test", at=japan("2023-04-03 10:00")
    )
    reinstatement.reverse(reinstatement=entry, amount_yen=100, who="test", at=japan("2023-04-04 10:00"))
    eligibility.extend(regionpay(), END)
    entitlements.freeze(regionpay(), END)

    assert (plain.owed(), Entitlement.objects.get(coupon=on).amount_yen) == (900, 900)
