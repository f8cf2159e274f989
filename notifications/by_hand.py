"""Letters and calls: rows for people, who settle them one by one; nothing leases or repeats them.

A URL that was told late grows its days by itself (payouts/time_to_receive.py), from when the letter was really posted.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from config import clock
from notifications.models import Message, Release
from trail.record import record

BY_PEOPLE = (Message.Channel.LETTER, Message.Channel.CALL)


class NotToSettle(Exception):
    """It is no letter or call, or it was settled or cancelled before."""


class NoReason(Exception):
    """What could not be delivered says why."""


def due(channel: str, at: datetime) -> QuerySet[Message]:
    """The letters or calls to do now, the oldest first; what waits for a release is not there yet."""
    let_go = Release.objects.filter(
        scheme=OuterRef("scheme"), what=OuterRef("release"), approved_at__isnull=False, paused_at=None
    )
    waiting = Message.objects.filter(channel=channel, state=Message.State.QUEUED, not_before__lte=at)
    return waiting.filter(Q(release="") | Exists(let_go)).order_by("not_before", "pk")


def done(*, message_id: int, who: str, at: datetime | None = None) -> None:
    """The letter is posted; the person was told on the phone. Raises NotToSettle."""
    at = at or clock.now()
    with transaction.atomic():
        message = _locked(message_id)
        if not due(message.channel, at).filter(pk=message.pk).exists():
            raise NotToSettle("waits")
        message.state, message.sent_at = Message.State.SENT, at
        message.save(update_fields=["state", "sent_at"])
        record(f"{message.channel} done", who=who, about=message)


def undeliverable(*, message_id: int, who: str, why: str) -> None:
    """It came back, or nobody can be reached at that number. Raises NotToSettle, NoReason."""
    if not why.strip():
        raise NoReason
    with transaction.atomic():
        message = _locked(message_id, also=Message.State.SENT)
        message.state, message.error = Message.State.UNDELIVERABLE, why.strip()
        message.save(update_fields=["state", "error"])
        record(f"{message.channel} undeliverable", who=who, about=message)


def not_reached(*, message_id: int, who: str) -> int:
    """Nobody answered; the call stays on the list. How often by now. Raises NotToSettle."""
    with transaction.atomic():
        message = _locked(message_id)
        message.attempts += 1
        message.save(update_fields=["attempts"])
        record("call not answered", who=who, about=message, times=message.attempts)
        return message.attempts


def _locked(message_id: int, also: str = "") -> Message:
    """To be settled, or settled as `also`: a posted letter may come back."""
    message = Message.objects.select_for_update(of=("self",), no_key=True).get(pk=message_id)
    if message.channel not in BY_PEOPLE or message.state not in (Message.State.QUEUED, also):
        raise NotToSettle(message.state)
    return message
