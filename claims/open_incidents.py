"""Who works on a report of case (B): a colleague sees it, and takes it over knowingly (as claims/cases.py)."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models.functions import Now as RealNow

from claims.models import Incident, OpenIncident
from trail.record import record

OPEN_FOR = timedelta(minutes=15)  # since the last thing done; then anybody may go on with it


class WithAColleague(Exception):
    """Somebody else has it: `opened.clerk`, since `opened.opened_at`."""

    def __init__(self, opened: OpenIncident):
        self.opened = opened


def open_incident(*, incident_id: int, by: User, takes_over: bool = False) -> OpenIncident:
    """Have the report for a quarter of an hour, or keep it. Raises WithAColleague unless it is taken over."""
    with transaction.atomic():
        incident = Incident.objects.select_for_update(no_key=True).get(pk=incident_id)
        before = who_has(incident)
        if before and before.clerk_id != by.pk and not takes_over:
            raise WithAColleague(before)
        if before is None or before.clerk_id != by.pk:
            OpenIncident.objects.filter(incident=incident).delete()
            took_from = {"took_over_from": before.clerk.get_username()} if before else {}
            record("case opened", who=by.get_username(), about=incident, **took_from)
        with connection.cursor() as cursor:
            cursor.execute(
                """insert into claims_openincident (incident_id, clerk_id, until)
                values (%(incident)s, %(clerk)s, statement_timestamp() + %(time)s)
                on conflict (incident_id) do update set until = excluded.until""",
                {"incident": incident.pk, "clerk": by.pk, "time": OPEN_FOR},
            )
        return OpenIncident.objects.select_related("clerk").get(pk=incident.pk)


def close_incident(*, incident_id: int, by: User) -> None:
    """Give it back, if it is still one's own."""
    OpenIncident.objects.filter(incident=incident_id, clerk=by).delete()


def who_has(incident: Incident) -> OpenIncident | None:
    """Who has it now, on the unmoved clock; None for nobody."""
    return OpenIncident.objects.select_related("clerk").filter(incident=incident, until__gt=RealNow()).first()


def must_be_free(incident: Incident, by: User) -> None:
    """One's own stays open anew. Raises WithAColleague while somebody else has it."""
    opened = who_has(incident)
    if opened and opened.clerk_id != by.pk:
        raise WithAColleague(opened)
    if opened:
        OpenIncident.objects.filter(pk=opened.pk).update(until=RealNow() + OPEN_FOR)
