"""An accepted coupon on which nothing was left at the freeze: its claimant is told, with the date and shop of its last
use (question 5, case 6).
"""

from datetime import datetime

from django.db import connection, transaction

from claims import telling
from claims.models import ClaimLine
from config.clock import JAPAN
from coupons.balances import last_use
from coupons.models import Scheme

BATCH = 1_000
# Not before points go out: a file that comes late may still say otherwise.
NOTHING = f"""
    select l.id from claims_claimline l
    join claims_claim k on k.id = l.claim_id and k.scheme_id = %(scheme)s and k.withdrawn_at is null
    join coupon_target t on t.coupon_id = l.coupon_id and t.target_yen <= 0
    where l.state = 'accepted'
        and not exists (select from payouts_entitlement e where e.coupon_id = l.coupon_id)
        and not exists (select from payouts_payoutitem i where i.coupon_id = l.coupon_id)
        and not exists (select from notifications_message m where m.key = 'claim-zero/' || l.id)
    order by l.id limit {BATCH}
"""


def tell(scheme: Scheme, at: datetime) -> int:
    """Tell each such line once. How many were."""
    if at < scheme.points_from:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(NOTHING, {"scheme": scheme.pk})
        lines = [pk for (pk,) in cursor.fetchall()]
    for line in ClaimLine.objects.select_related("claim__scheme", "coupon").filter(pk__in=lines).order_by("pk"):
        _tell(line, at)
    return len(lines)


def _tell(line: ClaimLine, at: datetime) -> None:
    claim, used = line.claim, last_use(line.coupon)
    with transaction.atomic():
        telling.say(
            claim,
            key=f"claim-zero/{line.pk}",
            template="claim_zero",
            at=at,
            stated_no=line.stated_no,
            used_at=used.occurred_at.astimezone(JAPAN).isoformat() if used else "",
            store=used.store.name if used and used.store else "",
            usable_until=claim.scheme.usable_until.isoformat(),
        )
