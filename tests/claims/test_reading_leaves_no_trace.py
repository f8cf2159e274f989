"""An anonymous GET writes nothing, sets no cookie and asks the database little."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.claims.pages import TOP
from tests.makers import other_scheme

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", [TOP, "/", "/no-such-scheme/", "/nothing/is/here/"])
def test_reading_a_page_writes_nothing_and_sets_no_cookie(client, address):
    other_scheme()
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert [query["sql"] for query in asked if not query["sql"].lower().startswith("select ")] == []
    assert answer.cookies == {}
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_the_first_page_asks_for_the_scheme_and_the_time_and_nothing_else(client, settings, django_assert_num_queries):
    settings.REHEARSAL = False
    with django_assert_num_queries(2):
        client.get(TOP)
