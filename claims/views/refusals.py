"""Too many tries in a short time."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def too_many(request: HttpRequest, *, wait_seconds: int, **more: object) -> HttpResponse:
    """「少し時間をおいて、もう一度お試しください」: 429, with Retry-After.

    `more` goes to the template, above all the `scheme` whose call centre it names.
    """
    minutes = -(-wait_seconds // 60)
    response = render(request, "429.html", {"minutes": minutes, **more}, status=429)
    response["Retry-After"] = str(wait_seconds)
    response["Cache-Control"] = "no-store"
    return response
