"""An anonymous GET writes nothing, sets no cookie and asks the database little."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.claims.pages import READ, TOP
from tests.makers import other_scheme

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [*[TOP + address for address in READ], "/", "/en/regionpay-2023/", "/no-such-scheme/", "/nothing/is/here/"],
)
def test_reading_a_page_writes_nothing_and_sets_no_cookie(client, address):
    other_scheme()
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert [query["sql"] for query in asked if not query["sql"].lower().startswith("select ")] == []
    assert answer.cookies == {}
    assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize(
    ("address", "questions"),
    [("", 3), ("news/", 3), ("check/", 2), ("faq/", 2), ("sheet/", 2)],
)
def test_a_page_asks_for_the_scheme_the_time_and_its_announcements(
    client, settings, django_assert_num_queries, address, questions
):
    settings.REHEARSAL = False
    with django_assert_num_queries(questions):
        client.get(TOP + address)
