"""An accepted claim takes its coupon out of somebody else's payout, or is declined (design 5; cases 11 and 13).

Decided for a line as a whole, over every payout its coupon is on: a coupon may be on two, one for what the ledger said
and one for what was decided.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import connection, transaction

from claims import telling
from claims.models import Claim, ClaimLine
from coupons.models import Scheme
from payouts import entitlements, links, releasing
from payouts.models import Entitlement, Payout, ReceiveLink
from trail.record import record

WHO = "duty:open_payouts"
ANOTHER_WAY = "別の方法での申請を受け付けたため"
NOT_RELEASED = (Payout.State.OPEN, Payout.State.ORDERED, Payout.State.PAID)

# Of accepted lines: their coupon is on a payout of another payee. While staff hold one, the line waits.
IN_THE_WAY = """exists (
    select from payouts_entitlement e join payouts_payout p on p.id = e.payout_id
    where e.coupon_id = l.coupon_id and p.claim_id is distinct from l.claim_id and not exists (
        select from claims_claimline granted where granted.coupon_id = e.coupon_id
            and granted.claim_id = p.claim_id and granted.state = 'granted'
    ))"""
# Accepted when the yen had lapsed already, and nothing came out of it for this claim: a person may still grant it.
TOO_LATE = """exists (select from payouts_entitlement e where e.coupon_id = l.coupon_id and e.lapsed_at is not null)
    and not exists (select from payouts_entitlement e where e.coupon_id = l.coupon_id and e.lapsed_at is null)
    and not exists (
        select from payouts_payoutitem i join payouts_payout p on p.id = i.payout_id
        where i.coupon_id = l.coupon_id and p.claim_id = l.claim_id
    )"""
ACCEPTED = """
    select l.id from claims_claimline l join claims_claim k on k.id = l.claim_id
    where k.scheme_id = %s and k.withdrawn_at is null and l.state = 'accepted' and """
Deed = Callable[[ClaimLine, Claim, datetime], int]


def give_way(scheme: Scheme, at: datetime) -> int:
    """Let what is in the way of accepted lines give way, or decline these. How many were voided or declined."""
    return _for_each(IN_THE_WAY, _give_way_to, scheme, at)


def decline_too_late(scheme: Scheme, at: datetime) -> int:
    """A number corrected, or a line accepted, after the yen lapsed: the claimant is told to call. How many lines."""
    return _for_each(TOO_LATE, _decline_too_late, scheme, at)


def _for_each(rule: str, deed: Deed, scheme: Scheme, at: datetime) -> int:
    """Do the deed for every accepted line that the rule fits. The sum of what the deeds return."""
    with connection.cursor() as cursor:
        cursor.execute(f"{ACCEPTED} {rule} order by l.id", [scheme.pk])
        lines = [pk for (pk,) in cursor.fetchall()]
    return sum([_once_more(line_id, rule, deed, scheme, at) for line_id in lines])


def _once_more(line_id: int, rule: str, deed: Deed, scheme: Scheme, at: datetime) -> int:
    """The deed for one line, if the rule still fits it once all is locked: it may have been granted since."""
    with transaction.atomic():
        entitlements.lock(scheme.pk)
        claim = Claim.objects.select_for_update(of=("self",), no_key=True).select_related("scheme").get(lines=line_id)
        line = ClaimLine.objects.select_for_update(of=("self",), no_key=True).get(pk=line_id)
        return deed(line, claim, at) if _fits(line_id, rule, scheme) else 0


def _fits(line_id: int, rule: str, scheme: Scheme) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"{ACCEPTED} {rule} and l.id = %s", [scheme.pk, line_id])
        return cursor.fetchone() is not None


def _give_way_to(line: ClaimLine, claim: Claim, at: datetime) -> int:
    live = live_payouts(line)
    others = [payout for payout in live if payout.claim_id != claim.pk]
    if any(payout.held_at for payout in others):
        return 0
    still_open = [payout for payout in others if payout.state == Payout.State.OPEN]
    if still_open == others or (still_open and claim.method == Claim.Method.REFUND):
        return void_all(still_open, at)  # cases 10 and 14: what was taken as points stays; what is open goes by bank
    # What the claim has been given already, or is to be, stays its own: each payout has its part, and the line stands.
    return decline(line, claim, at) if others == live and not _is_to_come(line) else 0


def _is_to_come(line: ClaimLine) -> bool:
    """Whether something of the coupon is free, and will be opened for the line (not what was granted to another)."""
    free = Entitlement.objects.filter(coupon=line.coupon_id, payout=None, lapsed_at=None)
    if ClaimLine.objects.filter(coupon=line.coupon_id, state=ClaimLine.State.GRANTED).exists():
        free = free.exclude(cause="decision")
    return free.exists()


def _decline_too_late(line: ClaimLine, claim: Claim, at: datetime) -> int:
    return decline(line, claim, at, ClaimLine.Reason.LAPSED)


def live_payouts(line: ClaimLine) -> list[Payout]:
    """Every live payout the line's coupon is on, locked. Not what was granted to another claim: it stands beside."""
    on_it = Payout.objects.filter(entitlements__coupon=line.coupon_id, state__in=NOT_RELEASED)
    granted = ClaimLine.objects.filter(coupon=line.coupon_id, state=ClaimLine.State.GRANTED).exclude(pk=line.pk)
    on_it = on_it.exclude(claim__in=granted.values("claim")).values("pk")
    locked = Payout.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=on_it).order_by("pk")
    return [payout for payout in locked if payout.state in NOT_RELEASED]


def void_all(payouts: list[Payout], at: datetime, *, who: str = WHO, reason: str = ANOTHER_WAY) -> int:
    """Take them back, and tell whoever has been sent a URL why it is dead (case 11). How many."""
    for payout in payouts:
        told = [link for link in ReceiveLink.objects.filter(payout=payout, revoked_at=None) if links.was_told(link)]
        releasing.void(payout_id=payout.pk, who=who, reason=reason, at=at)
        for link in told:
            links.tell_why_dead(link, at)
    return len(payouts)


def decline(line: ClaimLine, claim: Claim, at: datetime, reason: ClaimLine.Reason = ClaimLine.Reason.RECEIVED) -> int:
    """Ordered or paid already: it stays so; the line is declined and the claimant told. Of whom, they do not learn."""
    line.state, line.reason = ClaimLine.State.DECLINED, reason
    line.decided_by, line.decided_at = WHO, at
    line.save(update_fields=["state", "reason", "coupon", "conflicts_with", "decided_by", "decided_at"])
    record("line declined", who=WHO, about=line, reason=line.reason)
    telling.tell_outcome(claim, at)
    return 1
