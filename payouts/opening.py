"""Opening: who is owed becomes what leaves; one payout a payee, with its link and its first message (notice 2.A2-app).

The payee of an entitlement is the claim of its accepted line, of a granted sum the claim it was granted to; without a
live line it is the member who charged the coupon and had not left at the freeze. Payees are locked, never single
entitlements: a payee whose coupons are half locked by somebody else would get two payouts.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from claims.models import Claim
from config import clock, tokens
from coupons.models import Scheme
from notifications import outbox, releases
from notifications.models import CHANGED
from payouts import account_requests, disputes, entitlements, giving_way, takeovers
from payouts.models.link import PURPOSE
from payouts.payees import HAS_LIVE_LINE, IS_GRANTED_AWAY, IS_IN_QUESTION, IS_REACHABLE, IS_SENT_TO_MEMBER, LIVE_LINES
from payouts.time_to_receive import enough_days
from trail import duties
from trail.record import record

CHUNK = 5_000
CLAIM_WAITS_DAYS = 7  # then a claim goes with what is accepted (case 21)
# A cancellation of nothing may lift a balance above the face value: the audit shows it, and nobody is paid it.
IS_PLAUSIBLE = """(e.cause = 'decision' or c.face_value_yen >= (
    select sum(all_of_it.amount_yen) from payouts_entitlement all_of_it
    where all_of_it.coupon_id = e.coupon_id and all_of_it.cause = 'ledger'))"""
# k = the claim. Until two persons know where its URL goes, none is made (payouts/destinations.py).
IS_MOVING = """exists (
    select from claims_proposal asked
    where asked.claim_id = k.id and asked.deed = 'destination' and asked.state = 'waiting')"""
RELEASE = "receive-links"  # what a second person lets go before links are sent in mass


@dataclass(frozen=True)
class PayeeKind:
    """Members or claims: the table to lock, and the SQL that finds free entitlements with their payee.

    `free` yields entitlement_id, coupon_id, cause, amount_yen, payee_id, method, channel, destination, language, name,
    and was_changed: whether a later file says where it goes.
    """

    table: str
    column: str
    free: str


MEMBERS = PayeeKind(
    table="coupons_member",
    column="member_id",
    free=f"""
        select e.id as entitlement_id, e.coupon_id, e.cause, e.amount_yen, m.id as payee_id, 'points' as method,
            case when m.email <> '' then 'mail' else 'sms' end as channel,
            case when m.email <> '' then m.email else m.phone end as destination, 'ja' as language,
            '' as name, m.contact_changed_at is not null as was_changed
        from payouts_entitlement e
        join coupons_coupon c on c.id = e.coupon_id
        join coupons_scheme s on s.id = e.scheme_id
        join coupons_member m on m.id = c.member_id
        where e.scheme_id = %(scheme)s and e.payout_id is null and e.lapsed_at is null
            and %(at)s >= s.points_from and {IS_PLAUSIBLE}
            and {IS_SENT_TO_MEMBER} and {IS_REACHABLE} and not {HAS_LIVE_LINE} and not {IS_GRANTED_AWAY}
            and not {IS_IN_QUESTION}
    """,
)
CLAIMS = PayeeKind(
    table="claims_claim",
    column="claim_id",
    free=f"""
        select e.id as entitlement_id, e.coupon_id, e.cause, e.amount_yen, k.id as payee_id, k.method,
            k.deliver_by as channel, k.deliver_to as destination, k.language, k.name,
            false as was_changed
        from payouts_entitlement e
        join coupons_coupon c on c.id = e.coupon_id
        join coupons_scheme s on s.id = e.scheme_id
        join {LIVE_LINES} l on l.coupon_id = e.coupon_id
            and l.state = case when {IS_GRANTED_AWAY} then 'granted' else 'accepted' end
        join claims_claim k on k.id = l.claim_id
        where e.scheme_id = %(scheme)s and e.payout_id is null and e.lapsed_at is null
            and {IS_PLAUSIBLE} and not {disputes.IS_DISPUTED} and not {IS_IN_QUESTION}
            and not {account_requests.WAITS_FOR_ACCOUNT} and not {IS_MOVING}
            and (k.method = 'refund' or %(at)s >= s.points_from)
            and (k.filed_at <= %(at)s - interval '{CLAIM_WAITS_DAYS} days' or not exists (
                select from claims_claimline w where w.claim_id = k.id and w.state in ('filed', 'review')
            ))
    """,
)


# A payee whose sum no payout can hold is left out, and listed by the audit: the others are paid.
PAYEES = f"""
    select payee_id from ({{free}}) f {{among}} group by payee_id having sum(amount_yen) <= {entitlements.LARGEST_YEN}
    order by payee_id
"""
AMONG = "where payee_id = any(%(payees)s)"
# What such a payee is owed, by kind of payee.
TOO_MUCH = f"""
    select payee_id, sum(amount_yen) as yen from ({{free}}) f
    group by payee_id having sum(amount_yen) > {entitlements.LARGEST_YEN}
