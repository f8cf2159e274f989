"""Every page says what a browser may load, and which number its log lines have."""

import re

import pytest

pytestmark = pytest.mark.django_db
PAGES = ["/", "/en/", "/nothing/is/here/", "/admin/login/", "/healthz", "/readyz"]


@pytest.mark.parametrize("page", PAGES)
def test_nothing_inline_and_nothing_from_elsewhere(client, page):
    policy = client.get(page, follow=True)["Content-Security-Policy"]

    assert policy.startswith("default-src 'none'; ")
    assert re.findall("unsafe|https?:|data:|[*]", policy) == []


@pytest.mark.parametrize(
    ("proxies", "given", "kept"),
    [
        (1, "0123456789abcdef", True),
        (0, "0123456789abcdef", False),  # anybody may say anything
        (1, "short", False),
        (1, "a" * 65, False),
        (1, 'x" level="fine', False),
    ],
)
def test_only_our_own_proxy_numbers_a_request(client, settings, proxies, given, kept):
    settings.TRUSTED_PROXIES = proxies
    number = client.get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"]

    assert (number == given) is kept
    assert kept or re.fullmatch("[0-9a-f]{32}", number)


def test_two_requests_have_two_numbers(client):
    assert client.get("/healthz")["X-Request-ID"] != client.get("/healthz")["X-Request-ID"]
