"""Where a request comes from, behind the proxies that production needs for TLS."""

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The visitor's address, for limits. Behind TRUSTED_PROXIES proxies it is what the outermost of them saw.

    Each proxy adds who called it at the right of X-Forwarded-For. What stands further to the left came with the request
    and may say anything; a request that has passed fewer proxies than it should counts as the nearest one's.
    """
    nearest = request.META.get("REMOTE_ADDR", "")
    if not settings.TRUSTED_PROXIES:
        return nearest
    seen = [address.strip() for address in request.headers.get("X-Forwarded-For", "").split(",") if address.strip()]
    return seen[-settings.TRUSTED_PROXIES] if len(seen) >= settings.TRUSTED_PROXIES else nearest
