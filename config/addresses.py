"""Where a request comes from, behind the proxies that production needs for TLS."""

from ipaddress import IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest

ONE_LINE = 64  # bits: what a household or a telephone is given. It may choose among 2^64 addresses, a new one each time


def whom_to_count(request: HttpRequest) -> str:
    """The visitor for limits: an address, but of IPv6 the network that one line has."""
    address = address_of(request)
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if not isinstance(known, IPv6Address):
        return address
    if known.ipv4_mapped:
        return str(known.ipv4_mapped)
    return str(IPv6Network((int(known), ONE_LINE), strict=False).network_address)


def address_of(request: HttpRequest) -> str:
    """The visitor's address. Behind TRUSTED_PROXIES proxies it is what the outermost of them saw.

    Each proxy adds who called it at the right of X-Forwarded-For. What stands further to the left came with the request
    and may say anything; a request that has passed fewer proxies than it should counts as the nearest one's.
    """
    nearest = request.META.get("REMOTE_ADDR", "")
    if not settings.TRUSTED_PROXIES:
        return nearest
    seen = [address.strip() for address in request.headers.get("X-Forwarded-For", "").split(",") if address.strip()]
    return seen[-settings.TRUSTED_PROXIES] if len(seen) >= settings.TRUSTED_PROXIES else nearest
