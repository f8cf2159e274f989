"""A form asked for before its window or after it: what can be done instead."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from claims.deadlines import claim_window, phase
from coupons.models import Scheme


def closed(request: HttpRequest, scheme: Scheme, method: str, at: datetime) -> HttpResponse:
    """「3月22日（水）から受け付けます」 or 「申請の受付は終わりました」. Answers 200: the visitor did nothing wrong."""
    return render(
        request,
        "claims/closed.html",
        {
            "scheme": scheme,
            "method": method,
            "at": at,
            "phase": phase(scheme, at),
            "window": claim_window(scheme, method, at),
            "refund_window": claim_window(scheme, "refund", at),
            "points_window": claim_window(scheme, "points", at),
        },
    )
