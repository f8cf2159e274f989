"""A shop looks again, or was the wrong one: the report waits for its answer once more (until it is decided)."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from claims import incident_deciding, incidents
from claims.models import Incident, IncidentDecision, StoreConfirmation
from config import clock
from trail.record import record

ANSWERED = (Incident.State.CONFIRMED, Incident.State.REFUTED)


def ask_again(*, incident_id: int, why: str, by: User, seen: str, at: datetime | None = None) -> Incident:
    """Back to the shops' queue. What was answered stays on the trail; the attempts stay, and count.

    Raises incidents.NotNow, incident_deciding.ChangedMeanwhile, WaitsForASecondPerson, NoReason.
    """
    at = at or clock.now()
    if not why.strip():
        raise incident_deciding.NoReason
    with transaction.atomic():
        incident = incidents.locked(incident_id)
        if seen != incident_deciding.version(incident):
            raise incident_deciding.ChangedMeanwhile
        if incident.decisions.filter(state=IncidentDecision.State.WAITING).exists():
            raise incident_deciding.WaitsForASecondPerson
        if incident.state not in ANSWERED:
            raise incidents.NotNow(incident.state)
        was = StoreConfirmation.objects.values_list("result", flat=True).get(incident=incident)
        StoreConfirmation.objects.filter(incident=incident).update(result="", settled_by=None, settled_at=None)
        incidents.move(incident, Incident.State.CONFIRMING, by=by, at=at)
        record("shop to be asked again", who=by.get_username(), about=incident, why=why.strip(), was=was)
    return incident
