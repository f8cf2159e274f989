"""Who works on a claim, a report of case (B) or a shop: a colleague sees it, and takes it over knowingly.

Two at one desk lose nothing: whoever comes second is told who has it and since when.
"""

from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models.functions import Now as RealNow

from claims.models import Claim, Incident, OpenCase, OpenIncident, OpenStore
from coupons.models import Store
from trail.record import record

OPEN_FOR = timedelta(minutes=15)  # since the last thing done; then anybody may go on with it
KINDS = {
    Claim: (OpenCase, "case opened"),
    Incident: (OpenIncident, "case opened"),
    Store: (OpenStore, "shop opened"),
}

Row = Claim | Incident | Store
Lease = OpenCase | OpenIncident | OpenStore


class WithAColleague(Exception):
    """Somebody else has it: `opened.clerk`, since `opened.opened_at`."""

    def __init__(self, opened: Lease):
        self.opened = opened


def take(row: Row, *, by: User, takes_over: bool = False) -> Lease:
    """Have `row` for a quarter of an hour, or keep it. Raises WithAColleague unless it is taken over."""
    kind, event = KINDS[type(row)]
    until = RealNow() + OPEN_FOR
    with transaction.atomic():
        type(row).objects.select_for_update(of=("self",), no_key=True).get(pk=row.pk)
        before = who_has(row)
        if before and before.clerk_id == by.pk:
            kind.objects.filter(pk=row.pk).update(until=until)
        elif before and not takes_over:
            raise WithAColleague(before)
        else:
            kind.objects.filter(pk=row.pk).delete()
            kind.objects.create(pk=row.pk, clerk=by, until=until)
            took_from = {"took_over_from": before.clerk.get_username()} if before else {}
            record(event, who=by.get_username(), about=row, **took_from)
        return kind.objects.select_related("clerk").get(pk=row.pk)


def give_back(row: Row, *, by: User) -> None:
    """If it is still one's own."""
    KINDS[type(row)][0].objects.filter(pk=row.pk, clerk=by).delete()


def who_has(row: Row) -> Lease | None:
    """Who has it now, on the unmoved clock; None for nobody."""
    kind, _event = KINDS[type(row)]
    return kind.objects.select_related("clerk").filter(pk=row.pk, until__gt=RealNow()).first()


def must_be_free(row: Row, by: User) -> None:
    """One's own stays open anew. Raises WithAColleague while somebody else has it."""
    opened = who_has(row)
    if opened and opened.clerk_id != by.pk:
        raise WithAColleague(opened)
    if opened:
        type(opened).objects.filter(pk=row.pk).update(until=RealNow() + OPEN_FOR)
