"""After a restore of an older state: what left since the backup is not in it, and must not leave a second time.

Orders since then have no row, so the same payout could be ordered under a new key; codes of the stock have no owner, so
they could be given to somebody else. So issuing stands still, and the stock rests, until people have compared.
"""

from django.db import transaction

from config import clock
from coupons.models import Scheme
from payouts.models import PointCode
from trail.record import record

REASON = "バックアップから戻した。バックアップのあとに出たものと照らし合わせるまで止める。"


def stand_still(*, who: str) -> tuple[int, int]:
    """Stop every scheme and set aside every code that is in stock; how many schemes and codes. As often as you like.

    A person starts a scheme again; `codes --recheck` takes the stock back, once nobody can have been given one of it.
    """
    at = clock.now()
    with transaction.atomic():
        running = list(Scheme.objects.select_for_update(no_key=True).filter(stopped_at=None).order_by("pk"))
        Scheme.objects.filter(pk__in=[scheme.pk for scheme in running]).update(stopped_at=at, stopped_reason=REASON)
        for scheme in running:
            record("stopped", who=who, about=scheme, reason=REASON)
        aside = PointCode.objects.filter(order=None, quarantined_at=None).update(quarantined_at=at)
        record("stock set aside", who=who, about="payouts.pointcode", codes=aside, reason=REASON)
    return len(running), aside
