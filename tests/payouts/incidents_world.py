"""Four coupons, their reports, and all that people, shops, regionPAY and a bank may do about them, day by day."""

from contextlib import suppress
from itertools import count
from pathlib import Path

from django.db import transaction

from claims import incident_deciding, incident_payees, incident_reopening, incidents, matching
from claims.incident_claims import NoDestination
from claims.models import Claim, ClaimLine
from coupons import eligibility, reinstatement
from coupons.loading.run import load
from coupons.models import Entry, Member
from payouts import (
    entitlements,
    incident_undoing,
    opening,
    orders,
    outcomes,
    releasing,
    unnamed_cancellations,
    withdrawal,
)
from payouts.models import Payout, RefundLine
from tests.incidents.people import decided, proposed, reported, sakura, seen, ume
from tests.makers import code, hanako, japan, line, regionpay, shop_says, staff, told
from tests.payouts import batches
from tests.refunds.people import account

DAYS = [f"2023-{day} 12:00" for day in ("03-12", "04-03", "05-18", "05-20", "06-01")]  # transfers are of 17 May; over
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
    unnamed_cancellations.SaidAlready,
    outcomes.HasComeBack,
    outcomes.SaidAlready,
    outcomes.SaidOtherwise,
    withdrawal.AlreadyOnItsWay,
)
HEADERS = "取引番号,お問合せ番号,種別,金額,日時,店舗番号,元取引番号"
_numbers = count(1)


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
        open_ones = list(Payout.objects.filter(state="open", method="points").order_by("pk"))
        if open_ones:
            payout = open_ones[place % len(open_ones)]
            code("edy", payout.amount_yen)
            orders.order(payout_id=payout.pk, brand="edy", who="test", at=japan(self.at))
            orders.settle_orders(japan(self.at))

    def ask_for_a_transfer(self, report: int) -> None:
        """A claim of the coupon's holder on the site, with an account, where no other stands."""
        on = self.coupons[report]
        live = ClaimLine.objects.filter(coupon=on, state__in=["review", "accepted"], claim__withdrawn_at=None)
        is_open = self.scheme.site_opens_at <= japan(self.at) < self.scheme.claims_until
        if is_open and not live.exists():
            account(line(on, method="refund", filed=self.at).claim)

    def leave(self, report: int) -> None:
        """The member leaves the app, as a later file says."""
        Member.objects.filter(coupon=self.coupons[report]).update(left_at=japan(self.at))

    def withdraw(self, place: int) -> None:
        """Somebody takes a claim back, if nothing of it is paid."""
        claims = list(Claim.objects.filter(withdrawn_at=None).order_by("pk"))
        if claims:
            withdrawal.withdraw(claim_id=claims[place % len(claims)].pk, who="test", at=japan(self.at))

    def reopen(self, report: int) -> None:
        """Ended by a slip, and opened again."""
        of = self.reports[report]
        given = {"incident_id": of.pk, "by": staff("reviewer"), "at": japan(self.at)}
        incident_deciding.decline(reason="other", words="対象外", seen=seen(of), **given)
        incident_reopening.reopen(reason="mistake", seen=seen(of), **given)

    def transfer(self, place: int) -> None:
        """An open refund leaves in a file of its own."""
        open_ones = list(Payout.objects.filter(state="open", method="refund", held_at=None).order_by("pk"))
        if open_ones and japan(self.at) >= self.scheme.refunds_from:
            batch = batches.draft(self.scheme, open_ones[place % len(open_ones)])
            batches.export(batches.order_all(batches.approve(batches.submit(batch))))

    def bank_says(self, place: int, outcome: str) -> None:
        """Of a transfer: a return by two persons."""
        lines = list(RefundLine.objects.order_by("pk"))
        if lines:
            given = {"line_id": lines[place % len(lines)].pk, "reason": "該当する口座がない", "at": japan(self.at)}
            said = outcomes.say(outcome=outcome, by=staff("typist"), **given)
            if said.state == "waiting":
                outcomes.confirm(outcome_id=said.pk, by=staff("second"), at=japan(self.at))

    def duties(self) -> None:
        at = japan(self.at)
        eligibility.extend(self.scheme, at)
        incident_payees.file_missing(at)
        matching.match_claims(at)
        entitlements.freeze(self.scheme, at)
        releasing.lapse(self.scheme, at)
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
