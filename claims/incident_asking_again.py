"""A shop looks again, or was the wrong one: the report waits for its answer once more (until it is decided)."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import models, transaction

from claims import incident_deciding, incidents
from claims.models import Incident, StoreConfirmation
from config import clock
from trail.record import record

ANSWERED = (Incident.State.CONFIRMED, Incident.State.REFUTED)


class Reason(models.TextChoices):
    """What the trail keeps of it. The words beside it stand on the row, where they can be erased."""

    LOOKED = "looked", "店舗が調べ直した"
    UNCLEAR = "unclear", "回答がはっきりしない"
    WRONG_SHOP = "wrong_shop", "別の店舗だった"
    OTHER = "other", "そのほか"


def ask_again(*, incident_id: int, reason: str, why: str, by: User, seen: str, at: datetime | None = None) -> Incident:
    """Back to the shops' queue. What was answered stays with the attempts; the days of silence begin anew.

    Raises incidents.NotNow, incident_deciding.ChangedMeanwhile, WaitsForASecondPerson, NoReason.
    """
    at = at or clock.now()
    if not why.strip() or reason not in Reason:
        raise incident_deciding.NoReason
    with transaction.atomic():
        incident = incidents.locked(incident_id)
        incident_deciding.must_be_as_seen(incident, seen, by)
        incident_deciding.must_be_free(incident)
        if incident.state not in ANSWERED:
            raise incidents.NotNow(incident.state)
        was = StoreConfirmation.objects.values_list("result", flat=True).get(incident=incident)
        take_answer_back(incident, why=why, by=by, at=at)
        record("shop to be asked again", who=by.get_username(), about=incident, reason=reason, was=was)
    return incident


def take_answer_back(incident: Incident, *, by: User, at: datetime, why: str = "") -> None:
    """Of a locked incident: the shop is asked as if it had said nothing."""
    asked = {"result": "", "settled_by": None, "settled_at": None, "again_why": why.strip()[:300]}
    StoreConfirmation.objects.filter(incident=incident).update(**asked)
    incidents.move(incident, Incident.State.CONFIRMING, by=by, at=at)
