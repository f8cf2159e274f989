"""The same person claimed anew while a payout of the earlier claim is open: it is voided, and the newer claim has its
turn (question 4, case 14). What was ordered or paid stays so, and the newer line is declined.

Matching leaves the newer line `filed`, with `conflicts_with` leading to the earlier one (claims/matching.py); when that
is withdrawn here, matching accepts the newer one.
"""

from datetime import datetime

from django.db import transaction

from claims import matching
from claims.models import Claim, ClaimLine
from coupons.models import Scheme
from payouts import disputes, entitlements, giving_way
from payouts.models import Payout

WHO = "duty:open_payouts"
State = ClaimLine.State


def take_over(scheme: Scheme, at: datetime) -> int:
    """Let earlier lines give way to newer ones that wait for them. How many payouts were voided and lines declined."""
    waiting = ClaimLine.objects.filter(
        claim__scheme=scheme, claim__withdrawn_at=None, state=State.FILED, conflicts_with__state=State.ACCEPTED
    )
    return sum(
        [_take_over(line_id, scheme, at) for line_id in list(waiting.order_by("pk").values_list("pk", flat=True))]
    )


def _take_over(line_id: int, scheme: Scheme, at: datetime) -> int:
    with transaction.atomic():
        entitlements.lock(scheme.pk)
        newer, earlier = _locked(line_id)
        if newer.state != State.FILED or earlier.state != State.ACCEPTED:
            return 0
        live = giving_way.live_payouts(earlier)
        if any(payout.held_at or disputes.is_disputed(payout) for payout in live):
            return 0
        if any(payout.state != Payout.State.OPEN for payout in live):
            newer.conflicts_with, newer.coupon = None, earlier.coupon
            return giving_way.decline(newer, newer.claim, at)
        voided = giving_way.void_all(live, at)
        matching.supersede(line=earlier, by=newer.claim, who=WHO, at=at)
    return voided


def _locked(line_id: int) -> tuple[ClaimLine, ClaimLine]:
    """The newer line and the earlier one, both claims locked by id before them."""
    found = ClaimLine.objects.filter(pk=line_id).values_list("claim", "conflicts_with__claim", "conflicts_with").get()
    *claims, earlier_id = found
    list(Claim.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=claims).order_by("pk"))
    rows = ClaimLine.objects.select_related("claim__scheme").select_for_update(of=("self",), no_key=True)
    by_id = {row.pk: row for row in rows.filter(pk__in=[line_id, earlier_id]).order_by("pk")}
    return by_id[line_id], by_id[earlier_id]
