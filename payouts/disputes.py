"""A coupon that two contacts claim: what is open for the first is held until staff decide (question 4).

Neither learns of the other. Holds made here end by themselves when the dispute is over; a person's hold stays.
"""

from datetime import datetime

from django.db import connection, transaction

from coupons.models import Scheme
from payouts import holds
from payouts.models import Payout

WHO = holds.DISPUTES
WHY, OVER = "別の連絡先からの申請と重なるため", "重なる申請がなくなったため"

# l = the accepted line: another contact's line met it or an earlier one of its coupon, or somebody asks in the holder's
# place; nobody has decided yet.
IS_DISPUTED = """exists (
    select from claims_claimline other join claims_claimline met on met.id = other.conflicts_with_id
    where met.coupon_id = l.coupon_id and other.state = 'review' and other.reason in ('conflict', 'desk'))"""
HAS_A_DISPUTE = f"""exists (
    select from payouts_entitlement e
    join claims_claimline l on l.coupon_id = e.coupon_id and l.claim_id = p.claim_id and l.state = 'accepted'
    where e.payout_id = p.id and {IS_DISPUTED})"""
TO_HOLD = (
    f"select id from payouts_payout p where scheme_id = %s and state = 'open' and held_at is null and {HAS_A_DISPUTE}"
)
TO_LET_GO = f"""
    select id from payouts_payout p
    where scheme_id = %s and state = 'open' and held_at is not null and held_by = '{WHO}' and not {HAS_A_DISPUTE}
"""


def is_disputed(payout: Payout) -> bool:
    """Whether a coupon of the payout is claimed by another contact too, be it held already or not."""
    with connection.cursor() as cursor:
        cursor.execute(f"select {HAS_A_DISPUTE} from payouts_payout p where id = %s", [payout.pk])
        return cursor.fetchone()[0]


def hold_and_let_go(scheme: Scheme, at: datetime) -> int:
    """Hold what is disputed, let go what no longer is. How many payouts."""
    held = sum([_hold(pk, at) for pk in _ids(TO_HOLD, scheme)])
    return held + sum([_let_go(pk, at) for pk in _ids(TO_LET_GO, scheme)])


def _ids(sql: str, scheme: Scheme) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} order by id", [scheme.pk])
        return [pk for (pk,) in cursor.fetchall()]


def _hold(payout_id: int, at: datetime) -> bool:
    with transaction.atomic():
        payout = holds.locked(payout_id)
        if payout.state != Payout.State.OPEN or payout.held_at or not is_disputed(payout):
            return False
        holds.put_on_hold(payout, who=WHO, reason=WHY, at=at)
    return True


def _let_go(payout_id: int, at: datetime) -> bool:
    with transaction.atomic():
        payout = holds.locked(payout_id)
        if payout.state != Payout.State.OPEN or payout.held_by != WHO or is_disputed(payout):
            return False
        holds.take_off_hold(payout, who=WHO, reason=OVER, at=at)
    return True
