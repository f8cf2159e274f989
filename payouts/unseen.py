"""A code that nobody has seen yet: as long as it is shown, its owner is told of it like of a payout that is open.

Whose mailbox died between choosing and the code has it nowhere else. Once a code was seen, its URL goes nowhere new.
"""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from config import clock
from notifications import outbox
from notifications.models import Message
from payouts.models import Payout, PointOrder, ReceiveLink
from payouts.time_to_receive import enough_days
from trail.models import AuditEvent

SEEN, HOLD_ENDED = "code seen", "hold ended"  # on the trail, about the payout
# The same of the payout p, in SQL.
IS_UNSEEN = f"""(p.state = 'paid' and p.method = 'points' and not exists (
    select from trail_auditevent looked where looked.about = 'payouts.payout/' || p.id and looked.action = '{SEEN}'))"""

# What told the link l that the code is there. Who asks for it once more is not told anew.
SAID = """said.about = 'payouts.payout/' || p.id and said.template = 'points_ready' and strpos(said.key, '/asked/') = 0
    and (said.context -> 'link' ->> 'id')::bigint = l.id"""
# And it is shown still, by the link l (by a day at most too long: `shown_until` counts whole days).
IS_STILL_SHOWN = f"""exists (
    select from payouts_pointorder o join coupons_scheme s on s.id = p.scheme_id
    where o.payout_id = p.id and o.state = 'issued' and coalesce(p.held_at, (select app_now())) < greatest(
        p.receive_until,
        greatest(
            o.settled_at,
            coalesce(
                (select min(said.sent_at) from notifications_message said where {SAID}),
                (select app_now() where exists (
                    select from notifications_message said where {SAID} and said.state in ('queued', 'sending'))),
                l.made_at),
            (select max(ended.at) from trail_auditevent ended
                where ended.about = 'payouts.payout/' || p.id and ended.action = '{HOLD_ENDED}')
        ) + make_interval(days => s.receive_days_min + 1)))"""


def shown_until(payout: Payout, order: PointOrder | None, at: datetime, *, is_telling: bool = False) -> datetime:
    """The first instant at which nothing is shown, as it is `at` one moment: the date of the payout. A code that came
    late or was held, or of which the newest URL told late, is shown for as many days as a link must have (question 15);
    while that message waits (`is_telling`: it is about to be written) those days have not begun.
    """
    if order is None or order.settled_at is None:
        return payout.receive_until
    ended = _of(payout, HOLD_ENDED).order_by("-pk").values_list("at", flat=True).first()
    newest = payout.links.order_by("-pk").first()
    told = _told_at(newest, at, is_telling) if newest else None
    latest = max(moment for moment in (order.settled_at, told, ended) if moment)
    return max(payout.receive_until, enough_days(payout.scheme, latest))


def _told_at(link: ReceiveLink, at: datetime, is_telling: bool) -> datetime:
    """When its first message about the code left; not before now while it waits; else when the link was made."""
    about = Message.objects.filter(about=f"payouts.payout/{link.payout_id}", template="points_ready")
    said = about.filter(context__link__id=link.pk).exclude(key__contains="/asked/")
    left = said.exclude(sent_at=None).order_by("sent_at").values_list("sent_at", flat=True).first()
    if left is None and (is_telling or said.filter(state__in=Message.WAITING).exists()):
        return outbox.quiet_hours(at)
    return left or link.made_at


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
    if order is None or (payout.held_at or at) >= shown_until(payout, order, at) or is_seen(payout):
        return None
    return order


def is_seen(payout: Payout) -> bool:
    """Whether anybody has looked at its code."""
    return _of(payout, SEEN).exists()


def _of(payout: Payout, action: str) -> QuerySet[AuditEvent]:
    return AuditEvent.objects.filter(about=f"payouts.payout/{payout.pk}", action=action)
