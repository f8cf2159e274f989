"""404 and 500 do without a database: these tests have none, and asking for it would raise."""

import pytest
from django.test import Client

from tests.claims.pages import TOP, inside, part

NOWHERE = "/nothing/is/here/"


def call_centre(html: str) -> list[str]:
    """Its name, number and hours. Whether it is open now is known with a database only."""
    box = part(html, "aside")
    return [inside(box, "p")[0], *inside(box, "a", ' class="tel"'), *inside(box, "p", ' class="sub"')]


def test_a_page_that_is_not_there_says_what_to_check(client):
    answer = client.get(NOWHERE)
    assert (answer.status_code, inside(answer.content.decode(), "h1")) == (404, ["ページが見つかりません"])


def test_a_site_without_its_database_answers_with_its_own_page():
    answer = Client(raise_request_exception=False).get(TOP)
    assert (answer.status_code, inside(answer.content.decode(), "h1")) == (500, ["エラーが起きました"])


@pytest.mark.django_db
def test_the_same_call_centre_stands_on_pages_with_and_without_a_database(client):
    assert call_centre(client.get(NOWHERE).content.decode()) == call_centre(client.get(TOP).content.decode())
