"""The claimant takes their claim back: the withdrawal itself, and the message that it was done, in one step."""

from datetime import datetime

from django.db import transaction

from claims import telling
from claims.deadlines import claims_until
from claims.models import Claim
from config import clock
from payouts import withdrawal

WHO = "special site"


def take_back(*, claim_id: int, at: datetime | None = None) -> None:
    """Withdraw the claim and say so. Raises withdrawal.AlreadyOnItsWay, withdrawal.AlreadyWithdrawn."""
    at = at or clock.now()
    with transaction.atomic():
        withdrawal.withdraw(claim_id=claim_id, who=WHO, at=at)
        _tell(Claim.objects.select_related("scheme").get(pk=claim_id), at)


def _tell(claim: Claim, at: datetime) -> None:
    until = claims_until(claim.scheme, claim.method)
    telling.say(
        claim,
        key=f"claim-withdrawn/{claim.pk}",
        template="claim_withdrawn",
        at=at,
        urgent=True,
        until=until.isoformat(),
        may_file_again=at < until,
    )
