"""Nobody has fewer than `receive_days_min` days from when their first message really left (question 15).

A message may leave long after its payout was opened: mass sending waits for a second person, a channel may be down.
Then `receive_until` grows, and a message that was never tried is replaced by one that names the later day. Only open
payouts grow; the caller holds the payout's lock.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import connection, transaction

from config import clock
from coupons.models import Scheme
from notifications import outbox
from payouts.models import Payout
from trail import duties
from trail.record import record

CHUNK = 50_000
# The messages m that told the link l of the payout p. A later one about the same link has another key.
TOLD = "m.about = 'payouts.payout/' || p.id and (m.context -> 'link' ->> 'id')::bigint = l.id"
# The same from the side of the messages, where these are few: the link that m tells.
TELLS = "starts_with(m.about, 'payouts.payout/') and l.id = (m.context -> 'link' ->> 'id')::bigint"
# What waits and was never tried. A letter that somebody opened to print it may be in a postbox already, and is said to
# be posted the next morning: it stays as it is for days; its payee's grow from when it is.
PRINTED = timedelta(days=7)
WAITS = """m.state = 'queued' and m.attempts = 0 and not (m.channel = 'letter' and exists (
    select from trail_auditevent opened where opened.about = 'notifications.message/' || m.id
        and opened.action = 'letter opened' and opened.at > %(printed_since)s))"""


def enough_days(scheme: Scheme, since: datetime) -> datetime:
    """The first instant too late for somebody who hears of it at `since`: whole days, to the end of the last."""
    return clock.midnight(since.astimezone(clock.JAPAN).date() + timedelta(days=scheme.receive_days_min + 1))


def grow(payout: Payout, since: datetime) -> None:
    """Let an open payout last long enough for whoever hears of it at `since`. It never shrinks."""
    until = enough_days(payout.scheme, since)
    if payout.state == Payout.State.OPEN and until > payout.receive_until:
        payout.receive_until = until
        payout.save(update_fields=["receive_until"])


# The first message of the live link, which waits and was never tried, would promise fewer days than there must be.
# What waits is found once, whatever the planner believes: after a mass sending its index is full of what has left.
WOULD_BE_SHORT = f"""
    with m as materialized (
        select about, context from notifications_message m where {WAITS} and scheme = %(slug)s
    )
    select p.id from m join payouts_receivelink l on {TELLS} and l.revoked_at is null
    join payouts_payout p on p.id = l.payout_id
    where p.scheme_id = %(scheme)s and p.state = 'open' and p.method = 'points' and p.receive_until < %(until)s
        and not exists (select from notifications_message m where {TOLD} and m.sent_at is not null)
    order by p.id limit {CHUNK} for no key update of p
"""
# Each says the same but for the day. What a worker has leased meanwhile is let go; its day is put right later. A link
# may have more than one that waits: a person asked for it again before the first had left.
SAY_ANOTHER_DAY = f"""
    with taken as (
        update notifications_message m set state = 'cancelled'
        from payouts_payout p join payouts_receivelink l on l.payout_id = p.id and l.revoked_at is null
        where p.id = any(%(ids)s) and {TOLD} and {WAITS}
        returning m.*, l.id as link_id
    )
    insert into notifications_message
        (key, channel, "to", template, context, about, scheme, not_before, release, urgent)
    select 'receive-link/' || link_id || '/' || %(day)s
            || coalesce('/' || nullif(row_number() over (partition by link_id order by id), 1), ''),
        channel, "to", template,
        jsonb_set(context, '{{until}}', to_jsonb(%(until)s::timestamptz)), about, scheme,
        greatest(not_before, %(not_before)s), release, urgent
    from taken
"""


def before_it_leaves(scheme: Scheme, at: datetime) -> int:
    """Let what waits to be told last long enough from now, and say so in its message. How many payouts."""
    not_before = outbox.quiet_hours(at)
    until = enough_days(scheme, not_before)
    if until <= scheme.receive_until:
        return 0
    grown = 0
    while chunk := _grow_what_waits(scheme, until, not_before, at):
        grown += chunk
    return grown


def _grow_what_waits(scheme: Scheme, until: datetime, not_before: datetime, at: datetime) -> int:
    day = f"{until:%Y-%m-%d}"
    parameters = {"scheme": scheme.pk, "slug": scheme.slug, "until": until, "not_before": not_before, "day": day}
    parameters["printed_since"] = at - PRINTED
    with transaction.atomic(), connection.cursor() as cursor:
        duties.alone("time_to_receive", scheme.pk)
        cursor.execute(WOULD_BE_SHORT, parameters)
        ids = [pk for (pk,) in cursor.fetchall()]
        if ids:
            Payout.objects.filter(pk__in=ids).update(receive_until=until)
            cursor.execute(SAY_ANOTHER_DAY, parameters | {"ids": ids})
            record("not told yet", who="duty:tell", about=scheme, payouts=len(ids), until=until.isoformat())
    return len(ids)


# `enough_days` of when the first message of the live link left, in SQL. Only what left from `late` on matters.
LEFT_LATE = f"""
    with m as materialized (
        select about, context, sent_at from notifications_message where sent_at >= %(late)s and scheme = %(slug)s
    )
    update payouts_payout p set receive_until = told.until
    from (
        select p.id, (date_trunc('day', min(m.sent_at) at time zone 'Asia/Tokyo')
            + make_interval(days => %(days)s + 1)) at time zone 'Asia/Tokyo' as until
        from m
            join payouts_receivelink l on {TELLS} and l.revoked_at is null
            join payouts_payout p on p.id = l.payout_id
        where p.scheme_id = %(scheme)s and p.state = 'open' and (%(ids)s::bigint[] is null or p.id = any(%(ids)s))
            and not exists (select from notifications_message m where {TOLD} and m.sent_at < %(late)s)
        group by p.id
    ) told
    where p.id = told.id and p.state = 'open' and p.receive_until < told.until
"""


def after_it_left(scheme: Scheme, at: datetime, payouts: Collection[int] | None = None) -> int:
    """Let open payouts, or those of `payouts` (ids), last long enough from when their message left. How many grew."""
    last_day = scheme.receive_until.astimezone(clock.JAPAN).date()
    late = clock.midnight(last_day - timedelta(days=scheme.receive_days_min))
    if at < late:
        return 0
    ids = None if payouts is None else list(payouts)
    parameters = {"scheme": scheme.pk, "slug": scheme.slug, "late": late, "days": scheme.receive_days_min, "ids": ids}
    with connection.cursor() as cursor:
        cursor.execute(LEFT_LATE, parameters)
        return cursor.rowcount
