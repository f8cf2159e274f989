"""One page in two languages, each leading to the other, and やさしい日本語 with one address."""

import re

import pytest
from django.utils.translation import override

from claims.templatetags.dates import day, last_minute, part_of_day, part_of_month, until
from tests.claims.pages import READ, TOP
from tests.makers import japan

pytestmark = pytest.mark.django_db

BOTH = [address for address in READ if not address.startswith("easy")]


def links(html: str) -> dict[str, str]:
    """The header's links to other languages."""
    head = html.partition("</header>")[0]
    return {
        words: address.replace("&amp;", "&")
        for address, words in re.findall(r'href="([^"]*)" hreflang[^>]*>(.*?)<', head)
    }


@pytest.mark.parametrize("address", BOTH)
def test_a_page_leads_to_itself_in_the_other_language(client, address):
    japanese = client.get(TOP + address).content.decode()
    english = client.get(f"/en{TOP}{address}").content.decode()
    assert ('<html lang="ja">' in japanese, '<html lang="en">' in english) == (True, True)
    assert links(japanese) == {"English": f"/en{TOP}{address}".rstrip("?"), "やさしい日本語": f"{TOP}easy/"}
    assert links(english) == {"日本語": f"{TOP}{address}".rstrip("?"), "やさしい日本語": f"{TOP}easy/"}


def test_a_page_that_is_nowhere_leads_to_the_first_page_of_the_language(client):
    assert links(client.get("/nothing/is/here/").content.decode()) == {"English": "/en/"}
    assert links(client.get("/en/nothing/is/here/").content.decode()) == {"日本語": "/"}


@pytest.mark.parametrize("address", ["easy/", "easy/how/", "easy/check/?happened=unused"])
def test_easy_japanese_has_no_english_address(client, address):
    answer = client.get(f"/en{TOP}{address}")
    assert (answer.status_code, answer.headers["Location"]) == (302, TOP + address)


def test_an_english_page_writes_english_dates(client):
    page = client.get(f"/en{TOP}").content.decode()
    assert "Friday 31 March 2023, 23:59" in page


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (lambda: day(japan("2023-02-24 17:00")), "Friday 24 February 2023"),
        (lambda: last_minute(japan("2023-04-01 00:00")), "Friday 31 March 2023, 23:59"),
        (lambda: until(japan("2023-05-01 00:00")), "Sunday 30 April 2023, 23:59"),
        (lambda: part_of_month(japan("2023-04-03 00:00")), "early April 2023"),
        (lambda: part_of_month(japan("2023-05-15 00:00")), "mid-May 2023"),
        (lambda: part_of_month(japan("2023-05-31 00:00")), "late May 2023"),
        (lambda: part_of_day(japan("2023-02-24 17:00")), "evening"),
    ],
)
def test_dates_in_english(written, expected):
    with override("en"):
        assert written() == expected
