"""The freeze: what is owed for each covered coupon as of 31 March 23:59, and its healing (notice 2.A2, design 5).

One formula, the view `coupon_target`. Each run makes a coupon's free ledger entitlement what the formula says less what
is on payouts or has lapsed; so late files, late decisions and released payouts all come out right by running again.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import connection, transaction

from config import clock
from coupons.models import Scheme
from trail import duties
from trail.record import record

LARGEST_YEN = 2**31 - 1  # a senseless file must not keep everybody else from being frozen

# A coupon whose extension was taken back has no target: its free entitlement goes.
HEAL = """
with due as materialized (
    select coalesce(t.coupon_id, free.coupon_id) as coupon_id, free.id as free_id,
        least(coalesce(t.target_yen, 0) - coalesce(gone.yen, 0), {largest}) as yen
    from (select coupon_id, target_yen from coupon_target where scheme_id = %(scheme)s {only}) t
    full join (
        select id, coupon_id, amount_yen from payouts_entitlement
        where scheme_id = %(scheme)s and cause = 'ledger' and lapsed_at is null and payout_id is null {only}
    ) free using (coupon_id)
    left join (
        select coupon_id, sum(amount_yen) as yen from payouts_entitlement
        where scheme_id = %(scheme)s and cause = 'ledger' and (lapsed_at is not null or payout_id is not null) {only}
        group by coupon_id
    ) gone on gone.coupon_id = coalesce(t.coupon_id, free.coupon_id)
    where coalesce(free.amount_yen, 0)
        <> least(greatest(0, coalesce(t.target_yen, 0) - coalesce(gone.yen, 0)), {largest})
), removed as (
    delete from payouts_entitlement e using due where e.id = due.free_id and due.yen <= 0 returning 1
), corrected as (
    update payouts_entitlement e set amount_yen = due.yen from due where e.id = due.free_id and due.yen > 0 returning 1
), added as (
    insert into payouts_entitlement (scheme_id, coupon_id, cause, amount_yen, made_at)
    select %(scheme)s, coupon_id, 'ledger', yen, %(at)s from due where free_id is null and yen > 0
    returning 1
)
select (select count(*) from added), (select count(*) from corrected), (select count(*) from removed)
"""


def lock(scheme_id: int) -> None:
    """Nobody else heals, opens or releases entitlements of the scheme until this transaction ends.

    The first lock of every function that does: a healer that read before an opening and wrote after it would owe twice.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('entitlements'), %s)", [scheme_id])


def freeze(scheme: Scheme, at: datetime | None = None) -> int:
    """Heal every coupon of the scheme. Due from `usable_until` on, any number of times.

    Returns how many entitlements were added, corrected or removed.
    """
    at = at or clock.now()
    if at < scheme.usable_until:
        return 0
    with transaction.atomic():
        duties.alone("freeze", scheme.pk)
        lock(scheme.pk)
        added, corrected, removed = heal(scheme.pk, at)
        if added or corrected or removed:
            record("frozen", who="duty:freeze", about=scheme, added=added, corrected=corrected, removed=removed)
    return added + corrected + removed


def heal(scheme_id: int, at: datetime, coupons: Collection[int] | None = None) -> tuple[int, int, int]:
    """Make free ledger entitlements what the formula says: of `coupons` (ids), or of the whole scheme.

    Under `lock`. Returns how many were added, corrected, removed.
    """
    only = "" if coupons is None else "and coupon_id = any(%(coupons)s)"
    with connection.cursor() as cursor:
        cursor.execute(
            HEAL.format(only=only, largest=LARGEST_YEN), {"scheme": scheme_id, "at": at, "coupons": list(coupons or [])}
        )
        return cursor.fetchone()