"""


def open_payouts(scheme: Scheme, at: datetime | None = None) -> int:
    """Open a payout for every payee with something free. Any number of times, by any number of workers.

    Not before the freeze, nor while the scheme is stopped. Returns how many payouts were opened or gave way.
    """
    at = at or clock.now()
    if at < scheme.usable_until or scheme.stopped_at:
        return 0
    done = disputes.hold_and_let_go(scheme, at)  # first: what is disputed gives way to nobody
    done += giving_way.give_way(scheme, at) + takeovers.take_over(scheme, at) + giving_way.decline_too_late(scheme, at)
    for kind in (CLAIMS, MEMBERS):
        payees = _payees(scheme, kind, at)
        done += sum([_open_chunk(scheme, kind, chunk, at) for chunk in _chunks(payees)])
    return done


def _payees(scheme: Scheme, kind: PayeeKind, at: datetime, among: list[int] | None = None) -> list[int]:
    """Who has something free: everybody, once a run (for each chunk anew it would be quadratic), or some of `among`."""
    with connection.cursor() as cursor:
        sql = PAYEES.format(free=kind.free, among="" if among is None else AMONG)
        cursor.execute(sql, {"scheme": scheme.pk, "at": at, "payees": among})
        return [payee for (payee,) in cursor.fetchall()]


def _chunks(payees: list[int]) -> Iterable[list[int]]:
    return (payees[start : start + CHUNK] for start in range(0, len(payees), CHUNK))


def _open_chunk(scheme: Scheme, kind: PayeeKind, chunk: list[int], at: datetime) -> int:
    """Open the payouts of those of `chunk` who still have something free, in one transaction."""
    with transaction.atomic():
        duties.alone("open_payouts", scheme.pk)
        entitlements.lock(scheme.pk)
        if Scheme.objects.filter(pk=scheme.pk, stopped_at__isnull=False).exists():
            return 0  # stopped since the run began
        with connection.cursor() as cursor:
            cursor.execute(f"select from {kind.table} where id = any(%s) order by id for no key update", [chunk])
            parameters = {"scheme": scheme.pk, "at": at, "payees": _payees(scheme, kind, at, chunk)}
            parameters |= _first_message(scheme, at)
            for statement in _gather(kind):
                cursor.execute(statement, parameters)
            parameters |= _releases(scheme, kind, cursor)
            for statement in _write(kind):
                cursor.execute(statement, parameters)
            cursor.execute("select count(*), coalesce(sum(amount_yen), 0) from opened")
            payouts, yen = cursor.fetchone()
        if payouts:
            record("opened", who="duty:open_payouts", about=scheme, payouts=payouts, yen=int(yen))
    return payouts


def _first_message(scheme: Scheme, at: datetime) -> dict:
    """When the first message may go, and until when a link first sent then is good (question 15)."""
    not_before = outbox.quiet_hours(max(at, scheme.points_from))
    return {
        "not_before": not_before,
        "receive_until": max(scheme.receive_until, enough_days(scheme, not_before)),
        "key_id": tokens.newest_key(),
        "slug": scheme.slug,
        "purpose": PURPOSE,
        "words": json.dumps({language: scheme.says(language) for language in Claim.Language.values}),
    }


def _releases(scheme: Scheme, kind: PayeeKind, cursor: CursorWrapper) -> dict:
    """What the first messages wait for. A claim's destination was proved by its claimant, or seen by two persons: once
    the first release was given they leave, however many. A member's comes from a file: of late ones few leave.
    """
    if kind is CLAIMS:
        return {"release": RELEASE, "changed": RELEASE}
    cursor.execute("select count(*) filter (where not was_changed), count(*) filter (where was_changed) from opened")
    usual, changed = cursor.fetchone()
    return {
        "release": releases.round_for(scheme=scheme.slug, kind=RELEASE, more=usual),
        "changed": releases.round_for(scheme=scheme.slug, kind=CHANGED, more=changed),
    }


def _gather(kind: PayeeKind) -> Iterable[str]:
    """What is free, and what will be opened for it, in temporary tables."""
    return (
        "drop table if exists taken, opened",
        f"""create temp table taken on commit drop as
            select * from ({kind.free}) f where payee_id = any(%(payees)s)""",
        """create temp table opened on commit drop as
            select *, nextval(pg_get_serial_sequence('payouts_payout', 'id')) as payout_id,
                nextval(pg_get_serial_sequence('payouts_receivelink', 'id')) as link_id, gen_random_uuid() as salt
            from (
                select payee_id, method, channel, destination, language, name, was_changed,
                    sum(amount_yen) as amount_yen
                from taken group by payee_id, method, channel, destination, language, name, was_changed
                order by payee_id
            ) payee""",
    )


def _write(kind: PayeeKind) -> Iterable[str]:
    """Separate statements over these: each is checked by the triggers of what stands before it."""
    return (
        f"""insert into payouts_payout
                (id, scheme_id, method, amount_yen, {kind.column}, state, receive_until, opened_at)
            select payout_id, %(scheme)s, method, amount_yen, payee_id, 'open', %(receive_until)s, %(at)s
            from opened""",
        """update payouts_entitlement e set payout_id = opened.payout_id
            from taken join opened using (payee_id) where e.id = taken.entitlement_id""",
        """insert into payouts_payoutitem (payout_id, coupon_id, cause, amount_yen)
            select payout_id, coupon_id, cause, taken.amount_yen from taken join opened using (payee_id)""",
        """insert into payouts_receivelink (id, payout_id, salt, key_id, channel, destination, made_at)
            select link_id, payout_id, salt, %(key_id)s, channel, destination, %(at)s from opened
            where method = 'points'""",
        """insert into notifications_message
                (key, channel, "to", template, context, about, scheme, not_before, release)
            select 'receive-link/' || link_id, channel, destination, 'receive_link', jsonb_build_object(
                    'link', jsonb_build_object(
                        'purpose', %(purpose)s, 'id', link_id, 'key_id', %(key_id)s, 'salt', salt),
                    'amount_yen', amount_yen, 'until', %(receive_until)s::timestamptz,
                    'language', language, 'name', name) || (%(words)s::jsonb -> language),
                'payouts.payout/' || payout_id, %(slug)s, %(not_before)s,
                case when was_changed then %(changed)s else %(release)s end
            from opened where method = 'points'""",
    )
