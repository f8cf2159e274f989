"""The statement (照合表): for each coupon what the ledger held, what is owed, and where that yen is now (design 5).

`owed_yen` is the sum of the coupon's entitlements; what is on payouts comes from the payouts and their items.
`check_yen`, owed less all buckets, is zero or something is wrong. `late_yen` is what the formula says by now beyond
what is owed: listed, never hidden.
"""

from datetime import datetime
from pathlib import Path

from django.db import connection
from django.db.models import Sum
from django.db.models.functions import Coalesce

from config import clock
from coupons.models import Scheme
from payouts.models import Entitlement
from payouts.payees import IS_SENT_TO_MEMBER, LIVE_LINES

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

# e = an entitlement that lapsed when two persons closed what its claimant was asked about (payouts/account_answers.py).
IS_UNDELIVERABLE = """exists (
    select from payouts_accountproposal closing join payouts_accountrequest asked on asked.id = closing.request_id
    join claims_claimline its on its.claim_id = asked.claim_id
    where its.coupon_id = e.coupon_id and closing.deed = 'close' and closing.state = 'approved'
        and closing.settled_at = e.lapsed_at)"""
# Where yen is that is on no payout: come back from the bank, on its way to a known payee, or waiting to be claimed.
IS_WAITING = f"({IS_SENT_TO_MEMBER} or line.state is not null)"

ROWS = f"""
select inquiry_no, prefecture, ground, case when owed_yen > 0 then path else '' end as path, frozen_yen, owed_yen,
    {", ".join(BUCKETS)}, owed_yen - ({" + ".join(BUCKETS)}) as check_yen, late_yen
from (
    select c.inquiry_no, c.prefecture, coalesce(x.ground, '') as ground,
        case when line.state is null and {IS_SENT_TO_MEMBER} then 'member' else 'claim' end as path,
        coalesce(ledger.yen, 0) as frozen_yen,
        coalesce(owed.yen, 0) as owed_yen,
        case when last.state is distinct from 'returned' and not {IS_WAITING} then coalesce(owed.free, 0) else 0 end
            as unclaimed_yen,
        case when last.state is distinct from 'returned' and {IS_WAITING} then coalesce(owed.free, 0) else 0 end
            as waiting_yen,
        coalesce(leaving.open, 0) as open_yen, coalesce(leaving.ordered, 0) as ordered_yen,
        coalesce(leaving.paid_points, 0) as paid_points_yen, coalesce(leaving.paid_bank, 0) as paid_bank_yen,
        case when last.state = 'returned' then coalesce(owed.free, 0) else 0 end as returned_yen,
        coalesce(owed.lapsed, 0) as lapsed_yen,
        case when %(at)s >= s.usable_until then coalesce(t.target_yen, 0) - coalesce(owed.by_ledger, 0) else 0 end
            as late_yen
    from coupons_coupon c
    join coupons_scheme s on s.id = c.scheme_id
    left join coupons_member m on m.id = c.member_id
    left join coupons_extension x on x.coupon_id = c.id
    left join coupon_target t on t.scheme_id = c.scheme_id and t.coupon_id = c.id
    left join {LIVE_LINES} line on line.coupon_id = c.id and line.state in ('review', 'accepted')
    left join (
        select coupon_id, sum(amount_yen) as yen from coupons_entry
        where counts_at < %(usable_until)s group by coupon_id
    ) ledger on ledger.coupon_id = c.id
    left join (
        select coupon_id, sum(amount_yen) as yen, sum(amount_yen) filter (where cause = 'ledger') as by_ledger,
            sum(amount_yen) filter (where lapsed_at is null and payout_id is null) as free,
            sum(amount_yen) filter (where lapsed_at is not null) as lapsed
        from payouts_entitlement where scheme_id = %(scheme)s group by coupon_id
    ) owed on owed.coupon_id = c.id
    left join (
        select i.coupon_id, sum(i.amount_yen) filter (where p.state = 'open') as open,
            sum(i.amount_yen) filter (where p.state = 'ordered') as ordered,
            sum(i.amount_yen) filter (where p.state = 'paid' and p.method = 'points') as paid_points,
            sum(i.amount_yen) filter (where p.state = 'paid' and p.method = 'refund') as paid_bank
        from payouts_payoutitem i join payouts_payout p on p.id = i.payout_id
        where p.scheme_id = %(scheme)s group by i.coupon_id
    ) leaving on leaving.coupon_id = c.id
    left join (
        select distinct on (i.coupon_id) i.coupon_id, p.state
        from payouts_payoutitem i join payouts_payout p on p.id = i.payout_id
        where p.scheme_id = %(scheme)s order by i.coupon_id, i.id desc
    ) last on last.coupon_id = c.id
    where c.scheme_id = %(scheme)s
) per_coupon
"""


def totals(scheme: Scheme, at: datetime | None = None) -> dict[str, int]:
    """Coupons, extended coupons, coupons with something owed, the sum of each yen column; what of `owed_yen` two
    persons have granted beyond the ledger, and what of `lapsed_yen` two have given up, because no account came.
    """
    sums = ", ".join(f"coalesce(sum({column}), 0)::bigint" for column in YEN_COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""select count(*), count(*) filter (where ground <> ''), count(*) filter (where owed_yen > 0),
            count(*) filter (where check_yen <> 0), count(*) filter (where late_yen <> 0), {sums}
            from ({ROWS}) r""",
            _parameters(scheme, at),
        )
        names = ("coupons", "extended_coupons", "owed_coupons", "unequal_coupons", "late_coupons", *YEN_COLUMNS)
        sums_by_name = dict(zip(names, cursor.fetchone(), strict=True))
        cursor.execute(
            f"select coalesce(sum(amount_yen), 0)::bigint from payouts_entitlement e"
            f" where scheme_id = %(scheme)s and lapsed_at is not null and {IS_UNDELIVERABLE}",
            {"scheme": scheme.pk},
        )
        sums_by_name["undeliverable_yen"] = cursor.fetchone()[0]
    granted = Entitlement.objects.filter(scheme=scheme, cause=Entitlement.Cause.DECISION)
    return sums_by_name | {"granted_yen": granted.aggregate(yen=Coalesce(Sum("amount_yen"), 0))["yen"]}


def write_csv(scheme: Scheme, path: Path, at: datetime | None = None) -> None:
    """One row a coupon, by inquiry number (design 7). Streamed: memory does not grow with the scheme."""
    with connection.cursor() as cursor, path.open("wb") as file:
        query = cursor.mogrify(f'{ROWS} order by inquiry_no collate "C"', _parameters(scheme, at))
        with cursor.copy(f"copy ({query}) to stdout with (format csv, header)") as copy:
            for data in copy:
                file.write(data)


def _parameters(scheme: Scheme, at: datetime | None) -> dict:
    return {"scheme": scheme.pk, "usable_until": scheme.usable_until, "at": at or clock.now()}
