"""Limits by address must not be one limit for everybody behind the proxy, nor one that a visitor chooses."""

import pytest
from django.test import RequestFactory

from config.addresses import address_of, whom_to_count

PROXY = "10.0.0.1"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, None, PROXY),
        (0, "198.51.100.7", PROXY),  # anybody can send the header
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "203.0.113.9, 198.51.100.7", "198.51.100.7"),  # the left one is the visitor's invention
        (2, "203.0.113.9, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
        (2, "198.51.100.7", PROXY),  # came past a proxy
        (1, None, PROXY),
        (1, " , ", PROXY),
    ],
)
def test_the_address_is_what_the_outermost_trusted_proxy_saw(settings, proxies, forwarded, address):
    settings.TRUSTED_PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert address_of(RequestFactory().get("/", headers=headers, REMOTE_ADDR=PROXY)) == address


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::"),  # one line may take a new address for every try
        ("2001:db8:1:2:bbbb:0:0:7", "2001:db8:1:2::"),
        ("2001:db8:1:3::1", "2001:db8:1:3::"),
        ("fe80::1%eth0", "fe80::"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("unix:", "unix:"),
        ("", ""),
    ],
)
def test_limits_count_the_network_that_one_line_has(address, counted):
    request = RequestFactory().get("/", REMOTE_ADDR=address)
    assert (whom_to_count(request), address_of(request)) == (counted, address)
