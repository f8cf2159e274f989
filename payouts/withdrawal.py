"""Taking a claim back: its open payouts are voided first, then its lines are withdrawn, in one step (attack 14)."""

from datetime import datetime

from django.db import transaction

from claims.decisions import UNDER_WAY
from claims.models import Claim, ClaimLine
from config import clock
from payouts import account_answers, entitlements, grants, releasing
from payouts.models import Payout
from trail.record import record

State = ClaimLine.State


class AlreadyOnItsWay(Exception):
    """Points were ordered or a transfer was submitted: the claim can no longer be taken back."""


class AlreadyWithdrawn(Exception):
    """The claim was taken back before."""


def withdraw(*, claim_id: int, who: str, at: datetime | None = None) -> None:
    """Withdraw the claim and all its lines that were not declined. Raises AlreadyOnItsWay, AlreadyWithdrawn."""
    at = at or clock.now()
    with transaction.atomic():
        entitlements.lock(Claim.objects.values_list("scheme_id", flat=True).get(pk=claim_id))
        claim = Claim.objects.select_for_update(of=("self",), no_key=True).get(pk=claim_id)
        if claim.withdrawn_at:
            raise AlreadyWithdrawn
        payouts = Payout.objects.select_for_update(of=("self",), no_key=True).filter(claim=claim).order_by("pk")
        if any(payout.state in (Payout.State.ORDERED, Payout.State.PAID) for payout in payouts):
            raise AlreadyOnItsWay
        for payout in payouts:
            if payout.state == Payout.State.OPEN:
                releasing.void(payout_id=payout.pk, who=who, reason="申請の取下げ", at=at)
        for line in claim.lines.filter(state=State.GRANTED):
            grants.give_up(line)
        claim.lines.filter(state__in=UNDER_WAY).update(state=State.WITHDRAWN, decided_by=who, decided_at=at)
        claim.withdrawn_at = at
        claim.save(update_fields=["withdrawn_at"])
        account_answers.nothing_waits(claim, who=who, at=at)
        record("withdrawn", who=who, about=claim)
