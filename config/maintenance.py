"""The switch that closes the public pages for a while: 503 with a page of ours, and Retry-After."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

STAYS_OPEN = (
    "/healthz",
    "/readyz",
    "/metrics",
    "/admin/",
    "/demo/",
    "/callbacks/",
)  # health, staff, rehearsal, reports


class Maintenance:
    """Answers for every public page while settings.MAINTENANCE is set. Neither page nor switch asks the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.MAINTENANCE or request.path.startswith(STAYS_OPEN):
            return self._get_response(request)
        minutes = settings.MAINTENANCE_MINUTES
        response = render(request, "503.html", {"minutes": minutes}, status=503)
        response["Retry-After"] = str(minutes * 60)
        response["Cache-Control"] = "no-store"
        return response
