"""Sending what the outbox holds: lease, send outside any transaction, mark (design 1.5).

A crash between send and mark ends with the lease: the same row, with the same key and the same words, is sent again.
Nothing else repeats a message. Leases and back-off run on unmoved time, `not_before` and the nights on legal time.
"""

import json
from datetime import datetime
from time import monotonic
from typing import NamedTuple

from django.db import connection

from config import clock
from notifications import outbox, senders
from notifications.models import Message
from notifications.senders import Outcome

SECONDS = 30  # a run ends after so long: /readyz wants to see a success within 50 s
TURN_SECONDS = 10  # then the other channel has its turn: a slow SMS gateway does not hold up mail
BATCH = 200
LEASE_SECONDS = 300  # longer than a worker may live with it (notifications/tasks.py): no two hands hold one message
MARK_WITHIN = 0.05  # seconds: what took longer is marked by itself, what is faster waits for its neighbours
LAST_ATTEMPT = 12  # about 27 hours after the first
UNKNOWN_IN_A_ROW = 5  # then the channel is down: the others keep their attempts
REFUSED_IN_A_ROW = 20  # then it is about us (a wrong password, a sender that is not allowed), and nobody is given up
# Untrue from the moment they call `until`. The duty `remind` takes them back; after an outage the lease may come first.
TRUE_UNTIL = ("usable_until", "receive_link_reminder")

# `any(array(…))` runs the inner query once, whatever the planner likes; `id in (…)` may run it, and lease, again.
# What waits for nobody has a blank release, and comes first; which scheme was released is looked at row by row.
LEASE = """
    update notifications_message set
        state = 'sending', attempts = attempts + 1,
        leased_until = statement_timestamp() + make_interval(secs => %(lease)s),
        next_at = statement_timestamp() + make_interval(secs => %(lease)s)
    where id = any(array(
        select id from notifications_message m
        where state in ('queued', 'sending') and channel = %(channel)s
            and urgent = any(%(urgent)s)
            and release = any(array(
                select '' union all select what from notifications_release
                where approved_at is not null and paused_at is null
            ))
            and not_before <= %(at)s and next_at <= statement_timestamp()
            and case when template = any(%(true_until)s) then (context ->> 'until')::timestamptz > %(at)s else true end
            and (release = '' or exists (
                select from notifications_release r
                where r.scheme = m.scheme and r.what = m.release and r.approved_at is not null and r.paused_at is null
            ))
        order by urgent desc, release, not_before
        limit %(limit)s for update skip locked
    ))
    returning context, id, key, channel, "to", template, urgent, attempts
"""
# Only who still holds the lease marks: whoever took it over has counted one attempt more. A cancelled row stays so, and
# says if it left all the same.
MARK = """
    update notifications_message m set
        state = case
            when m.state = 'cancelled' then 'cancelled'
            when o.state = 'queued' and m.attempts >= %(last)s then 'undeliverable'
            else o.state
        end,
        next_at = statement_timestamp() + make_interval(mins => least(power(2, m.attempts), 360)::int),
        leased_until = null,
        sent_at = case when o.state = 'sent' then (select app_now()) end,
        provider_id = o.provider_id,
        error = o.error
    from unnest(
        %(ids)s::bigint[], %(attempts)s::int[], %(states)s::text[], %(provider_ids)s::text[], %(errors)s::text[]
    ) as o (id, attempts, state, provider_id, error)
    where m.id = o.id and m.attempts = o.attempts and m.state in ('sending', 'cancelled')
"""
HAND_BACK = """
    update notifications_message m set
        state = 'queued', attempts = m.attempts - 1, leased_until = null, next_at = statement_timestamp()
    from unnest(%(ids)s::bigint[], %(attempts)s::int[]) as o (id, attempts)
    where m.id = o.id and m.attempts = o.attempts and m.state = 'sending'
"""


class Leased(NamedTuple):
    """What it takes to send and mark a message. A model's instance would cost 8 µs more."""

    context: dict
    id: int
    key: str
    channel: str
    to: str
    template: str
    urgent: bool
    attempts: int


