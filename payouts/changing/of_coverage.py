"""What a change of the outage, or of whose expiry was hit, would judge otherwise (notice 0, 1.A, 1.B)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Q

from claims.models import Incident, IncidentPayment
from coupons.models import Entry, Scheme
from payouts.changing.wanted import Effect, Wanted

# coupons/eligibility.py says the same of a scheme by its own dates. Asked for both at once, a coupon's entries are
# added up once: as two sets, one taken from the other, a million coupons took minutes.
CASE_A = """
with judged as materialized (
    select c.id,
        c.expires_at = %(old_expiry)s
            and coalesce(sum(e.amount_yen) filter (where e.counts_at < %(old_end)s), 0) >= 1 as was,
        c.expires_at = %(new_expiry)s
            and coalesce(sum(e.amount_yen) filter (where e.counts_at < %(new_end)s), 0) >= 1 as will
    from coupons_coupon c left join coupons_entry e on e.coupon_id = c.id
    where c.scheme_id = %(scheme)s and c.expires_at in (%(old_expiry)s, %(new_expiry)s) group by c.id
), otherwise as materialized (
    select judged.id, will, x.ground from judged left join coupons_extension x on x.coupon_id = judged.id
    where was <> will
), leaving as materialized (select id from otherwise where not will and ground = 'A')
select
    (select count(*) from otherwise where will and ground is null),
    (select count(*) from otherwise where not will),
    (select count(*) from leaving),
    (select count(*) from leaving join coupons_change c on c.coupon_id = leaving.id
        where c.kind = 'extension' and c.told_at is not null),
    (select count(*) from leaving join payouts_entitlement t on t.coupon_id = leaving.id
        where t.payout_id is not null or t.lapsed_at is not null)
"""


@dataclass(frozen=True)
class JudgedOtherwise:
    """Coupons that would come into case (A), or leave it; of the latter those extended, told of, and on payouts."""

    come: int
    gone: int
    extended: int
    told: int
    fixed: int


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
    found = _judged_otherwise(wanted)
    if found.told or found.fixed:
        words = f"対象 (A) から外れるクーポンのうち、regionPAYに延長を伝えたものが{found.told:,}枚"
        yield Effect(f"{words}、支払に載せたものが{found.fixed:,}件あります。", forbids=True)
    if found.gone:
        yield Effect(f"対象 (A) から外れるクーポンが{found.gone:,}枚あります（うち延長済み{found.extended:,}枚）。")
    if found.come:
        yield Effect(f"新しく対象 (A) になるクーポンが{found.come:,}枚あります。期日が来しだい、延長されます。")


def _judged_otherwise(wanted: Wanted) -> JudgedOtherwise:
    old, new = wanted.before, wanted.after
    asked = {
        "scheme": wanted.scheme.pk,
        "old_expiry": old.affected_expires_at,
        "new_expiry": new.affected_expires_at,
        "old_end": old.first_extension_until,
        "new_end": new.first_extension_until,
    }
    with connection.cursor() as cursor:
        cursor.execute(CASE_A, asked)
        return JudgedOtherwise(*cursor.fetchone())


def _in_window(field: str, dates: Scheme) -> Q:
    return Q(**{f"{field}__gte": dates.outage_from, f"{field}__lt": dates.outage_until})
