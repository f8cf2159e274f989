"""Four coupons, their reports, and all that people, shops, regionPAY and a bank may do about them, day by day."""

from contextlib import suppress
from itertools import count
from pathlib import Path

from django.db import transaction

from claims import cases, incident_deciding, incident_payees, incident_reopening, incidents, matching, proposals
from claims.incident_claims import NoDestination
from claims.models import Claim, ClaimLine, Incident
from coupons import eligibility, reinstatement
from coupons.loading.run import load
from coupons.models import Entry, Member
from payouts import (
    destinations,
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
from tests.payouts import incidents_seen as seen_by
from tests.refunds.people import account

DAYS = [f"2023-{day} 12:00" for day in ("03-12", "04-03", "05-18", "05-20", "06-01")]  # transfers are of 17 May; over
RECOVERED = japan("2023-02-26 00:00")
REFUSED = (
    incident_deciding.NothingChosen,
    incident_deciding.NotListed,
    incident_reopening.LaterReportIsOpen,
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
    destinations.NothingNew,
    destinations.PointsAreComing,
    proposals.AlreadyAsked,
)
HEADERS = "取引番号,お問合せ番号,種別,金額,日時,店舗番号,元取引番号"
_numbers = count(1)


class World:
    """Two members' coupons and two paper ones, each reported by its holder, on a clock that only moves on.

    `wrong`: what was seen on the way that must not be. `of`: what each cancellation that names nothing truly is of.
    """

    def __init__(self, folder: Path) -> None:
        self.day, self.scheme, self.folder = 0, regionpay(), folder
        self.wrong: list[str] = []
        self.of: dict[str, list[int]] = {}
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

    def report_again(self, report: int) -> None:
        """Of the same coupon, by the same caller."""
        on = self.coupons[report]
        if len(self.reports) < 6 and on.scheme.receive_until > japan(self.at):
            kind = "paid_twice" if report % 2 == 0 else "cash_and_deducted"
            self.reports.append(shop_says(reported(on, kind, phone=f"0902222000{report}", stated_yen=500)))

    def _report(self, report: int) -> Incident:
        return self.reports[report % len(self.reports)]

    def _payment(self, report: int, place: int) -> Entry:
        payments = self.coupons[report].entries.filter(kind="payment", occurred_at__lt=RECOVERED)
        payments = payments.order_by("pk")
        return payments[place % len(payments)]

    def decide(self, report: int, amount: int | None) -> None:
        """Give back what is proposed, or a typed amount of the last payment (of an inquiry always so)."""
        of = self._report(report)
        payments = of.coupon.entries.filter(kind="payment", occurred_at__lt=RECOVERED).order_by("-pk")
        last = payments[min(len(payments) - 1, report // len(self.coupons))]  # a second report is of another one
        choices = {last.pk: amount or 500} if amount or of.kind == Incident.Kind.OTHER else proposed(of)
        made = decided(of, self.at, choices=choices)
        if made.state == "waiting":
            incident_deciding.approve(decision_id=made.pk, by=staff("approver"), seen=seen(of), at=japan(self.at))

    def undo(self, report: int) -> None:
        of = self._report(report)
        given = {"incident_id": of.pk, "why": "やり直し", "by": staff("reviewer"), "seen": seen(of)}
        had_a_claim, orphans = of.pk in seen_by.with_a_claim(), seen_by.orphaned()
        incident_undoing.undo(**given, at=japan(self.at))
        others = Incident.objects.filter(coupon=of.coupon, state=Incident.State.APPROVED).exists()
        if had_a_claim and (of.pk in seen_by.with_a_claim()) != others:
            self.wrong.append(f"report {of.pk} undone, and its claim {'gone' if others else 'left'}")
        self.wrong += [f"proposal {pk} waits of a claim that was undone" for pk in seen_by.orphaned() - orphans]
        if seen_by.is_out(of.coupon) > max(0, seen_by.owed_by_the_ledger(of.coupon)):
            self.wrong.append(f"report {of.pk} undone though its yen are out")
        if self._balance(of.coupon) < 0:
            self.wrong.append(f"report {of.pk} undone though its yen are used")

    def load(self, on, kind: str, amount: int, at: str, of: str = "") -> None:
        """A file of one row."""
        row = f"F{next(_numbers)},{on.inquiry_no},{kind},{amount},{at},S1,{of}"
        path = self.folder / "entries.csv"
        path.write_text(f"{HEADERS}\n{row}\n")
        load(scheme=self.scheme, paths=[path])

    def cancel(self, report: int, place: int, amount: int, names_it: bool) -> None:
        """By a shop; where it does not name its payment, the world knows it (of several, where it is too much)."""
        payment = self._payment(report, place)
        self.load(self.coupons[report], "取消", amount, self.at, payment.entry_no if names_it else "")
        if not names_it:
            self.of[Entry.objects.latest("pk").entry_no] = [payment.pk, self._payment(report, place + 1).pk]

    def answer(self, place: int, is_known: bool) -> None:
        """Two persons say what a cancellation that names nothing is of, or (wrongly) that it is of none."""
        waiting = list(unnamed_cancellations.in_question(self.scheme))
        if waiting:
            cancelled = waiting[place % len(waiting)]
            self._say(cancelled, self._truly(cancelled) if is_known else {})

    def _say(self, cancelled: Entry, of: dict[int, int]) -> None:
        said = {"payment_id": None, "shares": of} if len(of) > 1 else {"payment_id": next(iter(of), None)}
        for who in ("sato", "suzuki"):
            given = {"entry_id": cancelled.pk, "why": "店", "by": staff(who), "at": japan(self.at)}
            unnamed_cancellations.settle(**given, **said)

    def _truly(self, cancelled: Entry) -> dict[int, int]:
        """Its payments with the yen of each: what shops have left of one, and the rest of the next."""
        first, second = self.of[cancelled.entry_no]
        room = -Entry.objects.get(pk=first).amount_yen - seen_by.by_shops(first)
        yen = max(0, min(cancelled.amount_yen, room)) if first != second else cancelled.amount_yen
        return {pk: of for pk, of in ((first, yen), (second, cancelled.amount_yen - yen)) if of}

    def settle_all(self) -> None:
        """Nothing waits for ever: what is true can be said, or shops alone have cancelled more than was taken."""
        for cancelled in unnamed_cancellations.in_question(self.scheme):
            of = self._truly(cancelled)
            if any(seen_by.by_shops(pk) + yen > -Entry.objects.get(pk=pk).amount_yen for pk, yen in of.items()):
                of = {}
            if of or self._wants_an_answer(cancelled):
                self._say(cancelled, of)
        if unnamed_cancellations.in_question(self.scheme).exists():
            self.wrong.append("a cancellation waits for ever")

    def _wants_an_answer(self, cancelled: Entry) -> bool:
        """What was said of the others may have left nothing in question."""
        return unnamed_cancellations.in_question(self.scheme).filter(pk=cancelled.pk).exists()

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

    def send_elsewhere(self, place: int, to: int) -> None:
        """Two persons send a claim to another telephone, where one asks and the other agrees."""
        claims = list(Claim.objects.filter(withdrawn_at=None).order_by("pk"))
        if claims:
            claim = claims[place % len(claims)]
            given = {"claim_id": claim.pk, "seen": str(cases.version(claim)), "reason": "番号が変わった"}
            where = {"deliver_by": "sms", "deliver_to": f"0903333000{to}"}
            asked = destinations.ask(**given, **where, by=staff("clerk"), at=japan(self.at))
            destinations.approve(proposal_id=asked.pk, by=staff("suzuki"), at=japan(self.at))

    def ask_elsewhere(self, place: int) -> None:
        """Asked, and nobody has agreed yet."""
        claims = list(Claim.objects.filter(withdrawn_at=None).order_by("pk"))
        if claims:
            claim = claims[place % len(claims)]
            given = {"claim_id": claim.pk, "seen": str(cases.version(claim)), "reason": "番号が変わった"}
            where = {"deliver_by": "sms", "deliver_to": "09033330009"}
            destinations.ask(**given, **where, by=staff("clerk"), at=japan(self.at))

    def reopen(self, report: int) -> None:
        """Ended by a slip, and opened again."""
        of = self._report(report)
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
        """Nothing more is put on a payout of a coupon in question, and no claim filed anew that a person took back."""
        at = japan(self.at)
        eligibility.extend(self.scheme, at)
        asked = {one.coupon_id for one in unnamed_cancellations.in_question(self.scheme)}
        out, taken_back = seen_by.on_payouts(), seen_by.taken_back()
        incident_payees.file_missing(at)
        matching.match_claims(at)
        entitlements.freeze(self.scheme, at)
        releasing.lapse(self.scheme, at)
        opening.open_payouts(self.scheme, at)
        self.wrong += [f"coupon {pk} paid though in question" for pk in seen_by.on_payouts() - out if pk in asked]
        self.wrong += [f"report {pk} has a claim again" for pk in taken_back & seen_by.with_a_claim()]
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
