"""A hundred confirmations of one URL, for two brands, with codes of both in stock: one order, one code."""

from collections import Counter

from payouts import orders, receiving
from payouts.audit import breaches
from payouts.models import PointCode, PointOrder
from tests.issuers.people import AT, payout
from tests.makers import code, regionpay, told
from tests.races.guards import Background, other_connection

TABS, TIMES = 25, 4  # the server has a hundred connections for all tests together


def test_one_wins_and_the_others_are_told_so(own_database):
    one = payout()
    told()
    for brand in ("nanaco", "edy"):
        code(brand, 1000), code(brand, 1000)

    def confirm(tab: int) -> Counter:
        answers = Counter()
        for time in range(TIMES):
            try:
                receiving.confirm(payout_id=one.pk, brand=("nanaco", "edy")[(tab + time) % 2], at=AT)
                answers["ordered"] += 1
            except orders.AlreadyOrdered:
                answers["too late"] += 1
        return answers

    with other_connection(own_database) as holding:
        holding.execute("select id from payouts_payout where id = %s for no key update", [one.pk])
        tabs = [Background(lambda tab=tab: confirm(tab)) for tab in range(TABS)]
        assert not [tab for tab in tabs if not tab.is_waiting(0.02)]

    assert sum((tab.join().result for tab in tabs), Counter()) == {"ordered": 1, "too late": 99}
    order = PointOrder.objects.get()
    assert (order.state, PointCode.objects.get(order__isnull=False).order) == ("issued", order)
    assert breaches(regionpay(), AT) == {}
