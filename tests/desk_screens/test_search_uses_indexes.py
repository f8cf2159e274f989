"""Every look-up of the desk's box is by an index, and so are the clerk's recent ones: on rows enough to tell."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coupons.models import Scheme
from desk import search
from desk.search import Kind, Query
from tests.desk_screens import many

pytestmark = pytest.mark.django_db

SEARCHES = {
    "number": Query(Kind.NUMBER, "200000000007"),
    "a number nobody has": Query(Kind.NUMBER, "999999999999"),
    "receipt": Query(Kind.RECEIPT, "A-N7"),
    "phone of a member": Query(Kind.PHONE, "08000000007"),
    "phone of a claimant": Query(Kind.PHONE, "09000000007"),
    "mail of a member": Query(Kind.MAIL, "person7@example.jp"),
    "mail of a claimant": Query(Kind.MAIL, "TO7@example.jp"),
    "kana": Query(Kind.KANA, "ヤンノ"),
}
FOUND = {name: 0 if name == "a number nobody has" else 1 for name in SEARCHES}


def plans(statements: list[dict]) -> list[str]:
    with connection.cursor() as cursor:
        said = []
        for statement in statements:
            cursor.execute(f"explain {statement['sql']}")
            said.append("\n".join(line for (line,) in cursor.fetchall()))
    return said


def test_no_look_up_reads_a_table_through():
    many.make(60_000)
    schemes = list(Scheme.objects.all())
    for name, query in SEARCHES.items():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            found = search.find(query, schemes)
        assert (name, len(found.rows)) == (name, FOUND[name])
        assert [plan for plan in plans(asked.captured_queries) if "Seq Scan" in plan or "Index" not in plan] == []
    with CaptureQueriesContext(connection) as asked:
        assert len(search.recent("clerk3")) == search.RECENT
    assert ["searches_of_a_clerk" in plan for plan in plans(asked.captured_queries)] == [True]
