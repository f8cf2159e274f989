"""A claim taken over the phone, with what hangs on it: the holder's open URL is held while somebody asks in their place
(case 23), and gives way when a second person has let the claim go.
"""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from claims import desk_claims, matching, proposals, reviewing
from claims.desk_claims import OnBehalf
from claims.models import Claim, ClaimLine, Draft, Proposal
from config import clock
from payouts import disputes, entitlements, giving_way, holds
from payouts.models import Payout


def take(*, draft: Draft, by: User, on_behalf: OnBehalf | None = None, at: datetime | None = None, **more) -> Claim:
    """`claims.desk_claims.take`; on behalf of somebody, what is open for the coupons is held until it is decided."""
    at = at or clock.now()
    with transaction.atomic():
        claim = desk_claims.take(draft=draft, by=by, on_behalf=on_behalf, at=at, **more)
        asked = claim.proposals.filter(state=Proposal.State.WAITING).first()
        if asked:
            _hold(asked, at)
    return claim


def ask_again(*, claim_id: int, by: User, reason: str, at: datetime | None = None) -> Proposal:
    """`claims.desk_claims.ask_again`; on behalf of somebody, all is held anew. Raises what that raises."""
    at = at or clock.now()
    with transaction.atomic():
        matching.lock_before(Claim.objects.get(pk=claim_id))
        asked = desk_claims.ask_again(claim_id=claim_id, by=by, reason=reason, at=at)
        _hold(asked, at)
    return asked


def approve(*, proposal_id: int, by: User, at: datetime | None = None) -> Proposal:
    """The second person lets the claim go. What it is accepted for gives way at once; where another claim stands, the
    two contacts are a conflict like any other. Raises proposals.SamePerson, AlreadySettled.
    """
    at = at or clock.now()
    asked = Proposal.objects.select_related("claim").get(pk=proposal_id)
    with transaction.atomic():
        entitlements.lock(asked.scheme_id)
        matching.lock_before(asked.claim)
        Claim.objects.select_for_update(of=("self",), no_key=True).get(pk=asked.claim_id)
        asked = desk_claims.approve(proposal_id=proposal_id, by=by, at=at)
        if asked.state == Proposal.State.APPROVED:
            matching.match(claim_id=asked.claim_id, at=at)
        _end_holds(asked, by, at)
    return asked


def send_back(*, proposal_id: int, by: User, answer: str, at: datetime | None = None) -> Proposal:
    """The second person does not: the holder's URL serves again, with days enough. Raises proposals.AlreadySettled."""
    at = at or clock.now()
    if not answer.strip():
        raise reviewing.NoReason
    with transaction.atomic():
        asked = proposals.send_back(proposal_id=proposal_id, by=by, answer=answer.strip(), at=at)
        desk_claims.sent_back(asked.claim)
        holds.end_holds_for(asked, who=by.get_username(), reason=answer.strip(), at=at)
    return asked


def _hold(asked: Proposal, at: datetime) -> None:
    if asked.claim.desk.on_behalf_of:
        holds.hold_for(asked, _open_for(asked.claim), at)


def _open_for(claim: Claim) -> list[Payout]:
    numbers = list(claim.lines.values_list("stated_no", flat=True))
    rows = Payout.objects.select_for_update(of=("self",), no_key=True).select_related("scheme")
    of_them = Payout.objects.filter(
        scheme=claim.scheme_id, state=Payout.State.OPEN, entitlements__coupon__inquiry_no__in=numbers
    ).exclude(claim=claim)
    return list(rows.filter(pk__in=of_them.values("pk")).order_by("pk"))


def _end_holds(asked: Proposal, by: User, at: datetime) -> None:
    """What was held for this claim: voided where the claim is accepted, held on as a dispute where it is contested."""
    approved = asked.state == Proposal.State.APPROVED
    reason = "2人目が認めた" if approved else "頼まれたあとに内容が変わった"
    won = list(asked.claim.lines.filter(state=ClaimLine.State.ACCEPTED).values_list("coupon", flat=True))
    for payout in holds.end_holds_for(asked, who=by.get_username(), reason=reason, at=at):
        if approved and payout.entitlements.filter(coupon__in=won).exists():
            giving_way.void_all([payout], at)
        elif payout.held_at is None and disputes.is_disputed(payout):
            holds.put_on_hold(payout, who=disputes.WHO, reason=disputes.WHY, at=at)
