"""Everything that is told of a claim, as plain data: for the claimant's page and for the desk alike."""

from dataclasses import dataclass
from datetime import datetime

from claims.corrections import correctable
from claims.models import Claim
from payouts.status.coupons import BY_THIS_CLAIM, CouponTold, Words, coupons
from payouts.status.facts import Facts, Where, facts
from payouts.status.leaving import LeavingTold, leaving
from payouts.status.outlook import Outlook, contact, outlook
from payouts.status.stages import Stage, stages


@dataclass(frozen=True)
class Told:
    """A claim `at` one moment. `app_count` coupons go their own way, `own_count` by this claim (case 3)."""

    claim: Claim
    at: datetime
    contact: Words
    outlook: Outlook
    stages: list[Stage]
    coupons: list[CouponTold]
    leaving: list[LeavingTold]
    app_count: int
    own_count: int
    may_correct: bool
    may_withdraw: bool


def tell(claim: Claim, at: datetime) -> Told:
    """What is told of `claim` at one moment. Reads, and changes nothing."""
    known = facts(claim, at)
    told = coupons(known)
    keys = [one.key for one in told]
    return Told(
        claim=claim,
        at=at,
        contact=contact(claim),
        outlook=outlook(known, keys),
        stages=stages(known, keys),
        coupons=told,
        leaving=[leaving(one) for one in known.leaving],
        app_count=keys.count("app"),
        own_count=sum(key in BY_THIS_CLAIM for key in keys),
        may_correct=bool(correctable(claim)),
        may_withdraw=_may_withdraw(known),
    )


def _may_withdraw(known: Facts) -> bool:
    """As far as one can see: payouts/withdrawal.py has the last word, under its locks."""
    is_out = any(one.where in (Where.ORDERED, Where.PAID) for one in known.leaving)
    return known.claim.withdrawn_at is None and not is_out and known.is_live()
