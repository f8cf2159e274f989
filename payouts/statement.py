"""The statement (照合表): for each coupon what the ledger held, what is owed, and where that yen is now (design 5).

`owed_yen` is the sum of the coupon's entitlements; each bucket is found on its own. `check_yen`, owed less all buckets,
is zero or something is wrong. `late_yen` is what the formula says by now beyond what is owed: listed, never hidden.
"""

from datetime import datetime
from pathlib import Path

from django.db import connection

from config import clock
from coupons.models import Scheme

BUCKETS = (
    "unclaimed_yen",
    "waiting_yen",
    "open_yen",
    "ordered_yen",
    "paid_points_yen",
    "paid_bank_yen",
    "returned_yen",
    "lapsed_yen",
)
COLUMNS = (
    "inquiry_no",
    "prefecture",
    "ground",
    "path",
    "frozen_yen",
    "owed_yen",
    *BUCKETS,
    "check_yen",
    "late_yen",
)
YEN_COLUMNS = COLUMNS[4:]

# "Left the app" is judged at the freeze (question 12); who left before, or never charged, has to claim.
IS_SENT_TO_MEMBER = """(c.charged_at is not null and m.id is not null
    and (m.left_at is null or m.left_at >= s.usable_until))"""

ROWS = f"""
select inquiry_no, prefecture, ground, case when owed_yen > 0 then path else '' end as path, frozen_yen, owed_yen,
    {", ".join(BUCKETS)}, owed_yen - ({" + ".join(BUCKETS)}) as check_yen, late_yen
from (
    select c.inquiry_no, c.prefecture, coalesce(x.ground, '') as ground,
        case when {IS_SENT_TO_MEMBER} then 'member' else 'claim' end as path,
        coalesce(ledger.yen, 0) as frozen_yen,
        coalesce(owed.yen, 0) as owed_yen,
        case when {IS_SENT_TO_MEMBER} then 0 else coalesce(free.yen, 0) end as unclaimed_yen,
        case when {IS_SENT_TO_MEMBER} then coalesce(free.yen, 0) else 0 end as waiting_yen,
        0 as open_yen, 0 as ordered_yen, 0 as paid_points_yen, 0 as paid_bank_yen, 0 as returned_yen,
        coalesce(lapsed.yen, 0) as lapsed_yen,
        case when %(at)s >= s.usable_until then coalesce(t.target_yen, 0) - coalesce(owed.by_ledger, 0) else 0 end
            as late_yen
    from coupons_coupon c
    join coupons_scheme s on s.id = c.scheme_id
    left join coupons_member m on m.id = c.member_id
    left join coupons_extension x on x.coupon_id = c.id
    left join coupon_target t on t.scheme_id = c.scheme_id and t.coupon_id = c.id
    left join (
        select coupon_id, sum(amount_yen) as yen from coupons_entry where counts_at < %(usable_until)s group by coupon_id
    ) ledger on ledger.coupon_id = c.id
    left join (
        select coupon_id, sum(amount_yen) as yen, sum(amount_yen) filter (where cause = 'ledger') as by_ledger
        from payouts_entitlement group by coupon_id
    ) owed on owed.coupon_id = c.id
    left join (
        select coupon_id, sum(amount_yen) as yen from payouts_entitlement where lapsed_at is null group by coupon_id
    ) free on free.coupon_id = c.id
    left join (
        select coupon_id, sum(amount_yen) as yen from payouts_entitlement where lapsed_at is not null group by coupon_id
    ) lapsed on lapsed.coupon_id = c.id
    where c.scheme_id = %(scheme)s
) per_coupon
"""


def totals(scheme: Scheme, at: datetime | None = None) -> dict[str, int]:
    """Coupons, extended coupons, coupons with something owed, and the sum of each yen column."""
    sums = ", ".join(f"coalesce(sum({column}), 0)::bigint" for column in YEN_COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""select count(*), count(*) filter (where ground <> ''), count(*) filter (where owed_yen > 0),
            count(*) filter (where check_yen <> 0), count(*) filter (where late_yen <> 0), {sums}
            from ({ROWS}) r""",
            _parameters(scheme, at),
        )
        names = ("coupons", "extended_coupons", "owed_coupons", "unequal_coupons", "late_coupons", *YEN_COLUMNS)
        return dict(zip(names, cursor.fetchone(), strict=True))


def write_csv(scheme: Scheme, path: Path, at: datetime | None = None) -> None:
    """One row a coupon, by inquiry number (design 7). Streamed: memory does not grow with the scheme."""
    with connection.cursor() as cursor, path.open("wb") as file:
        query = cursor.mogrify(f'{ROWS} order by inquiry_no collate "C"', _parameters(scheme, at))
        with cursor.copy(f"copy ({query}) to stdout with (format csv, header)") as copy:
            for data in copy:
                file.write(data)


def _parameters(scheme: Scheme, at: datetime | None) -> dict:
    return {"scheme": scheme.pk, "usable_until": scheme.usable_until, "at": at or clock.now()}
