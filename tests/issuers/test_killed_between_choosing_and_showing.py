"""kill -9 at each named point between choosing and showing: one order, one code, here and there, and it is shown."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from config import clock
from payouts import orders, receiving
from payouts.audit import breaches
from payouts.models import Payout, PointCode, PointOrder
from tests.issuers.dying import BY_LIST, OF_STOCK, OVER_THE_NET, POINTS, list_it
from tests.issuers.people import AT, by_way, code_of, payout
from tests.makers import code, regionpay, told
from tests.receiving.people import let_in, said

ROOT = Path(__file__).parents[2]


def killed_at_each(points: tuple[str, ...], brand: str, **environment: str) -> dict[str, Payout]:
    """A payout of its own for each point, and a process that was killed there on its way."""
    made = {point: payout(1000 + number) for number, point in enumerate(points)}
    told()
    lines = "".join(f"{point}\t{one.pk}\t{brand}\n" for point, one in made.items())
    done = subprocess.run(
        [sys.executable, "-m", "tests.issuers.dying"],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "HOSHO_MODE": "rehearsal"} | environment,
        input=lines,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert done.stdout.split() == ["-9"] * len(points), done.stderr
    return made


def goes_on(one: Payout, brand: str) -> PointOrder:
    """The receiver presses once more, if the page still asks; the duty runs; the code is there."""
    try:
        receiving.confirm(payout_id=one.pk, brand=brand)
    except orders.AlreadyOrdered:
        pass
    orders.settle_orders()
    list_it(brand)
    return PointOrder.objects.get(payout=one)


def sees(one: Payout) -> str:
    """What the page of its code says."""
    client = Client()
    let_in(client, one.links.get(), digits="0001")
    return said(client.get("/r/code/"))


def test_every_point_is_of_a_way_or_several():
    assert set(OF_STOCK) | set(OVER_THE_NET) | set(BY_LIST) == set(POINTS)


@pytest.fixture
def on_the_day(own_database) -> None:
    clock.move_to(AT)


def test_with_codes_in_stock(on_the_day):
    for yen in range(1000, 1006):
        code("nanaco", yen), code("nanaco", yen)

    made = killed_at_each(OF_STOCK, "nanaco")

    for point, one in made.items():
        order = goes_on(one, "nanaco")
        assert (order.state, PointCode.objects.filter(order__payout=one).count()) == ("issued", 1), point
        assert code_of(order) in sees(one), point
    assert PointCode.objects.filter(order=None).count() == 6
    assert breaches(regionpay()) == {}


def test_with_an_issuer_over_the_net(on_the_day, issuer):
    by_way("http")

    made = killed_at_each(OVER_THE_NET, "nanaco", ISSUER_URL=issuer.url, ISSUER_TOKEN="token-of-tests")

    for point, one in made.items():
        order = goes_on(one, "nanaco")
        (row,) = [row for row in issuer.ledger() if row["key"] == str(order.request_key)]
        assert (order.state, row["amount_yen"], row["code"]) == ("issued", one.amount_yen, code_of(order)), point
        assert code_of(order) in sees(one), point
    assert breaches(regionpay()) == {}


def test_with_lists_that_go_out_and_files_that_come_back(on_the_day):
    """Each child finds what the dead ones before it have left, and dies of its own."""
    by_way("list")

    made = killed_at_each(BY_LIST, "nanaco")

    for point, one in made.items():
        order = goes_on(one, "nanaco")
        assert (order.state, code_of(order)) == ("issued", f"CODE-{str(order.request_key)[:8]}"), point
        assert order.order_list.line_count == order.order_list.orders.count(), point
        assert code_of(order) in sees(one), point
    assert PointCode.objects.count() == len(made)
    assert breaches(regionpay()) == {}
