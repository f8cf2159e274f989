"""Members gave us no language: who cannot read the page of their URL changes its language there, and stays in it."""

import pytest

from tests.claims.test_languages import links
from tests.receiving.people import DIGITS, address, headline, link

pytestmark = pytest.mark.django_db

ENGLISH, JAPANESE = "Please confirm that it is you", "ご本人の確認"


def test_the_page_of_a_url_leads_to_itself_in_english_and_back_without_repeating_the_token(client):
    to = link()
    japanese = client.get(address(to))
    assert (headline(japanese), links(japanese.content.decode())["English"]) == (JAPANESE, "?language=en")

    english = client.get(f"{address(to)}?language=en")
    assert (headline(english), links(english.content.decode())["日本語"]) == (ENGLISH, "?language=ja")
    assert english["Content-Language"] == "en"
    assert '<html lang="en">' in english.content.decode()
    assert to.token not in japanese.content.decode() + english.content.decode()


def test_what_comes_after_it_is_english_too(client):
    to = link()
    wrong = client.post(f"{address(to)}?language=en", {"digits": "0000"})
    assert headline(wrong) == ENGLISH
    right = client.post(f"{address(to)}?language=en", {"digits": DIGITS})
    assert right["Location"] == "/en/r/"


@pytest.mark.parametrize("language", ["", "fr", "en-us", "日本語"])
def test_another_language_is_none(client, language):
    assert headline(client.get(address(link()), {"language": language})) == JAPANESE


def test_an_english_url_can_be_read_in_japanese(client):
    to = link()
    assert headline(client.get(f"/en{address(to)}")) == ENGLISH
    assert client.post(f"/en{address(to)}?language=ja", {"digits": DIGITS})["Location"] == "/r/"
