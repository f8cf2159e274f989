"""The figures of a scheme at one moment, from the statement and from what leaves: count and yen, all of one snapshot.

`figures` is JSON: `totals` and `parts` (by prefecture, path, ground) have the statement's columns, and counts;
`public` what everybody may know, not yet rounded; `ways` what left by method, payee and state; `brands` the points by
brand; `days` what was received on each day (JST).
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from config import clock
from coupons.models import Scheme
from payouts import statement
from payouts.models import Summary
from trail import duties

EVERY = timedelta(minutes=5)
SUMS = ", ".join(f"coalesce(sum({name}), 0)::bigint as {name}" for name in statement.YEN_COLUMNS)
PARTS = f"""
    select prefecture, path, ground, count(*) as coupons, count(*) filter (where ground <> '') as extended_coupons,
        coalesce(sum(frozen_yen) filter (where ground <> ''), 0)::bigint as extended_yen,
        count(*) filter (where owed_yen > 0) as owed_coupons, {SUMS}
    from ({statement.ROWS}) r group by grouping sets ((prefecture, path, ground), ())
"""
WAYS = """
    select method, case when member_id is null then 'claim' else 'member' end as payee, state,
        held_at is not null as is_held, count(*) as payouts, sum(amount_yen)::bigint as yen
    from payouts_payout where scheme_id = %(scheme)s group by 1, 2, 3, 4 order by 1, 2, 3, 4
"""
BRANDS = """
    select o.brand, count(*) as payouts, sum(p.amount_yen)::bigint as yen
    from payouts_pointorder o join payouts_payout p on p.id = o.payout_id
    where p.scheme_id = %(scheme)s and o.state = 'issued' group by 1 order by 3 desc, 1
"""
DAYS = """
    select to_char(at at time zone 'Asia/Tokyo', 'YYYY-MM-DD') as day, method, count(*) as payouts,
        sum(amount_yen)::bigint as yen
    from (
        select p.method, p.amount_yen, o.settled_at as at
        from payouts_payout p join payouts_pointorder o on o.payout_id = p.id and o.state = 'issued'
        where p.scheme_id = %(scheme)s and p.state = 'paid'
        union all
        select p.method, p.amount_yen, l.outcome_at
        from payouts_payout p join payouts_refundline l on l.payout_id = p.id and l.outcome = 'credited'
        where p.scheme_id = %(scheme)s and p.state = 'paid'
    ) received group by 1, 2 order by 1, 2
"""
PUBLIC = """
    select (
        select count(distinct (member_id, claim_id)) from payouts_payout
        where scheme_id = %(scheme)s and state = 'paid'
    ) as people, (
        select coalesce(sum(amount_yen), 0)::bigint from payouts_payout
        where scheme_id = %(scheme)s and state = 'paid'
    ) as yen, (
        select min(c.filed_at) from claims_claimline l join claims_claim c on c.id = l.claim_id
        where c.scheme_id = %(scheme)s and c.withdrawn_at is null and l.state in ('filed', 'review')
    ) as oldest_unchecked
"""


def summarize(scheme: Scheme, at: datetime | None = None) -> int:
    """Write the figures anew if they are five minutes old. 1 if they changed. Raises duties.Elsewhere."""
    at = at or clock.now()
    last = Summary.objects.filter(scheme=scheme).first()
    if last and at - last.at < EVERY:
        return 0
    found = figures(scheme, at)
    with transaction.atomic():
        duties.alone("summarize", scheme.pk)
        Summary.objects.update_or_create(scheme=scheme, defaults={"at": at, "figures": found})
    return int(last is None or last.figures != found)


def figures(scheme: Scheme, at: datetime) -> dict[str, Any]:
    """The figures now, in one snapshot."""
    outermost = not connection.in_atomic_block
    parameters = {"scheme": scheme.pk, "usable_until": scheme.usable_until, "at": at}
    with transaction.atomic():
        if outermost:  # inside another transaction it is too late to ask for this
            with connection.cursor() as cursor:
                cursor.execute("set transaction isolation level repeatable read, read only")
        parts = _rows(PARTS, parameters)
        [public] = _rows(PUBLIC, parameters)
        found = {"ways": _rows(WAYS, parameters), "brands": _rows(BRANDS, parameters), "days": _rows(DAYS, parameters)}
    totals = next(part for part in parts if part["prefecture"] is None)
    oldest = public["oldest_unchecked"]
    public["oldest_unchecked"] = oldest and oldest.isoformat()
    return {"totals": totals, "parts": [part for part in parts if part is not totals], "public": public, **found}


def _rows(sql: str, parameters: dict) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
