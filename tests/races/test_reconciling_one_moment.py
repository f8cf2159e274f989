"""All invariants are asked of one moment: query by query, a payout ordered in between would look like a breach."""

from payouts import audit, reconciling
from payouts.models import Reconciliation
from tests.makers import japan, regionpay

HOW = "select current_setting('transaction_isolation'), current_setting('transaction_read_only')"


def test_the_queries_see_one_snapshot_and_change_nothing(own_database, monkeypatch):
    monkeypatch.setattr(audit, "INVARIANTS", {"how it was asked": HOW})
    reconciling.reconcile(regionpay(), japan("2023-04-02 12:00"))
    assert Reconciliation.objects.get().breaches == {"how it was asked": [["repeatable read", "on"]]}
