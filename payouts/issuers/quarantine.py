"""What an issuer answered and cannot be right: a person looks, asks the issuer, and settles it with a reason.

That it was not issued after all takes a second person (refusing.py), or the issuer's own answer to the same key: the
code came, and may have been paid for.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now as RealNow

from config import clock
from payouts.issuers import outcomes, refusing
from payouts.models import PointOrder, QuarantinedAnswer
from trail.record import record

How = QuarantinedAnswer.How


class AlreadySettled(Exception):
    """Somebody has settled it."""


class NoReason(Exception):
    """Settling needs a reason: what the issuer said, and where it is written."""


class NotForThis(Exception):
    """A live order is asked about again or refused; for one that is settled there is nothing to do but to note it."""


def to_settle() -> QuerySet[QuarantinedAnswer]:
    """What waits for a person, the oldest first."""
    return QuarantinedAnswer.objects.filter(settled_at=None).order_by("at", "pk")


def ways_out(answer: QuarantinedAnswer) -> list[How]:
    """How it can be settled, by what its order is now."""
    return [How.AGAIN, How.REFUSED] if answer.order.state in outcomes.LIVE else [How.NOTED]


def settle(*, answer_id: int, how: How, who: str, reason: str, at: datetime | None = None) -> QuarantinedAnswer:
    """Settle one. Asked again: with the same key, at the next run. Refused: once a second person has believed it.

    Raises NoReason, AlreadySettled, NotForThis, refusing.AlreadyAsked, outcomes.NothingToRefuse.
    """
    at = at or clock.now()
    if not reason.strip():
        raise NoReason
    with transaction.atomic():
        order = outcomes.locked(QuarantinedAnswer.objects.values_list("order", flat=True).get(pk=answer_id))
        answer = QuarantinedAnswer.objects.select_for_update(of=("self",), no_key=True).get(pk=answer_id)
        answer.order = order
        if answer.settled_at:
            raise AlreadySettled
        if how not in ways_out(answer):
            raise NotForThis
        if how == How.REFUSED:
            refusing.ask(order, who=who, reason=reason.strip(), at=at, answer=answer)
            return answer
        answer.how, answer.settled_by, answer.settled_at, answer.reason = how, who, at, reason.strip()
        answer.save(update_fields=["how", "settled_by", "settled_at", "reason"])
        record("quarantine settled", who=who, about=order.payout, how=how, answer=answer.pk, reason=answer.reason)
        if how == How.AGAIN:
            PointOrder.objects.filter(pk=order.pk).update(next_at=RealNow())
    return answer
