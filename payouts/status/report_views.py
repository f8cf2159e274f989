"""The page of one report of case (B), behind a right answer: where it stands. Nothing can be done here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from claims.models import Incident
from config import clock
from payouts.status.incidents import tell_incident
from payouts.status.visiting import opened_report


@require_safe
@opened_report
def show(request: HttpRequest, incident: Incident) -> HttpResponse:
    """Where the report stands."""
    told = tell_incident(incident, clock.now())
    return render(request, "status/report.html", {"scheme": incident.scheme, "incident": incident, "told": told})
