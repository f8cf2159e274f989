"""Each invariant is tripped by its breach, and by nothing in an orderly house.

A breach cannot be made through the product, nor past the schema: the triggers are switched off to make it
(`session_replication_role`), and a constraint that stands in the way is dropped first.
"""

from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import connection

from config import clock
from coupons import eligibility
from coupons.reinstatement import reinstate, reverse
from payouts import entitlements
from payouts.audit import breaches
from payouts.invariants import ledger, owed
from tests.incidents.people import approved, reported, sakura
from tests.makers import cancel, coupon, hanako, japan, other_scheme, pay, regionpay, shop_says

pytestmark = pytest.mark.django_db

AT = japan("2023-04-02 12:00")

# What is done to the database, by the name of the invariant it must trip.
BREACHES = {
    "a coupon has one issue entry, of its face value": """
        update coupons_coupon set face_value_yen = 2999 where id = {paper}
    """,
    "no more is given back than a payment took": """
        update coupons_entry set amount_yen = 501 where kind = 'cancellation'
    """,
    "no more is reversed than was restored": """
        update coupons_entry set amount_yen = -401 where kind = 'reversal'
    """,
    "an undoing counts when the undone did": """
        update coupons_entry set counts_at = counts_at + interval '1 second' where kind = 'cancellation'
    """,
    "no restoration lifts a balance above face value": """
        update coupons_coupon set face_value_yen = 10 where id = {restored}
    """,
    "an extension is told to regionPAY": "delete from coupons_change where coupon_id = {paper}",
    "regionPAY is told of no extension that is none": "delete from coupons_extension where coupon_id = {paper}",
    "a restoration or reversal is told to regionPAY": "delete from coupons_change where kind = 'reversal'",
    "a report of (B) gives what stands restored for it": "update claims_incident set approved_yen = 999",
    "two persons gave what takes two": "update claims_incidentdecision set total_yen = 3001",
    "a restored coupon is covered": "delete from coupons_extension where coupon_id = {restored}",
    "nothing is owed before the freeze": """
        update payouts_entitlement set made_at = '2023-03-31 23:59:59+09' where coupon_id = {paper}
    """,
    "one free entitlement a coupon and cause": """
        drop index one_free_entitlement_per_coupon_and_cause;
        insert into payouts_entitlement (scheme_id, coupon_id, cause, amount_yen, made_at)
            select scheme_id, coupon_id, cause, amount_yen, made_at from payouts_entitlement where coupon_id = {paper}
    """,
    "only a covered coupon is owed its balance": "delete from coupons_extension where coupon_id = {paper}",
    "no more is owed by the ledger than the face value": """
        update payouts_entitlement set amount_yen = 3001 where coupon_id = {paper}
    """,
    "owed is what the formula says, where nothing is on a payout or lapsed": """
        update payouts_entitlement set amount_yen = amount_yen - 1 where coupon_id = {paper}
    """,
    "what was decided was granted by two persons": """
        insert into payouts_entitlement (scheme_id, coupon_id, cause, amount_yen, made_at)
            select scheme_id, coupon_id, 'decision', 1, made_at from payouts_entitlement where coupon_id = {paper}
    """,
    "what an incident gave back has a payee": """
        update coupons_coupon set member_id = null, charged_at = null;
        delete from claims_deskclaim; delete from claims_claimline;
        update claims_incident set deliver_by = '', phone = '09012345678';
        update payouts_entitlement set made_at = made_at - interval '1 day'
    """,
    "nothing crosses from one scheme to another": """
        update coupons_member set scheme_id = {other_scheme}
    """,
    "every coupon of case (A) is extended": """
        delete from coupons_change where coupon_id = {paper}; delete from coupons_extension where coupon_id = {paper}
    """,
}


@pytest.fixture
def house() -> dict[str, int]:
    """Hanako's coupon with a cancelled payment, Taro's paper, one restored and partly reversed, Sakura's; all done."""
    scheme = regionpay()
    charged = coupon(member=hanako(scheme))
    cancel(pay(charged, 500, "2023-02-24 18:00"), "2023-03-02 10:00")
    paper, restored = coupon(), coupon(yen=2000)
    payment = pay(restored, 400, "2023-02-24 18:00")
    entry = reinstate(payment=payment, amount_yen=400, ground="B1", who="test", at=japan("2023-03-20 10:00"))
    reverse(reinstatement=entry, amount_yen=100, who="test", at=japan("2023-03-21 10:00"))
    approved(shop_says(reported(sakura(), "paid_twice")))
    eligibility.extend(scheme, AT)
    entitlements.freeze(scheme, AT)
    return {"paper": paper.pk, "restored": restored.pk, "other_scheme": other_scheme().pk}


@contextmanager
def without_triggers():
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set session_replication_role = replica")
        yield cursor
        cursor.execute("set session_replication_role = origin")


def test_an_orderly_house_has_no_breach(house):
    assert breaches(regionpay(), AT) == {}


@pytest.mark.parametrize("name", BREACHES)
def test_a_breach_trips_its_invariant(name, house):
    with without_triggers() as cursor:
        cursor.execute(BREACHES[name].format(**house))

    assert name in breaches(regionpay(), AT)


def test_every_invariant_has_a_breach_here():
    named = set(ledger.INVARIANTS) | set(owed.INVARIANTS) | {"every coupon of case (A) is extended"}
    assert named == set(BREACHES)


def test_the_command_says_what_is_broken_and_exits_with_1(house, capsys):
    clock.move_to(AT)
    with without_triggers() as cursor:
        cursor.execute("delete from coupons_change where kind = 'reversal'")

    with pytest.raises(SystemExit) as exit_:
        call_command("audit", "--scheme", "regionpay-2023")

    assert exit_.value.code == 1
    assert "a restoration or reversal is told to regionPAY" in capsys.readouterr().out


def test_the_command_says_that_all_is_in_order(house, capsys):
    clock.move_to(AT)
    call_command("audit", "--scheme", "regionpay-2023", "--json")

    assert capsys.readouterr().out == '{"breaches": {}}\n'
