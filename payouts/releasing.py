"""Taking a payout back: its entitlements become free again, or lapse; its link and its waiting messages die with it."""

from collections.abc import Collection
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q

from config import clock
from coupons.models import Scheme
from notifications import outbox
from payouts import brands, entitlements, refund_instead, time_to_receive, waiting
from payouts.batches import lines
from payouts.models import Entitlement, Payout, ReceiveLink
from payouts.payees import (
    HAS_OPEN_INCIDENT,
    IS_CLAIMED,
    IS_IN_QUESTION,
    IS_REACHABLE,
    IS_SENT_TO_MEMBER,
    LIVE_LINES,
)
from payouts.telling import TO_FOLLOW
from payouts.waiting import WAITS_FOR_US
from trail import duties
from trail.record import record

CHUNK = 5_000


class NothingToTakeBack(Exception):
    """The payout is not open any more: ordered, paid, or already taken back."""


def void(*, payout_id: int, who: str, reason: str, at: datetime | None = None) -> None:
    """Take an open payout back (design 5 "Opening"): what it was for is free again, and healed.

    Raises NothingToTakeBack.
    """
    at = at or clock.now()
    with transaction.atomic():
        payout = _locked(payout_id)
        if payout.state != Payout.State.OPEN:
            raise NothingToTakeBack(payout.state)
        lines.take_out(payout, who=who, reason=reason, at=at)
        _close(payout, Payout.State.VOID, at)
        _free(payout, at)
        record("voided", who=who, about=payout, reason=reason, amount_yen=payout.amount_yen)


def returned(*, payout_id: int, who: str, reason: str, at: datetime | None = None) -> None:
    """The bank gave a refund back: what it was for is free again, and healed. Raises NothingToTakeBack."""
    at = at or clock.now()
    with transaction.atomic():
        payout = _locked(payout_id)
        if payout.method != "refund" or payout.state not in (Payout.State.ORDERED, Payout.State.PAID):
            raise NothingToTakeBack(payout.state)
        _close(payout, Payout.State.RETURNED, at)
        _free(payout, at)
        record("returned", who=who, about=payout, reason=reason, amount_yen=payout.amount_yen)


def lapse(scheme: Scheme, at: datetime | None = None) -> int:
    """Let lapse what was not received in time (question 15): open points payouts, and what nobody claimed.

    Never what waits for us. Returns how many payouts and unclaimed entitlements lapsed.
    """
    at = at or clock.now()
    if Scheme.objects.filter(pk=scheme.pk, stopped_at__isnull=False).exists():
        return 0  # nobody can receive anything just now: that is our delay
    waiting.give_days(scheme, at)
    if at < scheme.receive_until:
        return 0
    _wait_for_a_way(scheme, at)
    lapsed = 0
    while chunk := _lapse_payouts(scheme, at):
        lapsed += chunk
    return lapsed + _lapse_unclaimed(scheme, at)


def _wait_for_a_way(scheme: Scheme, at: datetime) -> None:
    """What neither a brand nor the bank can carry does not lapse: once something can, there are enough days left."""
    with transaction.atomic():
        entitlements.lock(scheme.pk)
        rows = Payout.objects.select_for_update(of=("self",), no_key=True).select_related("scheme")
        due = rows.filter(scheme=scheme, state=Payout.State.OPEN, method="points", receive_until__lte=at)
        carried = Q(pk__in=[])
        for card in brands.cards(scheme):
            if card.is_offered:
                carried |= Q(amount_yen__range=(card.min_yen, card.max_yen))
        for payout in due.filter(claim__isnull=False).exclude(carried).order_by("pk"):
            if not refund_instead.trips(payout):
                time_to_receive.grow(payout, at)


def _locked(payout_id: int) -> Payout:
    """The payout, under the scheme's lock and its own, in that order."""
    entitlements.lock(Payout.objects.values_list("scheme_id", flat=True).get(pk=payout_id))
    return Payout.objects.select_for_update(of=("self",), no_key=True).get(pk=payout_id)


def _close(payout: Payout, state: Payout.State, at: datetime) -> None:
    ReceiveLink.objects.filter(payout=payout, revoked_at=None).update(revoked_at=at)
    outbox.cancel(about=f"payouts.payout/{payout.pk}")
    payout.state = state
    payout.save(update_fields=["state"])


