"""The money invariants: each a query that finds the rows which break it (design 4, 5; `audit` exits 1 on a breach).

Most cannot happen, because a constraint or trigger forbids them; the audit asks again, without trusting either.
"""

from datetime import datetime

from django.db import connection

from config import clock
from coupons import eligibility
from coupons.models import Scheme

SHOWN = 100  # rows a breach, at most: the count says how many there are

INVARIANTS = {
    # -- the ledger
    "a coupon has one issue entry, of its face value": """
        select c.inquiry_no from coupons_coupon c
        left join coupons_entry e on e.coupon_id = c.id and e.kind = 'issue'
        where c.scheme_id = %(scheme)s group by c.id having count(e.id) <> 1 or sum(e.amount_yen) <> c.face_value_yen
    """,
    "no more is given back than a payment took": """
        select p.entry_no from (
            select cancels_id as payment, amount_yen from coupons_entry where cancels_id is not null
            union all select restores_id, amount_yen from coupons_entry where restores_id is not null
            union all select r.restores_id, v.amount_yen from coupons_entry v join coupons_entry r on r.id = v.reverses_id
        ) given_back
        join coupons_entry p on p.id = given_back.payment
        where p.scheme_id = %(scheme)s
        group by p.id having sum(given_back.amount_yen) > -p.amount_yen
    """,
    "no more is reversed than was restored": """
        select r.entry_no from coupons_entry r join coupons_entry v on v.reverses_id = r.id
        where r.scheme_id = %(scheme)s group by r.id having sum(v.amount_yen) < -r.amount_yen
    """,
    "an undoing counts when the undone did": """
        select e.entry_no from coupons_entry e join coupons_entry u on u.id = coalesce(e.cancels_id, e.reverses_id)
        where e.scheme_id = %(scheme)s and (e.counts_at <> u.counts_at or e.coupon_id <> u.coupon_id)
    """,
    "no restoration lifts a balance above face value": """
        select c.inquiry_no from coupons_coupon c
        join coupons_entry e on e.coupon_id = c.id
        where c.scheme_id = %(scheme)s and c.id in (
            select coupon_id from coupons_entry where kind in ('reinstatement', 'reversal')
            group by coupon_id having sum(amount_yen) > 0
        )
        group by c.id having sum(e.amount_yen) > c.face_value_yen
    """,
    # -- extensions and what regionPAY is told
    "an extension is told to regionPAY": """
        select c.inquiry_no from coupons_extension x join coupons_coupon c on c.id = x.coupon_id
        where x.scheme_id = %(scheme)s and not exists (
            select from coupons_change h where h.coupon_id = x.coupon_id and h.kind = 'extension' and h.until = x.until
        )
    """,
    "regionPAY is told of no extension that is none": """
        select h.key from coupons_change h where h.scheme_id = %(scheme)s and h.kind = 'extension'
        and not exists (select from coupons_extension x where x.coupon_id = h.coupon_id)
    """,
    "a restoration or reversal is told to regionPAY": """
        select e.entry_no from coupons_entry e where e.scheme_id = %(scheme)s and e.kind in ('reinstatement', 'reversal')
        and not exists (
            select from coupons_change h where h.entry_id = e.id and h.key = e.entry_no and h.coupon_id = e.coupon_id
        )
    """,
    "a restored coupon is covered": """
        select distinct c.inquiry_no from coupons_entry e join coupons_coupon c on c.id = e.coupon_id
        where e.scheme_id = %(scheme)s and e.kind = 'reinstatement'
        and not exists (select from coupons_extension x where x.coupon_id = e.coupon_id)
    """,
    # -- what is owed
    "nothing is owed before the freeze": """
        select c.inquiry_no from payouts_entitlement e join coupons_coupon c on c.id = e.coupon_id
        join coupons_scheme s on s.id = e.scheme_id
        where e.scheme_id = %(scheme)s and e.cause = 'ledger' and e.made_at < s.usable_until
    """,
    "one free entitlement a coupon and cause": """
        select c.inquiry_no from payouts_entitlement e join coupons_coupon c on c.id = e.coupon_id
        where e.scheme_id = %(scheme)s and e.lapsed_at is null group by c.id, e.cause having count(*) > 1
    """,
    "only a covered coupon is owed its balance": """
        select c.inquiry_no from payouts_entitlement e join coupons_coupon c on c.id = e.coupon_id
        where e.scheme_id = %(scheme)s and e.cause = 'ledger' and e.lapsed_at is null
        and not exists (select from coupons_extension x where x.coupon_id = e.coupon_id)
    """,
    "no more is owed by the ledger than the face value": """
        select c.inquiry_no from payouts_entitlement e join coupons_coupon c on c.id = e.coupon_id
        where e.scheme_id = %(scheme)s and e.cause = 'ledger'
        group by c.id having sum(e.amount_yen) > c.face_value_yen
    """,
    "owed is what the formula says, where nothing left or lapsed": """
        select coalesce(t.coupon_id, o.coupon_id), t.target_yen, o.yen
        from (select coupon_id, target_yen from coupon_target where scheme_id = %(scheme)s) t
        full join (
            select coupon_id, sum(amount_yen) as yen, bool_or(lapsed_at is not null) as is_settled
            from payouts_entitlement where scheme_id = %(scheme)s and cause = 'ledger' group by coupon_id
        ) o on o.coupon_id = t.coupon_id
        where %(at)s >= %(usable_until)s and coalesce(t.target_yen, 0) <> coalesce(o.yen, 0)
            and not coalesce(o.is_settled, false)
    """,
    # -- between schemes
    "nothing crosses from one scheme to another": """
        select c.inquiry_no from coupons_coupon c
        left join coupons_member m on m.id = c.member_id
        left join coupons_entry e on e.coupon_id = c.id
        left join payouts_entitlement o on o.coupon_id = c.id
        where c.scheme_id = %(scheme)s and (m.scheme_id <> c.scheme_id or e.scheme_id <> c.scheme_id
            or o.scheme_id <> c.scheme_id)
        group by c.id
    """,
}


def breaches(scheme: Scheme, at: datetime | None = None) -> dict[str, list[list]]:
    """Each broken invariant with the rows that break it (the first hundred); empty when every yen is in order."""
    at = at or clock.now()
    parameters = {"scheme": scheme.pk, "at": at, "usable_until": scheme.usable_until}
    found = {name: _rows(f"select * from ({sql}) b limit {SHOWN}", parameters) for name, sql in INVARIANTS.items()}
    found["every coupon of case (A) is extended"] = _forgotten(scheme, at)
    return {name: rows for name, rows in found.items() if rows}


def _forgotten(scheme: Scheme, at: datetime) -> list[list]:
    """Coupons the rule covers and nobody extended, though it is due: they would silently be owed nothing."""
    if at < scheme.first_extension_until:
        return []
    missing = eligibility.covered_by_a(scheme).filter(extension=None)
    return [list(row) for row in missing.order_by("inquiry_no").values_list("inquiry_no")[:SHOWN]]


def _rows(sql: str, parameters: dict) -> list[list]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [list(row) for row in cursor.fetchall()]
