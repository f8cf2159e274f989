"""The money invariants: each a query that finds the rows which break it (design 4, 5; `audit` exits 1 on a breach).

Most cannot happen, because a constraint or trigger forbids them; the audit asks again, without trusting either.
"""

from datetime import datetime

from django.db import connection

from config import clock
from coupons import eligibility
from coupons.models import Scheme
from payouts import statement
from payouts.invariants import INVARIANTS

SHOWN = 100  # rows a breach, at most: the count says how many there are


def breaches(scheme: Scheme, at: datetime | None = None) -> dict[str, list[list]]:
    """Each broken invariant with the rows that break it (the first hundred); empty when every yen is in order."""
    at = at or clock.now()
    parameters = {"scheme": scheme.pk, "at": at, "usable_until": scheme.usable_until}
    found = {name: _rows(f"select * from ({sql}) b limit {SHOWN}", parameters) for name, sql in INVARIANTS.items()}
    found["the statement adds up"] = _rows(
        f"select inquiry_no, check_yen from ({statement.ROWS}) r where check_yen <> 0 limit {SHOWN}", parameters
    )
    found["every coupon of case (A) is extended"] = _forgotten(scheme, at)
    return {name: rows for name, rows in found.items() if rows}


def _forgotten(scheme: Scheme, at: datetime) -> list[list]:
    """Coupons the rule covers and nobody extended, though it is due: they would silently be owed nothing."""
    if at < scheme.first_extension_until:
        return []
    missing = eligibility.covered_by_a(scheme).filter(extension=None)
    return [list(row) for row in missing.order_by("inquiry_no").values_list("inquiry_no")[:SHOWN]]


def _rows(sql: str, parameters: dict) -> list[list]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [list(row) for row in cursor.fetchall()]
