"""A report that was ended by mistake, or of which something new is known, is opened again: it is decided anew.

The caller hears of it by what is decided next. What was told them before stays told; what has not left does not leave.
"""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import Q

from claims import incident_deciding, incident_telling, incidents
from claims.models import Incident, StoreConfirmation
from config import clock
from trail.record import record

State, Result = Incident.State, StoreConfirmation.Result
ENDED = (State.DECLINED, State.CLOSED)
BACK_TO = {Result.AGREES: State.CONFIRMED, Result.RECORDS: State.CONFIRMED, Result.DIFFERS: State.REFUTED}


class Reason(models.TextChoices):
    """What the trail keeps of it."""

    MISTAKE = "mistake", "決めまちがえた（押しまちがいも）"
    NEW = "new", "新しいことが分かった"


class LaterReportIsOpen(Exception):
    """The same was reported again and is not decided yet: two reports of one payment would be decided side by side."""


def reopen(*, incident_id: int, reason: str, by: User, seen: str, at: datetime | None = None) -> Incident:
    """Back to where it was before it was ended, by what the shop has said. Until receiving is over: then nothing would
    come of it any more.

    Raises incidents.NotNow, leases.WithAColleague, incident_deciding.ChangedMeanwhile, NoReason, LaterReportIsOpen.
    """
    at = at or clock.now()
    if reason not in Reason:
        raise incident_deciding.NoReason
    with transaction.atomic():
        incident = incidents.locked(incident_id)
        incident_deciding.must_be_as_seen(incident, seen, by)
        if incident.state not in ENDED or at >= incident.scheme.receive_until:
            raise incidents.NotNow(incident.state)
        if _reported_again(incident):
            raise LaterReportIsOpen
        incident_telling.take_answer_back(incident)
        incidents.move(incident, _where_it_was(incident), by=by, at=at, reason="", words="")
        record("incident opened again", who=by.get_username(), about=incident, reason=reason)
    return incident


def _reported_again(incident: Incident) -> bool:
    """Which payment a report is of stands fixed only once it is decided: until then, its coupon at its shop."""
    shop = Q(store=incident.store_id) | Q(store=None)  # of one whose shop is not named yet nobody knows
    same = Incident.objects.filter(shop, coupon=incident.coupon_id, coupon__isnull=False)
    return same.filter(pk__gt=incident.pk, state__in=Incident.UNDECIDED).exists()


def _where_it_was(incident: Incident) -> str:
    asked = StoreConfirmation.objects.filter(incident=incident).first()
    if asked is None:
        return State.OPEN
    return BACK_TO[Result(asked.result)] if asked.result else State.CONFIRMING