def send_messages(*, seconds: float = SECONDS) -> int:
    """Send what is due, channel by channel in turn, until nothing is, time is up or all are down. How many left."""
    end = monotonic() + seconds
    channels = list(Message.BY_MACHINE)
    left = 0
    while channels and monotonic() < end:
        for channel in tuple(channels):
            at = clock.now()
            # What is leased at 20:59:59 and is not urgent waits for the morning.
            until = min(end, monotonic() + min(TURN_SECONDS, outbox.day_left(at)))
            batch = lease(channel=channel, limit=BATCH, at=at)
            sent, is_down = _send_batch(batch, until=until)
            left += sent
            if is_down or not batch:
                channels.remove(channel)
    return left


def lease(*, channel: str, limit: int, at: datetime) -> list[Leased]:
    """Take up to `limit` due messages for LEASE_SECONDS; committed with this one statement. Urgent ones come first.

    Due: not_before is past on the legal clock `at`, next_at on the unmoved one, its release goes, and it is true still.
    """
    awake = [True, False] if outbox.is_day(at) else [True]
    parameters = {
        "lease": LEASE_SECONDS,
        "channel": channel,
        "urgent": awake,
        "at": at,
        "limit": limit,
        "true_until": list(TRUE_UNTIL),
    }
    with connection.cursor() as cursor:
        cursor.execute(LEASE, parameters)
        batch = [Leased(json.loads(context), *others) for context, *others in cursor.fetchall()]
    return sorted(batch, key=lambda message: (not message.urgent, message.id))


def mark(outcomes: list[tuple[Leased, Outcome]]) -> None:
    """Write down what became of leased messages."""
    if not outcomes:
        return
    parameters = {
        "ids": [message.id for message, _ in outcomes],
        "attempts": [message.attempts for message, _ in outcomes],
        "states": [outcome.state for _, outcome in outcomes],
        "provider_ids": [outcome.provider_id for _, outcome in outcomes],
        "errors": [outcome.error for _, outcome in outcomes],
        "last": LAST_ATTEMPT,
    }
    with connection.cursor() as cursor:
        cursor.execute(MARK, parameters)


def _send_batch(batch: list[Leased], until: float) -> tuple[int, bool]:
    """Send leased messages one by one; hand back what time or a fault did not let us try.

    Returns how many left, and whether the channel seems to be down.
    """
    sent, unknown_in_a_row, tried = 0, 0, 0
    unmarked, marked_at = [], monotonic()
    refused: list[tuple[Leased, Outcome]] = []  # one after the other: believed once another message leaves
    with senders.mail_connection() as mail:
        try:
            for message in batch:
                if monotonic() >= until or _is_down(unknown_in_a_row, len(refused)):
                    break
                tried += 1
                outcome = senders.send(message, mail)
                if outcome.state == Message.State.UNDELIVERABLE:
                    refused.append((message, outcome))
                else:
                    unmarked.append((message, outcome))
                if outcome.state == Message.State.SENT:
                    sent += 1
                    unmarked += refused
                    refused = []
                unknown_in_a_row = unknown_in_a_row + 1 if outcome.state == Message.State.QUEUED else 0
                if monotonic() - marked_at > MARK_WITHIN:
                    mark(unmarked)
                    unmarked, marked_at = [], monotonic()
        finally:  # also when the worker is told to stop
            mark(unmarked + _believed(refused))
            _hand_back(batch[tried:])
    return sent, _is_down(unknown_in_a_row, len(refused))


def _is_down(unknown_in_a_row: int, refused_in_a_row: int) -> bool:
    return unknown_in_a_row >= UNKNOWN_IN_A_ROW or refused_in_a_row >= REFUSED_IN_A_ROW


def _believed(refused: list[tuple[Leased, Outcome]]) -> list[tuple[Leased, Outcome]]:
    """Refusals with nothing that left behind them: that many at once are asked again later."""
    if len(refused) < REFUSED_IN_A_ROW:
        return refused
    return [(message, senders.unknown(outcome.error)) for message, outcome in refused]


def _hand_back(untried: list[Leased]) -> None:
    if untried:
        parameters = {"ids": [row.id for row in untried], "attempts": [row.attempts for row in untried]}
        with connection.cursor() as cursor:
            cursor.execute(HAND_BACK, parameters)
