"""A code that nobody has seen yet: as long as it is shown, its owner is told of it like of a payout that is open.

Whose mailbox died between choosing and the code has it nowhere else. Once a code was seen, its URL goes nowhere new.
"""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from config import clock
from payouts.models import Payout, PointOrder
from payouts.time_to_receive import enough_days
from trail.models import AuditEvent

SEEN, HOLD_ENDED = "code seen", "hold ended"  # on the trail, about the payout
# The same of the payout p, in SQL.
IS_UNSEEN = f"""(p.state = 'paid' and p.method = 'points' and not exists (
    select from trail_auditevent looked where looked.about = 'payouts.payout/' || p.id and looked.action = '{SEEN}'))"""

# And it is shown still, by the link l (by a day at most too long: `shown_until` counts whole days).
IS_STILL_SHOWN = f"""exists (
    select from payouts_pointorder o join coupons_scheme s on s.id = p.scheme_id
    where o.payout_id = p.id and o.state = 'issued' and coalesce(p.held_at, (select app_now())) < greatest(
        p.receive_until,
        greatest(o.settled_at, l.made_at, (
            select max(ended.at) from trail_auditevent ended
            where ended.about = 'payouts.payout/' || p.id and ended.action = '{HOLD_ENDED}'
        )) + make_interval(days => s.receive_days_min + 1)))"""


def shown_until(payout: Payout, order: PointOrder | None) -> datetime:
    """The first instant at which nothing is shown: the date of the payout; a code that came late, whose URL was made
    anew since, or that was held, is shown for as many days as a link must have.
    """
    if order is None or order.settled_at is None:
        return payout.receive_until
    made = payout.links.order_by("-pk").values_list("made_at", flat=True).first()
    ended = _of(payout, HOLD_ENDED).order_by("-pk").values_list("at", flat=True).first()
    latest = max(moment for moment in (order.settled_at, made, ended) if moment)
    return max(payout.receive_until, enough_days(payout.scheme, latest))


def code_ends(order: PointOrder) -> datetime | None:
    """The first instant at which the code itself cannot be used any more; None if it has no last day."""
    return clock.midnight(order.code_expires_on + timedelta(days=1)) if order.code_expires_on else None


def order_of(payout: Payout, at: datetime) -> PointOrder | None:
    """The order whose code lies there unseen; None if there is none, or it is too late to show it: the days of a hold
    are ours, and do not count.
    """
    if payout.state != Payout.State.PAID or payout.method != "points":
        return None
    order = payout.orders.filter(state=PointOrder.State.ISSUED).first()
    if order is None or (payout.held_at or at) >= shown_until(payout, order) or is_seen(payout):
        return None
    return order


def is_seen(payout: Payout) -> bool:
    """Whether anybody has looked at its code."""
    return _of(payout, SEEN).exists()


def _of(payout: Payout, action: str) -> QuerySet[AuditEvent]:
    return AuditEvent.objects.filter(about=f"payouts.payout/{payout.pk}", action=action)
