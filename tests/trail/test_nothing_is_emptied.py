"""What only grows is never emptied at one go either: each table by its trigger, and none is forgotten here."""

import pytest
from django.db import connection

from tests.races.guards import refusal

pytestmark = pytest.mark.django_db

NEVER_EMPTIED = {
    "claims_incident": "incidents_are_never_emptied",
    "claims_incidentdecision": "decisions_are_never_emptied",
    "claims_incidentpayment": "restored_payments_are_never_emptied",
    "claims_proposal": "proposals_are_never_emptied",
    "claims_routechange": "route_changes_are_never_emptied",
    "claims_storeattempt": "attempts_are_never_emptied",
    "coupons_answerfile": "answer_files_are_never_emptied",
    "coupons_cancellationanswer": "answers_are_never_emptied",
    "coupons_cancellationopinion": "opinions_are_never_emptied",
    "coupons_change": "changes_are_never_emptied",
    "coupons_changefile": "change_files_are_never_emptied",
    "coupons_entry": "the_ledger_is_never_emptied",
    "coupons_extension": "extensions_are_never_emptied",
    "coupons_schemechange": "changes_of_a_scheme_are_never_emptied",
    "coupons_schemeversion": "versions_are_never_emptied",
    "coupons_settledentry": "settled_entries_are_never_emptied",
    "coupons_settlementlist": "settlements_are_never_emptied",
    "notifications_message": "messages_are_never_emptied",
    "payouts_entitlement": "entitlements_are_never_emptied",
    "payouts_orderlist": "lists_are_never_emptied",
    "payouts_orderrefusal": "refusals_are_never_emptied",
    "payouts_payout": "payouts_are_never_emptied",
    "payouts_payoutitem": "what_payouts_were_for_is_never_emptied",
    "payouts_quarantinedanswer": "quarantine_is_never_emptied",
    "trail_auditevent": "the_trail_is_never_emptied",
}
ON_TRUNCATE = 32  # a bit of pg_trigger.tgtype


def empty(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"truncate {table} cascade")


@pytest.mark.parametrize("table", NEVER_EMPTIED)
def test_it_is_never_emptied(table):
    assert refusal(lambda: empty(table)) == f"{table} takes inserts only ({NEVER_EMPTIED[table]})"


def test_these_are_all():
    with connection.cursor() as cursor:
        cursor.execute("select tgrelid::regclass::text, tgname from pg_trigger where tgtype & %s > 0", [ON_TRUNCATE])
        assert dict(cursor.fetchall()) == NEVER_EMPTIED
