"""「ポイントの準備ができました」: whoever had to wait for a code is told when it is there (ux B5.4).

Who chose and saw the code within a minute had the page before them; who has not looked an hour later, had not. Who has
not looked a week before the code itself ends is told once more. The code is never in a message.
"""

from datetime import datetime, timedelta

from django.db import connection, transaction

from config import clock
from coupons.models import Scheme
from notifications import outbox
from notifications.models import Message
from payouts import links, unseen
from payouts.models import Payout, PointOrder, ReceiveLink
from payouts.time_to_receive import PRINTED, WAITS, enough_days
from payouts.unseen import IS_STILL_SHOWN, IS_UNSEEN
from trail import duties

BATCH = 1_000
SOON = timedelta(days=7)
# By a URL that still opens, and is not held.
ISSUED = """
    select o.id from payouts_pointorder o
    join payouts_payout p on p.id = o.payout_id and p.state = 'paid' and p.scheme_id = %(scheme)s and p.held_at is null
    join payouts_receivelink l on l.payout_id = p.id and l.revoked_at is null and l.locked_at is null
    where o.state = 'issued'
"""
# What came more than a month ago needs no telling any more; nor does what was told by a URL made anew.
CAME_LATE = f"""{ISSUED}
        and (o.settled_at >= o.ordered_at + interval '1 minute'
            or o.settled_at < %(at)s - interval '1 hour' and {IS_UNSEEN})
        and o.settled_at > %(at)s - interval '30 days'
        and not exists (select from notifications_message m where m.key = 'points-ready/' || o.id)
        and not exists (
            select from notifications_message m
            where m.about = 'payouts.payout/' || p.id and m.template = 'points_ready' and m.state <> 'cancelled'
        )
    order by o.id limit {BATCH}
"""
# Only by a URL that has left: another may wait for a second person.
ENDS_SOON = f"""{ISSUED}
        and o.code_expires_on between %(today)s and %(soon)s and o.settled_at < %(at)s - interval '2 days'
        and {IS_UNSEEN} and {IS_STILL_SHOWN}
        and exists (select from notifications_message told where told.about = 'payouts.payout/' || p.id
            and (told.context -> 'link' ->> 'id')::bigint = l.id and told.sent_at is not null)
        and not exists (select from notifications_message m where m.key = 'points-ready/' || o.id || '/ends')
    order by o.id limit {BATCH}
"""

# What waits, for a second person or to be posted, and names a day before the days there must be.
TOO_SOON = f"""
    select m.id from notifications_message m
    where {WAITS} and m.scheme = %(slug)s and m.template = 'points_ready' and strpos(m.key, '/asked/') = 0
        and (m.context ->> 'until')::timestamptz < %(until)s
    order by m.id limit {BATCH}
"""


def tell(scheme: Scheme, at: datetime) -> int:
    """Tell each of them once, and once more before the code ends. How many messages that was for."""
    today = at.astimezone(clock.JAPAN).date()
    known = {"scheme": scheme.pk, "at": at, "today": today, "soon": today + SOON}
    return _say_another_day(scheme, at) + _tell_each(CAME_LATE, "", known) + _tell_each(ENDS_SOON, "/ends", known)


def _tell_each(rule: str, why: str, known: dict) -> int:
    """`why` ends the key of the message."""
    ids = _ids(rule, known)
    orders = PointOrder.objects.select_related("payout__scheme", "payout__claim", "payout__member")
    for order in orders.filter(pk__in=ids).order_by("pk"):
        _tell(order, why, known["at"])
    return len(ids)


def _tell(order: PointOrder, why: str, at: datetime) -> None:
    with transaction.atomic():
        for link in order.payout.links.filter(revoked_at=None):
            links.say_ready(link, order.payout, order, key=f"points-ready/{order.pk}{why}", at=at)


def _say_another_day(scheme: Scheme, at: datetime) -> int:
    """As time_to_receive does for payouts that are open: whoever is told has the days there must be."""
    until = enough_days(scheme, outbox.quiet_hours(at))
    if until <= scheme.receive_until:
        return 0
    known = {"slug": scheme.slug, "until": until, "printed_since": at - PRINTED}
    return duties.each(lambda pk: _say_later(pk, at), _ids(TOO_SOON, known))


def _say_later(message_id: int, at: datetime) -> bool:
    """Another message takes its place; none where the code was seen meanwhile."""
    with transaction.atomic():
        about = Message.objects.values_list("about", flat=True).get(pk=message_id)
        rows = Payout.objects.select_for_update(of=("self",), no_key=True).select_related("scheme", "claim", "member")
        payout = rows.get(pk=about.rpartition("/")[2])
        waiting = Message.objects.select_for_update(of=("self",), no_key=True).filter(pk=message_id, attempts=0)
        message = waiting.filter(state=Message.State.QUEUED).first()
        if message is None:
            return False
        link = ReceiveLink.objects.filter(pk=message.context["link"]["id"], revoked_at=None).first()
        order = unseen.order_of(payout, at)  # while the message waits: with it the days would end
        message.state = Message.State.CANCELLED
        message.save(update_fields=["state"])
        if link and order:
            key = f"points-ready/{order.pk}/later/{message.pk}"  # a URL's own number stands behind the order's, too
            how = {"release": message.release, "urgent": message.urgent, "reader": message.context["language"]}
            links.say_ready(link, payout, order, key=key, at=at, **how)
    return True


def _ids(rule: str, known: dict) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(rule, known)
        return [pk for (pk,) in cursor.fetchall()]
