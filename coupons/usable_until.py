"""「3,240円は、3月31日（金）23:59までお店で使えます」: members hear of it in March (notice 2.A1).

One message a member with something left on covered coupons, from two weeks before the last day. It waits for a second
person's release; while it waits it is written anew when the balance has changed, so that nobody is told an old one.
A mail that cannot be delivered is followed by an SMS; whom that does not reach either is listed for the call centre
until the last day, and in April like everybody whose URL does not arrive.
"""

import json
from datetime import datetime, timedelta

from django.db import connection, transaction

from config import clock
from coupons.models import Member, Scheme
from notifications import outbox, releases
from trail import duties
from trail.record import record

CHUNK = 20_000
FROM = timedelta(days=15)  # before the first instant too late: two weeks before the last day
RELEASE, TEMPLATE = "usable-until", "usable_until"
MOBILE = "^0[6789]0[0-9]{8}$"

# What the member m has left on extended coupons in the app.
LEFT = """
    select coalesce(sum(left_on.yen), 0) as yen, count(*) as coupons
    from coupons_coupon c
    join coupons_extension x on x.coupon_id = c.id and x.until > %(at)s
    cross join lateral (
        select sum(e.amount_yen) as yen from coupons_entry e where e.coupon_id = c.id and e.counts_at <= %(at)s
    ) left_on
    where c.member_id = m.id and c.charged_at is not null and left_on.yen > 0
"""
# Everybody in the app, with that.
WORTH = f"""
    create temp table worth on commit drop as
    select m.id as member_id, case when m.email <> '' then 'mail' else 'sms' end as channel,
        case when m.email <> '' then m.email else m.phone end as destination, m.phone, one.yen, one.coupons
    from (
        select id, phone, email from coupons_member
        where scheme_id = %(scheme)s and id > %(after)s and left_at is null
            and (email <> '' or phone ~ '{MOBILE}')
        order by id limit {CHUNK}
    ) m
    left join lateral ({LEFT}) one on true
"""
WRITE_ANEW = f"""
    update notifications_message m set state = 'cancelled'
    from worth w
    where m.about = 'coupons.member/' || w.member_id and m.template = '{TEMPLATE}' and m.state = 'queued'
        and m.attempts = 0 and (m.context ->> 'amount_yen')::bigint <> w.yen
"""
# Who hears of it for the first time. What is written anew, or by the other channel, keeps its release.
NEW = f"""
    select count(*) from worth w
    where yen > 0 and not exists (
        select from notifications_message m
        where m.about = 'coupons.member/' || w.member_id and m.template = '{TEMPLATE}'
    )
"""
WRITE = f"""
    insert into notifications_message (key, channel, "to", template, context, about, scheme, not_before, release)
    select 'usable-until/' || member_id || '/' || %(hour)s, channel, destination, '{TEMPLATE}',
        %(words)s::jsonb || jsonb_build_object('amount_yen', yen, 'coupons', coupons, 'as_of', %(at)s::timestamptz),
        'coupons.member/' || member_id, %(slug)s, %(not_before)s, coalesce((
            select m.release from notifications_message m
            where m.about = 'coupons.member/' || w.member_id and m.template = '{TEMPLATE}' order by m.id desc limit 1
        ), %(release)s)
    from worth w
    where yen > 0 and not exists (
        select from notifications_message m
        where m.about = 'coupons.member/' || w.member_id and m.template = '{TEMPLATE}' and m.state <> 'cancelled'
    )
    on conflict do nothing
"""
FOLLOW = f"""
    insert into notifications_message (key, channel, "to", template, context, about, scheme, not_before, release)
    select 'usable-until/' || member_id || '/sms/' || %(hour)s, 'sms', phone, '{TEMPLATE}',
        %(words)s::jsonb || jsonb_build_object('amount_yen', yen, 'coupons', coupons, 'as_of', %(at)s::timestamptz),
        'coupons.member/' || member_id, %(slug)s, %(not_before)s, mail.release
    from worth w join notifications_message mail
        on mail.about = 'coupons.member/' || w.member_id and mail.template = '{TEMPLATE}' and mail.channel = 'mail'
        and mail.state = 'undeliverable'
    where yen > 0 and w.channel = 'mail' and w.phone ~ '{MOBILE}' and not exists (
        select from notifications_message m
        where m.about = 'coupons.member/' || w.member_id and m.template = '{TEMPLATE}' and m.channel = 'sms'
            and m.state <> 'cancelled'
    )
    on conflict do nothing
"""
TAKE_BACK = f"""
    update notifications_message set state = 'cancelled'
    where template = '{TEMPLATE}' and scheme = %s
        and (state = 'queued' or state = 'sending' and leased_until < statement_timestamp())  -- its worker died
"""

