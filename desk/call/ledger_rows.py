"""A coupon's ledger as lines of its timeline: entries with the balance after each, doubles, and its validity."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import accumulate

from django.db.models import Sum

from config.dates import last_minute
from coupons.doubles import Double, Payment, suspected
from coupons.models import Change, Coupon, Entry
from desk.call.rows import Group, Row

Kind = Entry.Kind
TAKES = (Kind.PAYMENT, Kind.REVERSAL)


@dataclass(frozen=True)
class Ledger:
    """The entries of a coupon in the order of time, read once, and beside them what the database adds up to."""

    coupon: Coupon
    entries: list[Entry]
    sum_yen: int

    @property
    def agrees(self) -> bool:
        """Whether the lines shown come to what the database says is left."""
        return sum(entry.amount_yen for entry in self.entries) == self.sum_yen

    @property
    def check(self) -> str:
        """「発行3,000－決済2,500＝残額500」"""
        parts = []
        for kind in Kind:
            yen = sum(entry.amount_yen for entry in self.entries if entry.kind == kind)
            if yen:
                sign = "－" if kind in TAKES else "＋"
                parts.append(f"{sign if parts else ''}{kind.label}{abs(yen):,}")
        return f"{''.join(parts)}＝残額{self.sum_yen:,}"

    @cached_property
    def doubles(self) -> list[Double]:
        """Suspected ones, among payments that neither a cancellation nor a restoration has undone wholly."""
        taken_back = Counter()
        for entry in self.entries:
            taken_back[entry.cancels_id or entry.restores_id] += entry.amount_yen
        payments = [entry for entry in self.entries if entry.kind == Kind.PAYMENT]
        standing = [one for one in payments if taken_back[one.pk] < -one.amount_yen]
        return suspected(Payment(one.pk, one.store_id, -one.amount_yen, one.occurred_at) for one in standing)


def ledger(coupon: Coupon) -> Ledger:
    """The ledger of `coupon`."""
    entries = list(coupon.entries.select_related("store").order_by("occurred_at", "pk"))
    total = Entry.objects.filter(coupon=coupon).aggregate(yen=Sum("amount_yen"))["yen"]
    return Ledger(coupon, entries, total or 0)


def rows(known: Ledger) -> list[Row]:
    """Every entry, and every change of the expiry."""
    return [*_entries(known), *_validity(known.coupon)]


def _entries(known: Ledger) -> list[Row]:
    balances = accumulate(entry.amount_yen for entry in known.entries)
    scheme, doubles = known.coupon.scheme, _words_of(known.doubles)
    return [
        Row(
            at=entry.occurred_at,
            group=Group.LEDGER,
            title=entry.get_kind_display(),
            words=_place(entry, known.coupon),
            yen=entry.amount_yen,
            balance=balance,
            double=doubles.get(entry.pk, ""),
            is_in_outage=scheme.outage_from <= entry.occurred_at < scheme.outage_until,
        )
        for entry, balance in zip(known.entries, balances, strict=True)
    ]


def _place(entry: Entry, coupon: Coupon) -> str:
    """The shop; of an issue the issuer; of what undoes another the number of that one."""
    undone = entry.cancels_id or entry.restores_id or entry.reverses_id
    place = coupon.issuer.name if entry.kind == Kind.ISSUE else entry.store.name if entry.store else ""
    return f"{place}（もとの明細あり）" if undone else place


def _words_of(doubles: list[Double]) -> dict[int, str]:
    """For each payment of a group: which one it is, and the suspicion."""
    return {
        one.id: f"{nth}回目／{len(double.payments)}回　{double.words}"
        for double in doubles
        for nth, one in enumerate(double.payments, start=1)
    }


def _validity(coupon: Coupon) -> list[Row]:
    """2/24 → 2/26 → 3/31, each with when regionPAY was told."""
    scheme, extension = coupon.scheme, getattr(coupon, "extension", None)
    shown, until = [], coupon.expires_at
    if coupon.expires_at == scheme.affected_expires_at:
        shown.append(_expiry(scheme.outage_until, until, scheme.first_extension_until, "対象のクーポンすべて"))
        until = scheme.first_extension_until
    if extension:
        shown.append(_expiry(extension.made_at, until, extension.until, extension.get_ground_display()))
    return [*shown, *_told(coupon)]


def _expiry(at: datetime, was: datetime, until: datetime, why: str) -> Row:
    words = f"{last_minute(was)}まで → {last_minute(until)}まで（{why}）"
    return Row(at, Group.LEDGER, "有効期限の延長", words)


def _told(coupon: Coupon) -> list[Row]:
    changes = Change.objects.filter(coupon=coupon, told_at__isnull=False)
    return [
        Row(change.told_at, Group.LEDGER, "regionPAYへ通知", f"{change.get_kind_display()}{_answered(change)}")
        for change in changes
    ]


def _answered(change: Change) -> str:
    return "（確認済み）" if change.acknowledged_at else "（確認待ち）"
