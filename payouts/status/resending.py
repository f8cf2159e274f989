"""「URLをもう一度送る」: the same URL once more to where it was sent, never to the screen."""

from datetime import datetime, timedelta

from django.db import transaction

from claims import limits
from claims.limits import Limit
from claims.models import Claim
from config import clock
from notifications import outbox
from payouts.models import Payout
from payouts.models.link import PURPOSE
from payouts.status.facts import Leaving, Where, facts
from trail.record import record

WHO = "special site"
A_DAY = Limit("URL sent again, day", 3, timedelta(days=1))
TEN_MINUTES = Limit("URL sent again, ten minutes", 1, timedelta(minutes=10))


class NothingToSend(Exception):
    """No URL of the claim waits to be used: it was used meanwhile, or never sent."""


def send_again(*, claim_id: int, language: str = "ja", at: datetime | None = None) -> int:
    """Send every URL of the claim that waits to be used once more. How many. Raises NothingToSend, limits.TooMany."""
    at = at or clock.now()
    with transaction.atomic():
        claim = Claim.objects.select_related("scheme").get(pk=claim_id)
        list(Payout.objects.select_for_update(of=("self",), no_key=True).filter(claim=claim).order_by("pk"))
        sent = [one for one in facts(claim, at).leaving if one.where == Where.SENT and one.link]
        if not sent:
            raise NothingToSend
        limits.take(TEN_MINUTES, f"claim {claim.pk}")
        limits.take(A_DAY, f"claim {claim.pk}")
        for one in sent:
            again = record("link sent again", who=WHO, about=one.payout)
            _queue(claim, one, language, at, key=f"receive-link/{one.link.pk}/asked/{again.pk}")
    return len(sent)


def _queue(claim: Claim, one: Leaving, language: str, at: datetime, key: str) -> None:
    link = one.link
    outbox.queue(
        key=key,
        channel=link.channel,
        to=link.destination,
        template="receive_link_again",
        context={
            "link": {"purpose": PURPOSE, "id": link.pk, "key_id": link.key_id, "salt": str(link.salt)},
            "amount_yen": one.payout.amount_yen,
            "until": one.payout.receive_until.isoformat(),
            "name": claim.name,
            "language": language,
            **claim.scheme.says(language),
        },
        about=f"payouts.payout/{one.payout.pk}",
        scheme=claim.scheme.slug,
        not_before=at,
        urgent=True,
    )
