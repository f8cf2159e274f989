"""Reaching a payee: what could not be delivered is followed by the other channel, and nobody is told too late.

Mail goes to whoever has it, an SMS only to a mobile number. When both ways have failed, or the one place where two
persons sent it instead, the payout is unreachable, and staff look for the payee.
"""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from config import clock
from coupons.models import Member, Scheme
from notifications import releases
from notifications.models import CHANGED
from payouts import links, time_to_receive
from payouts.models import Payout, ReceiveLink
from payouts.payees import HAS_LIVE_LINE, IS_GRANTED_AWAY, IS_REACHABLE, IS_SENT_TO_MEMBER, MOBILE
from payouts.time_to_receive import TELLS
from payouts.unseen import IS_STILL_SHOWN, IS_UNSEEN
from trail import duties

BATCH = 1_000

# Two persons said where else the URL goes: what else is on record is what it was moved away from, and may be a
# stranger's by now. Nothing goes there by itself, whether it was tried or not.
IS_MOVED = """(
    exists (select from payouts_redirect moved where moved.payout_id = p.id and moved.state = 'approved')
    or exists (
        select from claims_proposal moved
        where moved.claim_id = p.claim_id and moved.deed = 'destination' and moved.state = 'approved'
    ))"""
# A payout that is open, or whose code nobody has seen, and whose link was last told in vain; and the channel to try
# instead, the other one first: null when nothing is left to try. What was tried already is not tried again. What waits
# for a release reaches nobody yet.
UNDELIVERED = f"""
    with m as materialized (
        select id, about, context, release, template from notifications_message where state = 'undeliverable'
    )
    select p.id as payout_id, l.id as link_id, p.scheme_id, p.held_at, m.release,
        coalesce(member.contact_changed_at > p.opened_at, false) as is_changed, case
            when {IS_MOVED} or l.channel not in ('mail', 'sms') then null
            when l.channel = 'mail' and to_phone.is_new then 'sms'
            when l.channel = 'sms' and to_mail.is_new then 'mail'
            when to_mail.is_new then 'mail'  -- the same way, to where a later file says
            when to_phone.is_new then 'sms'
        end as channel, contact.phone, contact.email
    from m join payouts_receivelink l on {TELLS} and l.revoked_at is null
    join payouts_payout p on p.id = l.payout_id
        and (p.state = 'open' or (m.template = 'points_ready' and {IS_UNSEEN} and {IS_STILL_SHOWN}))
    left join coupons_member member on member.id = p.member_id
    left join claims_claim claim on claim.id = p.claim_id
    cross join lateral (select
        case when claim.deliver_by = 'sms' then claim.deliver_to else coalesce(member.phone, claim.phone) end as phone,
        case when claim.deliver_by = 'mail' then claim.deliver_to else coalesce(member.email, claim.email) end as email
    ) contact
    cross join lateral (select contact.phone ~ '{MOBILE}' and not exists (
        select from payouts_receivelink tried where tried.payout_id = p.id and tried.destination = contact.phone
    ) as is_new) to_phone
    cross join lateral (select contact.email <> '' and not exists (
        select from payouts_receivelink tried where tried.payout_id = p.id and tried.destination = contact.email
    ) as is_new) to_mail
    where not exists (
        select from notifications_message later
        where later.about = m.about and later.context -> 'link' = m.context -> 'link'
            and later.id > m.id and later.state <> 'cancelled' and not (later.state = 'queued' and later.release <> '')
    )
"""
TO_FOLLOW = f"select * from ({UNDELIVERED}) undelivered where channel is not null"


def tell(scheme: Scheme, at: datetime | None = None) -> int:
    """Follow what could not be delivered, and give time to who is told late. How many payouts that was."""
    at = at or clock.now()
    late = time_to_receive.before_it_leaves(scheme, at) + time_to_receive.after_it_left(scheme, at)
    return late + follow(scheme, at)


def follow(scheme: Scheme, at: datetime | None = None) -> int:
    """What could not be delivered is followed by the other channel, with a link of its own (case 5). How many were.

    For members and claims alike. A held payout waits: its page would only say that one should call.
    """
    at = at or clock.now()
    with connection.cursor() as cursor:
        to = "case channel when 'sms' then phone else email end"
        columns, where = f"link_id, channel, {to}, release, is_changed", "scheme_id = %s and held_at is null"
        cursor.execute(f"select {columns} from ({TO_FOLLOW}) f where {where} limit {BATCH}", [scheme.pk])
        found = cursor.fetchall()
    return duties.each(lambda one: _follow(scheme, *one, at), found)


def _follow(scheme: Scheme, link_id: int, channel: str, to: str, release: str, is_changed: bool, at: datetime) -> bool:
    """A contact that a file changed since the payout was opened was in no count that a second person saw."""
    with transaction.atomic():
        if is_changed:
            release = releases.round_for(scheme=scheme.slug, kind=CHANGED, more=1)
        return links.replace(link_id=link_id, channel=channel, to=to, release=release, at=at)


def unreachable() -> QuerySet[Payout]:
    """Payouts whose payee can be told in no way that we know, open or with a code unseen: staff look for them."""
    return Payout.objects.filter(
        pk__in=RawSQL(f"select payout_id from ({UNDELIVERED}) undelivered where channel is null", [])
    )


LOCKED_OUT = f"""
    select l.id from payouts_receivelink l join payouts_payout p on p.id = l.payout_id
    where l.locked_at is not null and l.revoked_at is null
        and (p.state in ('open', 'ordered') or ({IS_UNSEEN} and {IS_STILL_SHOWN}))
"""


def locked_out() -> QuerySet[ReceiveLink]:
    """Live links that five wrong answers have locked, with something to be had by them: their holders call, or are
    called.
    """
    return ReceiveLink.objects.filter(pk__in=RawSQL(LOCKED_OUT, []))


# What is owed to members of whom no mail and no mobile number is known: it waits, and lapses in the end.
WITHOUT_CONTACT = f"""
    select m.id, sum(e.amount_yen), min(e.made_at)
    from payouts_entitlement e
    join coupons_coupon c on c.id = e.coupon_id
    join coupons_scheme s on s.id = e.scheme_id
    join coupons_member m on m.id = c.member_id
    where e.payout_id is null and e.lapsed_at is null
        and {IS_SENT_TO_MEMBER} and not {IS_REACHABLE} and not {HAS_LIVE_LINE} and not {IS_GRANTED_AWAY}
    group by m.id order by min(e.made_at), m.id limit %s offset %s
"""


def without_contact(most: int, start: int = 0) -> list[tuple[Member, int, datetime]]:
    """Such members, with their yen and since when, the oldest first; `most` of them from `start` on."""
    with connection.cursor() as cursor:
        cursor.execute(WITHOUT_CONTACT, [most, start])
        found = cursor.fetchall()
    members = Member.objects.in_bulk([pk for pk, *_ in found])
    return [(members[pk], int(yen), since) for pk, yen, since in found]
