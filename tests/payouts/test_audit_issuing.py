"""The invariants of how points come, each tripped by its breach: triggers off, and constraints dropped."""

import pytest

from payouts import orders
from payouts.audit import breaches
from payouts.invariants import issuing
from payouts.issuers import delivered
from tests.issuers.files import as_csv, row_for
from tests.issuers.people import AT, by_way, kept_apart, listed, ordered
from tests.makers import code, regionpay
from tests.payouts.test_audit import without_triggers

pytestmark = pytest.mark.django_db

# What is done to the database, by the name of the invariant it must trip.
BREACHES = {
    "an issued order has one code on record": "update payouts_pointcode set order_id = null",
    "a code is of one row of the stock and one order": """
        alter table payouts_pointcode drop constraint payouts_pointcode_code_fingerprint_key;
        insert into payouts_pointcode (brand, face_value_yen, code_sealed, code_fingerprint, loaded_at)
            select brand, face_value_yen, code_sealed, code_fingerprint, loaded_at from payouts_pointcode limit 1
    """,
    "an order list is its orders": "update payouts_orderlist set total_yen = total_yen + 1",
    "a list stands as it was sent": "update payouts_orderlist set xlsx = 'other'",
    "what is kept apart was given to nobody": """
        update payouts_quarantinedanswer a set code_fingerprint = k.code_fingerprint, order_id = k.order_id
        from payouts_pointcode k where k.order_id is not null
    """,
}


@pytest.fixture
def house() -> None:
    """One order given from stock, one by list, one whose answer is kept apart."""
    code("edy", 1000)
    orders.settle(order_id=ordered(brand="edy").pk, at=AT)
    made = listed(2000)
    delivered.take(data=as_csv([row_for(made.orders.get())]), name="codes.csv", who="taro", at=AT)
    by_way("http", "ponta")
    kept_apart(ordered(brand="ponta"))


def test_an_orderly_house_has_no_breach(house):
    assert breaches(regionpay(), AT) == {}


@pytest.mark.parametrize("name", BREACHES)
def test_a_breach_trips_its_invariant(name, house):
    with without_triggers() as cursor:
        cursor.execute(BREACHES[name])

    assert name in breaches(regionpay(), AT)


def test_every_invariant_has_a_breach_here():
    assert set(issuing.INVARIANTS) == set(BREACHES)
