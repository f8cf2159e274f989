"""The outbox: a message is a row, written in the transaction of what it tells of, and sent later (design 1, 4).

What sends the rows is notifications/dispatch.py; rows may also be inserted set-based by SQL, the table has defaults.
"""

from datetime import datetime, timedelta
from math import inf

from config.clock import JAPAN
from notifications.models import Message

DAY_BEGINS, DAY_ENDS = 8, 21  # hours of Japan, half-open: nobody is woken


def queue(
    *,
    key: str,
    channel: str,
    to: str,
    template: str,
    context: dict,
    about: str,
    scheme: str,
    not_before: datetime,
    release: str = "",
    urgent: bool = False,
) -> Message:
    """Put one message in; a key that is there already keeps its first words. Returns the row, new or old.

    `context`: what the template needs (notifications/render.py), without secrets. `about`: the row it tells of.
    `not_before`: legal time, for most `quiet_hours(at)`. `urgent`: somebody waits for it at the screen, so it goes at
    night too. Opens no transaction: it stands or falls with the caller's.
    """
    row = Message(
        key=key,
        channel=channel,
        to=to,
        template=template,
        context=context,
        about=about,
        scheme=scheme,
        not_before=not_before,
        release=release,
        urgent=urgent,
    )
    Message.objects.bulk_create([row], ignore_conflicts=True)
    return Message.objects.get(key=key)


def cancel(*, about: str) -> int:
    """Take back what waits to be said of the row `about`, in the caller's transaction. How many messages.

    One that is being sent at this moment may leave all the same; then its `sent_at` says so. It is never tried again.
    """
    return Message.objects.filter(about=about, state__in=Message.WAITING).update(state=Message.State.CANCELLED)


def is_day(at: datetime) -> bool:
    """Whether people are awake: from 8:00 until 21:00 in Japan."""
    return DAY_BEGINS <= at.astimezone(JAPAN).hour < DAY_ENDS


def day_left(at: datetime) -> float:
    """How many seconds of the day are left; by night without end: what is sent then may be."""
    if not is_day(at):
        return inf
    local = at.astimezone(JAPAN)
    return (local.replace(hour=DAY_ENDS, minute=0, second=0, microsecond=0) - local).total_seconds()


def quiet_hours(at: datetime) -> datetime:
    """`at` by day, else the next 8:00 in Japan: nobody is woken by us."""
    if is_day(at):
        return at
    local = at.astimezone(JAPAN)
    morning = local.replace(hour=DAY_BEGINS, minute=0, second=0, microsecond=0)
    return morning if local.hour < DAY_BEGINS else morning + timedelta(days=1)
