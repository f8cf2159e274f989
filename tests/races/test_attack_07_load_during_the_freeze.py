"""Attack 7: a load inserts, the freeze runs, the load commits. Each freeze run heals what it could not see before."""

from coupons import eligibility
from payouts import entitlements
from payouts.audit import breaches
from payouts.models import Entitlement
from tests.makers import coupon, japan, regionpay, store
from tests.races.guards import other_connection

FREEZE = japan("2023-04-01 00:00")
INSERT = """
    insert into coupons_entry (scheme_id, coupon_id, entry_no, kind, amount_yen, occurred_at, counts_at, store_id)
    values (%s, %s, 'LATE1', 'payment', -500, %s, %s, %s)
"""


def owed() -> list[int]:
    return list(Entitlement.objects.values_list("amount_yen", flat=True))


def test_what_a_load_commits_after_the_freeze_is_healed_by_the_next_run(own_database):
    scheme, on = regionpay(), coupon(yen=2000)
    eligibility.extend(scheme, FREEZE)
    evening = japan("2023-03-31 20:00")

    with other_connection(own_database) as load:
        load.execute(INSERT, [scheme.pk, on.pk, evening, evening, store(scheme).pk])
        entitlements.freeze(scheme, FREEZE)
        assert owed() == [2000]

    assert list(breaches(scheme, FREEZE)) == ["owed is what the formula says, where nothing is on a payout or lapsed"]
    entitlements.freeze(scheme, FREEZE)
    assert owed() == [1500]
    assert breaches(scheme, FREEZE) == {}
