"""What the caller of an incident was told, and could not be delivered: once more where we call back, and in the end by
a person on the telephone. Restored yen is good in shops until a day; who does not hear of it does not use it.
"""

from datetime import datetime

from django.db import connection, transaction

from claims import incidents
from claims.models import Incident
from claims.normalise.contacts import MOBILE
from coupons.models import Scheme
from notifications import outbox
from notifications.models import Message
from trail import duties

BATCH = 1_000
# The receipt number was read out on the telephone. What was said after it needs nothing, nor does an answer to what was
# opened again; and what was followed once is not begun anew when that was taken back.
LOST = """
    select m.id from claims_incident i join notifications_message m on m.about = 'claims.incident/' || i.id
    where i.scheme_id = %(scheme)s and m.state = 'undeliverable' and m.channel <> 'call'
        and m.id = any(coalesce(%(ids)s::bigint[], array[m.id]))
        and (m.template in ('incident_approved', 'incident_undone')
            or m.template = 'incident_answered' and i.decided_at is not null)
        and not exists (
            select from notifications_message later
            where later.about = m.about and later.id > m.id
                and (later.state <> 'cancelled' or starts_with(later.key, m.key || '/'))
        )
    order by m.id limit %(most)s
"""


def follow(scheme: Scheme, at: datetime) -> int:
    """Say it by another way. How many messages."""
    return duties.each(lambda message_id: _follow(scheme, message_id, at), _lost(scheme))


def _lost(scheme: Scheme, ids: list[int] | None = None) -> list[int]:
    """Of those in `ids`; None for all."""
    with connection.cursor() as cursor:
        cursor.execute(LOST, {"scheme": scheme.pk, "ids": ids, "most": BATCH})
        return [pk for (pk,) in cursor.fetchall()]


def _follow(scheme: Scheme, message_id: int, at: datetime) -> bool:
    lost = Message.objects.get(pk=message_id)
    with transaction.atomic():
        incident = incidents.locked(int(lost.about.rpartition("/")[2]))
        if not _lost(scheme, [message_id]):  # undone or opened again meanwhile
            return False
        channel = _next(lost, incident)
        outbox.queue(
            key=f"{lost.key}/{channel}",
            channel=channel,
            to=incident.phone,
            template=lost.template,
            context=lost.context,
            about=lost.about,
            scheme=lost.scheme,
            not_before=outbox.quiet_hours(at),
        )
    return True


def _next(lost: Message, incident: Incident) -> str:
    """An SMS where we call back, if that is a mobile number and it was not that which failed; else a call."""
    is_new = lost.channel != Message.Channel.SMS and MOBILE.fullmatch(incident.phone)
    return Message.Channel.SMS if is_new else Message.Channel.CALL
