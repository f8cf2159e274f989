"""「まだお受け取りになっていません」: 14 and 3 days before a payout's last day, 17 and 28 May for most (ux B9).

Only to who has not received, and was told at least two days before. Each waits for a second person's release, is
written once however often the duty runs or dies, and is taken back when the payout is not open any more.
"""

from datetime import datetime, timedelta

from django.db import connection, transaction

from config import clock
from coupons.models import Scheme
from notifications import outbox, releases
from trail import duties
from trail.record import record

CHUNK = 20_000
DAYS_BEFORE = (3, 14)  # before the last day; of two that are due, the later one
TOLD_BEFORE = timedelta(days=2)
RELEASES = tuple(f"reminder-{days}" for days in DAYS_BEFORE)
TEMPLATE = "receive_link_reminder"

# Who was told by the live link, which still opens. Their reminder says what they were told, and the payout's last day.
DUE = f"""
    create temp table due on commit drop as
    select p.id as payout_id, l.channel, l.destination, p.receive_until, told.context
    from payouts_payout p
    join payouts_receivelink l on l.payout_id = p.id and l.revoked_at is null and l.locked_at is null
        and l.channel in ('mail', 'sms')
    join lateral (
        select m.context, m.sent_at from notifications_message m
        where m.about = 'payouts.payout/' || p.id and (m.context -> 'link' ->> 'id')::bigint = l.id
            and m.state in ('sent', 'delivered') and m.key not like '%%/asked/%%'  -- whoever asks need not be them
        order by m.id desc limit 1
    ) told on told.sent_at < %(told_before)s
    where p.scheme_id = %(scheme)s and p.state = 'open' and p.method = 'points' and p.held_at is null
        and p.receive_until > %(after)s and p.receive_until <= %(due)s
        and not exists (
            select from notifications_message m where m.key = 'reminder-' || %(days)s || '/' || p.id
        )
    order by p.id limit {CHUNK}
"""
REMIND = f"""
    insert into notifications_message (key, channel, "to", template, context, about, scheme, not_before, release)
    select 'reminder-' || %(days)s || '/' || payout_id, channel, destination, '{TEMPLATE}',
        context || jsonb_build_object('until', receive_until),
        'payouts.payout/' || payout_id, %(slug)s, %(not_before)s, %(release)s
    from due order by payout_id
    on conflict do nothing
"""
NOT_OPEN_ANY_MORE = f"""
    update notifications_message m set state = 'cancelled'
    from payouts_payout p
    where m.template = '{TEMPLATE}' and m.scheme = %(slug)s
        and (m.state = 'queued' or m.state = 'sending' and m.leased_until < statement_timestamp())  -- its worker died
        and p.id = substring(m.about from '[0-9]+$')::bigint and p.scheme_id = %(scheme)s
        and (p.state <> 'open' or p.held_at is not null or p.receive_until <= %(at)s
            or (m.context ->> 'until')::timestamptz <= %(at)s)
"""


def remind(scheme: Scheme, at: datetime | None = None) -> int:
    """Queue what is due, and take back what has become needless. How many messages that was. As often as you like."""
    at = at or clock.now()
    if scheme.stopped_at:
        return 0
    done = _take_back(scheme, at)
    after = at
    for days in DAYS_BEFORE:
        due = at + timedelta(days=days + 1)
        while written := _write(scheme, at, days, after, due):
            done += written
        after = due
    return done


def _write(scheme: Scheme, at: datetime, days: int, after: datetime, due: datetime) -> int:
    """For payouts whose last day ends after `after`, and not after `due`; a chunk of them."""
    parameters = {
        "scheme": scheme.pk,
        "slug": scheme.slug,
        "days": days,
        "after": after,
        "due": due,
        "told_before": at - TOLD_BEFORE,
        "not_before": outbox.quiet_hours(at),
    }
    with transaction.atomic(), connection.cursor() as cursor:
        duties.alone("remind", scheme.pk)
        cursor.execute("drop table if exists due")
        cursor.execute(DUE, parameters)
        more = cursor.rowcount
        release = releases.round_for(scheme=scheme.slug, kind=f"reminder-{days}", more=more)
        cursor.execute(REMIND, parameters | {"release": release})
        written = cursor.rowcount
        if written:
            record("reminders written", who="duty:remind", about=scheme, messages=written, days_before=days)
    return written


def _take_back(scheme: Scheme, at: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(NOT_OPEN_ANY_MORE, {"scheme": scheme.pk, "slug": scheme.slug, "at": at})
        return cursor.rowcount
