"""Any number of workers ask issuers; each order is asked about once, and one that waits too long for them is told."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now as RealNow

from desk.duties import run_all
from payouts import orders
from payouts.models import PointOrder
from tests.issuers.people import AT, by_way, kept_apart, ordered
from tests.races.guards import Background
from tests.receiving.people import stop


def test_four_workers_ask_about_each_order_once(own_database, issuer):
    by_way("http")
    made = [ordered(1000 + number) for number in range(8)]

    workers = [Background(lambda: orders.settle_orders(AT)) for _ in range(4)]

    assert sum(worker.join().result for worker in workers) == 8
    assert set(PointOrder.objects.values_list("tries", "state")) == {(1, "issued")}
    keys = [row["key"] for row in issuer.ledger()]
    assert [keys.count(str(order.request_key)) for order in made] == [1] * 8


def late(client) -> list[str]:
    PointOrder.objects.update(next_at=RealNow() - timedelta(minutes=31))
    return [problem for problem in client.get("/readyz").json()["problems"] if "issuer" in problem]


@pytest.mark.django_db
def test_an_order_that_no_worker_asks_about_is_told(client):
    run_all()
    by_way("http")
    order = ordered()
    assert late(client) == ["orders at an issuer: the oldest due row waits too long"]

    kept_apart(order)
    assert late(client) == []


@pytest.mark.django_db
def test_what_nobody_may_ask_about_is_not_late(client):
    by_way("http")
    ordered()
    stop()

    assert late(client) == []