def _free(payout: Payout, at: datetime) -> None:
    """Take all entitlements off. One that is free already for the same coupon and cause is absorbed first."""
    on_it = Entitlement.objects.filter(payout=payout)
    coupons = list(on_it.values_list("coupon_id", flat=True))
    free = Entitlement.objects.filter(coupon__in=coupons, payout=None, lapsed_at=None)
    decided = dict(free.filter(cause="decision").values_list("coupon_id", "amount_yen"))
    free.filter(cause="ledger").delete()
    for entitlement in list(on_it):
        also = decided.get(entitlement.coupon_id, 0) if entitlement.cause == "decision" else 0
        if also:
            free.filter(cause="decision", coupon=entitlement.coupon_id).delete()
        Entitlement.objects.filter(pk=entitlement.pk).update(payout=None)
        if also:
            Entitlement.objects.filter(pk=entitlement.pk).update(amount_yen=entitlement.amount_yen + also)
    entitlements.heal(payout.scheme_id, at, coupons)


# Not under somebody else's live claim or an open incident, nor while its message has not left or is to follow by
# another channel: all of these wait for us (question 15). Asked for all, or for some that are locked already. `|| ''`
# keeps the planner from the index of what waits, which it would read whole for each payout: after a mass sending it is
# full of what has left.
DUE = f"""
    select id from payouts_payout p
    where scheme_id = %(scheme)s and state = 'open' and method = 'points' and held_at is null
        and receive_until <= %(at)s and (%(ids)s::bigint[] is null or id = any(%(ids)s))
        and not {WAITS_FOR_US}
        and not exists (
            select from notifications_message m
            where m.about = 'payouts.payout/' || p.id and m.state || '' in ('queued', 'sending')
        )
        and id not in (select payout_id from ({TO_FOLLOW}) f)
    order by id limit {CHUNK} for no key update
"""


def _lapse_payouts(scheme: Scheme, at: datetime) -> int:
    """Lock first, then look again: whoever had a payout locked may have sent its link once more, or let it grow."""
    with transaction.atomic():
        duties.alone("lapse", scheme.pk)
        entitlements.lock(scheme.pk)
        ids = _due(scheme, at)
        ids = _due(scheme, at, ids)
        time_to_receive.after_it_left(scheme, at, ids)
        ids = _due(scheme, at, ids)
        _lapse(scheme, ids, at)
        return len(ids)


def _due(scheme: Scheme, at: datetime, among: Collection[int] | None = None) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(DUE, {"scheme": scheme.pk, "at": at, "ids": among})
        return [pk for (pk,) in cursor.fetchall()]


def _lapse(scheme: Scheme, ids: Collection[int], at: datetime) -> None:
    if not ids:
        return
    yen = sum(Payout.objects.filter(pk__in=ids).values_list("amount_yen", flat=True))
    for payout_id in ids:
        outbox.cancel(about=f"payouts.payout/{payout_id}")
    # By a statement of its own: one beside the lock would not see a link that was made while it waited.
    ReceiveLink.objects.filter(payout__in=ids, revoked_at=None).update(revoked_at=at)
    Payout.objects.filter(pk__in=ids).update(state=Payout.State.LAPSED)
    Entitlement.objects.filter(payout__in=ids).update(payout=None, lapsed_at=at)
    record("lapsed", who="duty:lapse", about=scheme, payouts=len(ids), yen=yen)


# Free, nobody's: no live claim, no returned refund on its way to be sent again, and no member we could still reach.
LAPSE_UNCLAIMED = f"""
update payouts_entitlement e set lapsed_at = %(at)s
from coupons_coupon c join coupons_scheme s on s.id = c.scheme_id left join coupons_member m on m.id = c.member_id
where e.scheme_id = %(scheme)s and e.payout_id is null and e.lapsed_at is null and c.id = e.coupon_id
    and s.receive_until <= %(at)s
    and not ({IS_SENT_TO_MEMBER} and {IS_REACHABLE})
    and not exists (select from {LIVE_LINES} l where l.coupon_id = c.id) and not {IS_CLAIMED}
    and not {HAS_OPEN_INCIDENT} and not {IS_IN_QUESTION}
    and (
        select p.state from payouts_payoutitem i join payouts_payout p on p.id = i.payout_id
        where i.coupon_id = c.id order by i.id desc limit 1
    ) is distinct from 'returned'
    and e.made_at + make_interval(days => s.receive_days_min) <= %(at)s
"""


def _lapse_unclaimed(scheme: Scheme, at: datetime) -> int:
    with transaction.atomic():
        duties.alone("lapse", scheme.pk)
        entitlements.lock(scheme.pk)
        with connection.cursor() as cursor:
            cursor.execute(LAPSE_UNCLAIMED, {"scheme": scheme.pk, "at": at})
            lapsed = cursor.rowcount
        if lapsed:
            record("lapsed", who="duty:lapse", about=scheme, unclaimed_entitlements=lapsed)
        return lapsed
