"""A hundred confirmations of one URL at once, for two brands, with codes of both in stock: one order, one code."""

import time
from collections import Counter

from payouts import orders, receiving
from payouts.audit import breaches
from payouts.models import PointCode, PointOrder
from tests.issuers.people import AT, payout
from tests.makers import code, regionpay, told
from tests.races.guards import Background, other_connection

TABS = 100
AT_THE_LOCK = "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"


def wait_until_all_are_at_the_lock(session) -> None:
    end = time.monotonic() + 60
    while session.execute(AT_THE_LOCK).fetchone() != (TABS,):
        assert time.monotonic() < end
        time.sleep(0.05)


def test_one_wins_and_the_others_are_told_so(own_database):
    one = payout()
    told()
    for brand in ("nanaco", "edy"):
        code(brand, 1000), code(brand, 1000)

    def confirm(tab: int) -> str:
        try:
            receiving.confirm(payout_id=one.pk, brand=("nanaco", "edy")[tab % 2], at=AT)
        except orders.AlreadyOrdered:
            return "too late"
        return "ordered"

    with other_connection(own_database) as holding, other_connection(own_database) as looking:
        holding.execute("select id from payouts_payout where id = %s for no key update", [one.pk])
        tabs = [Background(lambda tab=tab: confirm(tab)) for tab in range(TABS)]
        looking.autocommit = True
        wait_until_all_are_at_the_lock(looking)

    assert Counter(tab.join().result for tab in tabs) == {"ordered": 1, "too late": 99}
    order = PointOrder.objects.get()
    assert (order.state, PointCode.objects.get(order__isnull=False).order) == ("issued", order)
    assert breaches(regionpay(), AT) == {}
