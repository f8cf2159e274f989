"""Letters and calls as lines of a list: for whom, since when, how often tried, and whether a colleague is at it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from claims.models import Claim
from desk.call import masked
from desk.call.contact_rows import SUBJECTS
from notifications.models import Message
from payouts.models import Payout
from trail.models import AuditEvent

A_CALL_LASTS = timedelta(minutes=10)
OPENED = ("call opened", "letter opened")


@dataclass(frozen=True)
class Post:
    """A letter or a call. `days` since it could have been done first; `with_whom`: who opened it a moment ago."""

    message: Message
    subject: str
    claim: Claim | None
    to: str
    days: int
    with_whom: str


def posts(due: list[Message], at: datetime, viewer: str) -> list[Post]:
    """The lines of `due`, in its order. Addresses and names stay masked: the row's own page shows them."""
    claims = _claims(due)
    opened = _opened(due, at, viewer)
    return [
        Post(
            message=one,
            subject=SUBJECTS.get(one.template, one.template),
            claim=claims.get(one.about),
            to=masked.contact(one.to),
            days=max((at - one.not_before).days, 0),
            with_whom=opened.get(one.pk, ""),
        )
        for one in due
    ]


def claim_of(message: Message) -> Claim | None:
    """The claim that a message is about, itself or by its payout."""
    return _claims([message]).get(message.about)


def _claims(due: list[Message]) -> dict[str, Claim]:
    """By what the messages are about."""
    names = {one.about for one in due}
    claims = Claim.objects.select_related("scheme").filter(pk__in=_ids(names, "claims.claim"))
    payouts = Payout.objects.select_related("claim__scheme").filter(pk__in=_ids(names, "payouts.payout"))
    found = {f"claims.claim/{claim.pk}": claim for claim in claims}
    return found | {f"payouts.payout/{payout.pk}": payout.claim for payout in payouts if payout.claim_id}


def _ids(names: set[str], label: str) -> list[int]:
    return [int(pk) for kind, _, pk in (name.partition("/") for name in names) if kind == label and pk.isdecimal()]


def _opened(due: list[Message], at: datetime, viewer: str) -> dict[int, str]:
    names = {f"notifications.message/{one.pk}": one.pk for one in due}
    events = AuditEvent.objects.filter(about__in=list(names), action__in=OPENED, at__gt=at - A_CALL_LASTS)
    return {names[event.about]: event.who for event in events.exclude(who=viewer).order_by("pk")}
