"""What waits for our decision has its days left afterwards, and its payee is told until when (question 15)."""

from datetime import datetime, timedelta

from django.db import connection, transaction

from config import clock
from coupons.models import Scheme
from notifications import outbox
from payouts import entitlements, links
from payouts.models import Payout
from payouts.payees import HAS_OPEN_INCIDENT, IS_CLAIMED, IS_GRANTED_AWAY, IS_IN_QUESTION, LIVE_LINES
from payouts.time_to_receive import enough_days, grow
from trail import duties
from trail.record import record

WHO, WAITED = "duty:lapse", "waited for us"
# p = the payout: somebody else's claim, an open incident or a cancellation of its coupons is not decided yet.
WAITS_FOR_US = f"""(
    exists (
        select from {LIVE_LINES} l join payouts_entitlement e on e.coupon_id = l.coupon_id
        where e.payout_id = p.id and l.claim_id is distinct from p.claim_id
            and l.state <> 'granted' and not {IS_GRANTED_AWAY}
    ) or exists (
        select from payouts_entitlement e join coupons_coupon c on c.id = e.coupon_id
        where e.payout_id = p.id and ({IS_CLAIMED} or {HAS_OPEN_INCIDENT} or {IS_IN_QUESTION})
    ))"""
FREE = "scheme_id = %(scheme)s and state = 'open' and method = 'points' and held_at is null"
WOULD_BE_SHORT = f"""
    select id from payouts_payout p
    where {FREE} and id = any(coalesce(%(ids)s::bigint[], array[id])) and receive_until < %(until)s and {WAITS_FOR_US}
    order by id
"""
DECIDED = f"""
    with waited as materialized (  -- few; the other question costs more
        select * from payouts_payout p
        where {FREE} and id = any(coalesce(%(ids)s::bigint[], array[id])) and receive_until > %(at)s and exists (
            select from trail_auditevent w where w.about = 'payouts.payout/' || p.id and w.action = '{WAITED}')
    )
    select id from waited p where not {WAITS_FOR_US} and not exists (
        select from notifications_message m
        where m.about = 'payouts.payout/' || p.id and m.key like 'receive-link/%%/waited/'
            || to_char(p.receive_until at time zone 'Asia/Tokyo', 'YYYY-MM-DD'))
    order by id
"""


def give_days(scheme: Scheme, at: datetime) -> None:
    """Let what waits for us last as long as if it were decided now; say of what was decided until when it can be taken.

    Begins when less than `receive_days_min` days are left. All payouts are asked about before the scheme is locked:
    nobody waits for that.
    """
    if at < scheme.receive_until - timedelta(days=scheme.receive_days_min):
        return
    until = enough_days(scheme, at)
    now = {"scheme": scheme.pk, "at": at, "until": until}
    short, decided = (_ids(rule, ids=None, **now) for rule in (WOULD_BE_SHORT, DECIDED))
    if not short and not decided:
        return
    with transaction.atomic():
        duties.alone("waiting", scheme.pk)
        entitlements.lock(scheme.pk)
        for payout in _locked(_ids(WOULD_BE_SHORT, ids=short, **now)):
            grow(payout, at)
            record(WAITED, who=WHO, about=payout, until=until.isoformat())
        for payout in _locked(_ids(DECIDED, ids=decided, **now)):
            _say_until_when(payout, at)


def _ids(rule: str, **parameters: object) -> list[int]:
    """Of those in `ids`; None for all."""
    with connection.cursor() as cursor:
        cursor.execute(rule, parameters)
        return [pk for (pk,) in cursor.fetchall()]


def _locked(ids: list[int]) -> list[Payout]:
    rows = Payout.objects.select_for_update(of=("self",), no_key=True).select_related("scheme", "claim", "member")
    return [payout for payout in rows.filter(pk__in=ids).order_by("pk") if payout.state == Payout.State.OPEN]


def _say_until_when(payout: Payout, at: datetime) -> None:
    """Whose first message has not left learns it from that one."""
    grow(payout, outbox.quiet_hours(at))
    link = payout.links.get(revoked_at=None)
    if links.was_told(link):
        day = f"{payout.receive_until.astimezone(clock.JAPAN):%Y-%m-%d}"
        links.say(link, payout, template="receive_link", key=f"receive-link/{link.pk}/waited/{day}", at=at)
