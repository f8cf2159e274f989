"""What a change of the outage, or of whose expiry was hit, would judge otherwise (notice 0, 1.A, 1.B)."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q, QuerySet, Value

from claims.models import Incident, IncidentPayment
from coupons.balances import balance_before
from coupons.models import Change, Coupon, Entry, Extension, Scheme
from payouts.changing.wanted import Effect, Wanted
from payouts.models import Entitlement


def of_the_outage(wanted: Wanted, at: datetime) -> Iterator[Effect]:
    """Payments that come into or leave the window of (B); decisions stand, and are listed."""
    if not wanted.changes("outage_from", "outage_until"):
        return
    payments = Entry.objects.filter(scheme=wanted.scheme, kind=Entry.Kind.PAYMENT)
    was, will = _in_window("occurred_at", wanted.before), _in_window("occurred_at", wanted.after)
    come, gone = payments.filter(will & ~was).count(), payments.filter(was & ~will).count()
    if come or gone:
        yield Effect(f"障害の時間に入る決済が{come:,}件、外れる決済が{gone:,}件あります。")
    given = IncidentPayment.objects.filter(incident__scheme=wanted.scheme, reversal=None)
    was, will = (_in_window("payment__occurred_at", one) for one in (wanted.before, wanted.after))
    if outside := given.filter(was & ~will).count():
        yield Effect(f"もう戻した決済のうち{outside:,}件が、新しい時間の外になります。戻した決定は、そのまま残ります。")
    undecided = Incident.objects.filter(scheme=wanted.scheme, state__in=Incident.UNDECIDED).count()
    if undecided:
        yield Effect(f"決めていないお申し出{undecided:,}件は、新しい時間で調べ直すことになります。")


def of_case_a(wanted: Wanted, at: datetime) -> Iterator[Effect]:
    """Coupons that case (A) would newly cover, or cover no more. Forbidden once anybody was told, or is paid."""
    if not wanted.changes("affected_expires_at", "first_extension_until"):
        return
    before, after = _case_a(wanted.scheme, wanted.before), _case_a(wanted.scheme, wanted.after)
    covered = Extension.objects.filter(scheme=wanted.scheme).values("coupon")
    come = after.exclude(pk__in=before.values("pk")).exclude(pk__in=covered).count()
    gone = before.exclude(pk__in=after.values("pk"))
    yield from _leaving(gone, wanted)
    if come:
        yield Effect(f"新しく対象 (A) になるクーポンが{come:,}枚あります。期日が来しだい、延長されます。")


def _leaving(gone: QuerySet[Coupon], wanted: Wanted) -> Iterator[Effect]:
    extended = Extension.objects.filter(scheme=wanted.scheme, ground=Extension.Ground.A, coupon__in=gone.values("pk"))
    coupons = extended.values("coupon")
    told = Change.objects.filter(kind=Change.Kind.EXTENSION, told_at__isnull=False, coupon__in=coupons).count()
    fixed = Entitlement.objects.filter(coupon__in=coupons).exclude(payout=None, lapsed_at=None).count()
    if told or fixed:
        words = f"対象 (A) から外れるクーポンのうち、regionPAYに延長を伝えたものが{told:,}枚"
        yield Effect(f"{words}、支払に載せたものが{fixed:,}件あります。", forbids=True)
    if count := gone.count():
        yield Effect(f"対象 (A) から外れるクーポンが{count:,}枚あります（うち延長済み{extended.count():,}枚）。")


def _case_a(scheme: Scheme, dates: Scheme) -> QuerySet[Coupon]:
    """The coupons of `scheme` that case (A) covers by other dates (coupons/eligibility.py says the same by its own)."""
    coupons = Coupon.objects.filter(scheme=scheme, expires_at=dates.affected_expires_at)
    return coupons.annotate(left=balance_before(Value(dates.first_extension_until))).filter(left__gte=1)


def _in_window(field: str, dates: Scheme) -> Q:
    return Q(**{f"{field}__gte": dates.outage_from, f"{field}__lt": dates.outage_until})
