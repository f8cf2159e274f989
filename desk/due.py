"""What is due and waits for a worker: how many rows of each queue, and since when the oldest does.

What waits for people (a code not in stock, a batch to approve) is no worker's and not here: the dashboard shows it.
Legal time is asked once a query, because as a function of each row it costs 27 times as much: hence "materialized", or
the planner puts the function back into every row (100,000 messages: 2 s instead of 0.1).
"""

from datetime import timedelta
from typing import NamedTuple

from django.db import connection

from notifications.outbox import DAY_BEGINS, DAY_ENDS

# Queued and due by both clocks, or leased long ago; what waits for a release is due from its approval on. At night only
# what is urgent is, and nothing else has waited longer than the day (notifications/outbox.py).
MESSAGES = """(
    with c as materialized (
        select legal, extract(hour from legal at time zone 'Asia/Tokyo') as hour,
            (date_trunc('day', legal at time zone 'Asia/Tokyo') + make_interval(hours => %(day_begins)s))
                at time zone 'Asia/Tokyo' as morning
        from (select app_now() as legal) now
    )
    select 'messages', count(*), max(least(
        statement_timestamp() - m.next_at, c.legal - m.not_before, c.legal - coalesce(r.approved_at, m.not_before),
        case when not m.urgent then c.legal - c.morning end
    ))
    from c cross join notifications_message m
    left join notifications_release r on r.scheme = m.scheme and r.what = m.release and m.release <> ''
    where m.state in ('queued', 'sending') and m.channel in ('mail', 'sms')
        and m.next_at <= statement_timestamp() and m.not_before <= c.legal
        and (m.release = '' or r.approved_at <= c.legal and r.paused_at is null)
        and (m.urgent or c.hour >= %(day_begins)s and c.hour < %(day_ends)s)
)"""
# A lane that is busy is no fault: its jobs wait for one another.
JOBS = """
    select 'jobs', count(*), app_now() - min(j.asked_at) from trail_job j
    where j.state = 'waiting' and not exists (select from trail_job b where b.lane = j.lane and b.state = 'running')
"""
ORDERS = """
    select 'orders at an issuer', count(*), max(statement_timestamp() - o.next_at)
    from payouts_pointorder o join payouts_payout p on p.id = o.payout_id join coupons_scheme s on s.id = p.scheme_id
    where o.way = 'http' and o.state in ('requested', 'unknown') and o.next_at <= statement_timestamp()
        and s.stopped_at is null
        and not exists (select from payouts_quarantinedanswer a where a.order_id = o.id and a.settled_at is null)
"""
# Filed, and not waiting for another line to give way (claims/matching.py READY).
MATCHING = """
    select 'matching', count(*), app_now() - min(c.filed_at)
    from claims_claimline l join claims_claim c on c.id = l.claim_id
    left join claims_claimline other on other.id = l.conflicts_with_id
    where l.state = 'filed' and c.withdrawn_at is null and other.state is distinct from 'accepted'
"""
# No column says when the work was asked for; the trail does. While a lease runs, somebody is at it.
BATCHES = """
    select 'batches', count(*), max(case
        when b.leased_until is not null then statement_timestamp() - b.leased_until
        else app_now() - (select max(e.at) from trail_auditevent e where e.about = 'payouts.refundbatch/' || b.id)
    end)
    from payouts_refundbatch b
    where b.work <> '' and (b.leased_until is null or b.leased_until <= statement_timestamp())
"""
QUEUES = (MESSAGES, JOBS, ORDERS, MATCHING, BATCHES)


class Queue(NamedTuple):
    """`oldest`: how long the oldest row has been due; zero when nothing is."""

    name: str
    rows: int
    oldest: timedelta


def queues() -> list[Queue]:
    """Every queue, also the empty ones."""
    with connection.cursor() as cursor:
        cursor.execute(" union all ".join(QUEUES), {"day_begins": DAY_BEGINS, "day_ends": DAY_ENDS})
        return [Queue(name, rows, max(age or timedelta(), timedelta())) for name, rows, age in cursor.fetchall()]
