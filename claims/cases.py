"""A claim as a case at the desk: who has it open, and what it looked like when its page was made.

Two clerks on one case lose nothing: a colleague sees who has it and since when, and a form that was made before
somebody or something changed the case is refused with who changed what.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now as RealNow

from claims.models import Claim, ClaimLine, OpenCase, Proposal
from trail.models import AuditEvent
from trail.record import record

OPEN_FOR = timedelta(minutes=15)  # since the last thing done; then anybody may go on with it


class WithAColleague(Exception):
    """Somebody else has the case open: `case.clerk`, since `case.opened_at`."""

    def __init__(self, case: OpenCase):
        self.case = case


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


def open_case(*, claim_id: int, by: User, takes_over: bool = False) -> OpenCase:
    """Open the case for a quarter of an hour, or keep it open. Raises WithAColleague unless it is taken over."""
    with transaction.atomic():
        claim = Claim.objects.select_for_update(of=("self",), no_key=True).get(pk=claim_id)
        before = is_open(claim)
        if before and before.clerk_id != by.pk and not takes_over:
            raise WithAColleague(before)
        with connection.cursor() as cursor:
            cursor.execute(
                """insert into claims_opencase (claim_id, clerk_id, until)
                values (%(claim)s, %(clerk)s, statement_timestamp() + %(time)s)
                on conflict (claim_id) do update set until = excluded.until, clerk_id = excluded.clerk_id,
                    opened_at = case
                        when claims_opencase.clerk_id = excluded.clerk_id
                            and claims_opencase.until > statement_timestamp()
                        then claims_opencase.opened_at else excluded.opened_at end""",
                {"claim": claim.pk, "clerk": by.pk, "time": OPEN_FOR},
            )
        if before is None or before.clerk_id != by.pk:
            took_from = {"took_over_from": before.clerk.get_username()} if before else {}
            record("case opened", who=by.get_username(), about=claim, **took_from)
        return OpenCase.objects.select_related("clerk").get(pk=claim.pk)


def close_case(*, claim_id: int, by: User) -> None:
    """Give the case back, if it is still one's own."""
    OpenCase.objects.filter(claim=claim_id, clerk=by).delete()


def is_open(claim: Claim) -> OpenCase | None:
    """Who has the case open now, on the unmoved clock; None for nobody."""
    return OpenCase.objects.select_related("clerk").filter(claim=claim, until__gt=RealNow()).first()


def version(claim: Claim) -> Version:
    """The case as it is in this moment."""
    last = _events(claim).order_by("-pk").values_list("pk", flat=True).first()
    return Version(_mark(claim), last or 0)


def must_be_as_seen(claim: Claim, seen: str, by: User) -> None:
    """Refuse what was made from an older page, or while a colleague has the case. One's own case stays open anew.

    The claim is locked by the caller. Raises WithAColleague, ChangedMeanwhile.
    """
    opened = is_open(claim)
    if opened and opened.clerk_id != by.pk:
        raise WithAColleague(opened)
    mark, _, event = seen.partition(".")
    if mark != _mark(claim):
        since = int(event) if event.isdecimal() and len(event) < 19 else 0
        changes = _events(claim).filter(pk__gt=since).exclude(action="looked at").order_by("pk")
        raise ChangedMeanwhile(list(changes))
    if opened:
        OpenCase.objects.filter(pk=opened.pk).update(until=RealNow() + OPEN_FOR)


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
