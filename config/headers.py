"""What every answer carries: a content security policy, and a number by which its log lines are found.

Nothing inline, nothing from elsewhere: what an attacker gets into a page neither runs nor loads. Files under /static/
go without (WhiteNoise answers before): a policy is for pages.
"""

import logging
import re
import time
from collections.abc import Callable
from contextvars import ContextVar
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
    " form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
WITH_A_TOKEN = re.compile(r"(?:/en)?/[ra]/.")
OF_A_PROXY = re.compile(r"[A-Za-z0-9-]{8,64}")
logger = logging.getLogger("hosho.requests")
request_id: ContextVar[str] = ContextVar("request_id", default="")


class SecurityPolicy:
    """Sends the policy with every page; of an answer at an address with a token, whoever gives it, no copy is kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        response["Content-Security-Policy"] = POLICY
        if WITH_A_TOKEN.match(request.path_info):  # also a refusal that no view of ours gives
            response.setdefault("Cache-Control", "no-store, private")
            response.setdefault("Referrer-Policy", "no-referrer")
        return response


class RequestId:
    """Numbers the request, for the log and the answer, and writes one line about it: no address, query or visitor.

    The number of a proxy of ours is kept, so that its log and ours meet; nobody else's is believed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "") if settings.TRUSTED_PROXIES else ""
        number = given if OF_A_PROXY.fullmatch(given) else uuid4().hex
        set_before, began = request_id.set(number), time.monotonic()
        try:
            response = self._get_response(request)
            response["X-Request-ID"] = number
            _note(request, response.status_code, time.monotonic() - began)
        finally:
            request_id.reset(set_before)
        return response


def _note(request: HttpRequest, status: int, seconds: float) -> None:
    """The route, not the path: a path may hold a receipt number or what a visitor typed."""
    route = request.resolver_match.route if request.resolver_match else ""
    logger.info(
        "request",
        extra={"of": {"method": request.method, "route": route, "status": status, "ms": round(seconds * 1000)}},
    )
