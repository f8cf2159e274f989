"""The freeze: what is owed for each covered coupon as of 31 March 23:59, and its healing (notice 2.A2, design 5).

One formula, the view `coupon_target`. Each run makes a coupon's free ledger entitlement what the formula says less what
already left or lapsed; so late files, late cancellations and late decisions all come out right by running again.
"""

from datetime import datetime

from django.db import connection, transaction

from config import clock
from coupons.models import Scheme
from trail import duties
from trail.record import record

# A coupon whose extension was taken back has no target: its free entitlement goes. What has lapsed stays as it was.
HEAL = """
with due as materialized (
    select coalesce(t.coupon_id, free.coupon_id) as coupon_id, free.id as free_id,
        coalesce(t.target_yen, 0) - coalesce(gone.yen, 0) as yen
    from (select coupon_id, target_yen from coupon_target where scheme_id = %(scheme)s) t
    full join (
        select id, coupon_id, amount_yen from payouts_entitlement
        where scheme_id = %(scheme)s and cause = 'ledger' and lapsed_at is null
    ) free using (coupon_id)
    left join (
        select coupon_id, sum(amount_yen) as yen from payouts_entitlement
        where scheme_id = %(scheme)s and cause = 'ledger' and lapsed_at is not null group by coupon_id
    ) gone on gone.coupon_id = coalesce(t.coupon_id, free.coupon_id)
    where coalesce(free.amount_yen, 0) <> greatest(0, coalesce(t.target_yen, 0) - coalesce(gone.yen, 0))
), removed as (
    delete from payouts_entitlement e using due where e.id = due.free_id and e.lapsed_at is null and due.yen <= 0
    returning 1
), corrected as (
    update payouts_entitlement e set amount_yen = due.yen
    from due where e.id = due.free_id and e.lapsed_at is null and due.yen > 0
    returning 1
), added as (
    insert into payouts_entitlement (scheme_id, coupon_id, cause, amount_yen, made_at)
    select %(scheme)s, coupon_id, 'ledger', yen, %(at)s from due where free_id is null and yen > 0
    on conflict (coupon_id, cause) where lapsed_at is null do nothing
    returning 1
)
select (select count(*) from added), (select count(*) from corrected), (select count(*) from removed)
"""


def freeze(scheme: Scheme, at: datetime | None = None) -> int:
    """Make every coupon's free ledger entitlement what the formula says. Due from `usable_until` on, any number of times.

    Returns how many entitlements were added, corrected or removed.
    """
    at = at or clock.now()
    if at < scheme.usable_until:
        return 0
    with transaction.atomic():
        if not duties.alone("freeze", scheme.pk):
            return 0
        with connection.cursor() as cursor:
            cursor.execute(HEAL, {"scheme": scheme.pk, "at": at})
            added, corrected, removed = cursor.fetchone()
        if added or corrected or removed:
            record("frozen", who="duty:freeze", about=scheme, added=added, corrected=corrected, removed=removed)
    return added + corrected + removed
