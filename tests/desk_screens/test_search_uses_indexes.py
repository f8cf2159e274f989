"""Every look-up of the desk's box is by an index, and so are the clerk's recent ones: on rows enough to tell."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coupons.models import Scheme
from desk.call import search
from desk.call.search import Kind, Query
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
REPORTS = 'FROM "claims_incident"'
FOUND = {name: 0 if name == "a number nobody has" else 1 for name in SEARCHES}


def plans(statements: list[dict]) -> list[str]:
    with connection.cursor() as cursor:
        said = []
        for statement in statements:
            # Nobody reported anything here: whether an index could serve is seen where reading through is not allowed.
            cursor.execute(f"set local enable_seqscan = {'off' if REPORTS in statement['sql'] else 'on'}")
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
        look_ups = [one for one in asked.captured_queries if one["sql"].startswith("SELECT")]
        assert [plan for plan in plans(look_ups) if "Seq Scan" in plan or "Index" not in plan] == []
    common_beginning_by_index(schemes)
    with CaptureQueriesContext(connection) as asked:
        assert len(search.recent("clerk3")) == search.RECENT
    assert ["searches_of_a_clerk" in plan for plan in plans(asked.captured_queries)] == [True]


def common_beginning_by_index(schemes: list[Scheme]) -> None:
    """Two letters that many names begin with, all of them at the end of the table: the first twenty cost no more."""
    with connection.cursor() as cursor:
        cursor.execute("update claims_claim set name_kana = 'サトウ ハナ' where id % 5 = 0; analyze claims_claim")
    with CaptureQueriesContext(connection) as asked:
        found = search.find(Query(Kind.KANA, "サト"), schemes)
    look_ups = [one for one in asked.captured_queries if "name_kana" in one["sql"]]
    assert (len(found.rows), found.is_cut) == (search.MOST, True)
    of_claims, of_reports = plans(look_ups)
    assert "Index Scan using claims_by_kana" in of_claims
    assert "Index Scan using incidents_by_kana" in of_reports
