"""「URLをもう一度送る」: the same URL once more to where it was sent, never to the screen.

The claimant asks for it on the status page; the desk for whoever was identified on the phone, members too; and whoever
has lost it names the contact that it was sent to (payouts/status/lost_urls.py).
"""

from datetime import datetime, timedelta

from django.db import transaction

from claims import limits
from claims.limits import Limit
from claims.models import Claim
from config import clock
from payouts import links, unseen
from payouts.models import Payout
from payouts.status.facts import Leaving, Where, facts, of_payout
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
            queue(one, language, at, who=WHO)
    return len(sent)


def send_for_a_caller(*, payout_id: int, who: str, at: datetime | None = None) -> None:
    """Send one payout's URL once more, for a caller whom the clerk `who` has identified; a code can be seen again by
    it. Also to where it came back from: mailboxes are full, and emptied. One that was locked by wrong answers gives way
    to a new one. Raises NothingToSend, limits.TooMany.
    """
    at = at or clock.now()
    with transaction.atomic():
        rows = Payout.objects.select_for_update(of=("self",), no_key=True).select_related("scheme", "member", "claim")
        payout = rows.get(pk=payout_id)
        one = of_payout(payout, at)
        if one.link is None or not (_was_sent(one) or is_shown(one, at)):
            raise NothingToSend
        limits.take(TEN_MINUTES, f"payout {payout.pk}")
        limits.take(A_DAY, f"payout {payout.pk}")
        if one.where == Where.UNREACHED and one.link.locked_at:
            links.replace(link_id=one.link.pk, channel=one.link.channel, at=at, who=who)
        else:
            queue(one, links.language(payout), at, who=who)


def _was_sent(one: Leaving) -> bool:
    return one.where == Where.SENT or (one.where == Where.UNREACHED and links.was_told(one.link))


def is_shown(one: Leaving, at: datetime) -> bool:
    """Whether its code can be seen by its URL, and the URL has left: no release is gone past."""
    if one.where != Where.PAID or one.order is None or one.link is None or one.link.locked_at or one.payout.held_at:
        return False
    return at < unseen.shown_until(one.payout, one.order, at) and links.was_told(one.link)


def queue(one: Leaving, language: str, at: datetime, who: str, *, urgent: bool = True) -> None:
    """`urgent`: also at night, for whoever was identified."""
    again = record("link sent again", who=who, about=one.payout)
    key = f"receive-link/{one.link.pk}/asked/{again.pk}"
    if one.where == Where.PAID:
        links.say_ready(one.link, one.payout, one.order, key=key, at=at, urgent=urgent, reader=language)
    else:
        links.say(one.link, one.payout, template="receive_link_again", key=key, at=at, urgent=urgent, reader=language)