# Told in vain by every channel there is, and with something left still.
IN_VAIN = f"""
    with told as materialized (
        select substring(about from '[0-9]+$')::bigint as member_id, about, max(not_before) as since
        from notifications_message where template = '{TEMPLATE}' and state = 'undeliverable' group by 1, 2
    )
    select m.id, one.yen, told.since
    from told
    join coupons_member m on m.id = told.member_id and m.left_at is null
    join coupons_scheme s on s.id = m.scheme_id and s.usable_until > %(at)s
    cross join lateral ({LEFT}) one
    where one.yen > 0 and not exists (
        select from notifications_message other
        where other.about = told.about and other.template = '{TEMPLATE}'
            and other.state not in ('undeliverable', 'cancelled')
    ) and not (m.phone ~ '{MOBILE}' and not exists (
        select from notifications_message sms
        where sms.about = told.about and sms.template = '{TEMPLATE}' and sms.channel = 'sms'
    ))
    order by told.since, m.id limit %(most)s offset %(start)s
"""


def told_in_vain(at: datetime, most: int, start: int = 0) -> list[tuple[Member, int, datetime]]:
    """Members who can use up what is left and do not know it: with their yen and since when, the oldest first; `most`
    of them from `start` on.
    """
    with connection.cursor() as cursor:
        cursor.execute(IN_VAIN, {"at": at, "most": most, "start": start})
        found = cursor.fetchall()
    members = Member.objects.in_bulk([pk for pk, *_ in found])
    return [(members[pk], int(yen), since) for pk, yen, since in found]


def tell(scheme: Scheme, at: datetime | None = None) -> int:
    """Write what is to be said, or take it back when it is too late. How many messages. As often as you like."""
    at = at or clock.now()
    if at >= scheme.usable_until:
        return _take_back(scheme)
    if at < scheme.usable_until - FROM:
        return 0
    done, after = 0, 0
    while chunk := _tell_some(scheme, at, after):
        written, after = chunk
        done += written
    return done


def _tell_some(scheme: Scheme, at: datetime, after: int) -> tuple[int, int] | None:
    """Members from id `after` on: how many messages, and the last id; None when there are no more."""
    parameters = {
        "scheme": scheme.pk,
        "slug": scheme.slug,
        "at": at,
        "after": after,
        "hour": f"{at.astimezone(clock.JAPAN):%Y-%m-%d-%H}",
        "not_before": outbox.quiet_hours(at),
        "words": json.dumps(scheme.says("ja") | _dates(scheme)),
    }
    with transaction.atomic(), connection.cursor() as cursor:
        duties.alone("usable_until", scheme.pk)
        cursor.execute("drop table if exists worth")
        cursor.execute(WORTH, parameters)
        cursor.execute("select max(member_id) from worth")
        [last] = cursor.fetchone()
        if last is None:
            return None
        cursor.execute(NEW)
        [more] = cursor.fetchone()
        parameters["release"] = releases.round_for(scheme=scheme.slug, kind=RELEASE, more=more)
        cursor.execute(WRITE_ANEW, parameters)
        cursor.execute(WRITE, parameters)
        written = cursor.rowcount
        cursor.execute(FOLLOW, parameters)
        written += cursor.rowcount
        if written:
            record("members told until when", who="duty:remind", about=scheme, messages=written)
    return written, last


def _dates(scheme: Scheme) -> dict[str, str]:
    return {"until": scheme.usable_until.isoformat(), "points_from": scheme.points_from.isoformat(), "language": "ja"}


def _take_back(scheme: Scheme) -> int:
    with connection.cursor() as cursor:
        cursor.execute(TAKE_BACK, [scheme.slug])
        return cursor.rowcount
