"""The claimant takes their claim back: the withdrawal itself, and the message that it was done, in one step."""

from datetime import datetime

from django.db import transaction

from claims import filing
from claims.filing import words
from claims.models import Claim
from config import clock
from notifications import outbox
from payouts import withdrawal

WHO = "special site"


def take_back(*, claim_id: int, at: datetime | None = None) -> None:
    """Withdraw the claim and say so. Raises withdrawal.AlreadyOnItsWay, withdrawal.AlreadyWithdrawn."""
    at = at or clock.now()
    with transaction.atomic():
        withdrawal.withdraw(claim_id=claim_id, who=WHO, at=at)
        _tell(Claim.objects.select_related("scheme").get(pk=claim_id), at)


def _tell(claim: Claim, at: datetime) -> None:
    until = filing.until(claim.scheme, claim.method)
    outbox.queue(
        key=f"claim-withdrawn/{claim.pk}",
        channel=claim.deliver_by,
        to=claim.deliver_to,
        template="claim_withdrawn",
        context=words(claim) | {"until": until.isoformat(), "may_file_again": at < until},
        about=f"claims.claim/{claim.pk}",
        scheme=claim.scheme.slug,
        not_before=at,
        urgent=True,
    )
