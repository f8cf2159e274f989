"""A claim as a case at the desk: what it looked like when its page was made.

Two clerks on one case lose nothing: a form that was made before somebody or something changed the case is refused with
who changed what (and while one has it, the other is told: claims/leases.py).
"""

import hashlib
import json
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import QuerySet

from claims import leases
from claims.models import Claim, ClaimLine, Proposal
from trail.models import AuditEvent


class ChangedMeanwhile(Exception):
    """The case is not what the form showed: `changes` since, newest last."""

    def __init__(self, changes: list[AuditEvent]):
        self.changes = changes


@dataclass(frozen=True)
class Version:
    """What a page shows of a case: a mark of its rows, and the last event before it. Travels with the page's forms."""

    mark: str
    event: int

    def __str__(self) -> str:
        return f"{self.mark}.{self.event}"


def version(claim: Claim) -> Version:
    """The case as it is in this moment."""
    last = _events(claim).order_by("-pk").values_list("pk", flat=True).first()
    return Version(_mark(claim), last or 0)


def must_be_as_seen(claim: Claim, seen: str, by: User) -> None:
    """Refuse what was made from an older page, or while a colleague has the case. One's own case stays open anew.

    The claim is locked by the caller. Raises leases.WithAColleague, ChangedMeanwhile.
    """
    leases.must_be_free(claim, by)
    mark, _, event = seen.partition(".")
    if mark != _mark(claim):
        since = int(event) if event.isdecimal() and len(event) < 19 else 0
        changes = _events(claim).filter(pk__gt=since).exclude(action="looked at").order_by("pk")
        raise ChangedMeanwhile(list(changes))


def _mark(claim: Claim) -> str:
    lines = ClaimLine.objects.filter(claim=claim).order_by("pk").select_related("conflicts_with")
    waiting = Proposal.objects.filter(claim=claim, state=Proposal.State.WAITING).order_by("pk")
    return mark_of(
        Claim.objects.values_list(
            "deliver_by", "deliver_to", "prefecture", "travel_on", "contact_verified_at", "withdrawn_at"
        ).get(pk=claim.pk),
        [facts_of(line) for line in lines],
        list(waiting.values_list("pk", flat=True)),
    )


def facts_of(line: ClaimLine) -> list:
    """What a person looks at when deciding a line: itself, and the line it meets."""
    met = line.conflicts_with
    facts = [line.pk, line.state, line.reason, line.stated_no, line.coupon_id, line.words]
    return facts + ([met.pk, met.state, met.coupon_id] if met else [])


def mark_of(*facts) -> str:
    """A short mark that any change of `facts` (plain values) changes."""
    return hashlib.sha256(json.dumps(facts, default=str).encode()).hexdigest()[:32]


def _events(claim: Claim) -> QuerySet[AuditEvent]:
    lines = [f"claims.claimline/{pk}" for pk in ClaimLine.objects.filter(claim=claim).values_list("pk", flat=True)]
    return AuditEvent.objects.filter(about__in=[f"claims.claim/{claim.pk}", *lines])
