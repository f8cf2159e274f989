"""The invariants of what leaves, each tripped by its breach: triggers off, a constraint dropped where one stands."""

import pytest

from notifications.models import Message
from payouts import orders
from payouts.audit import breaches
from payouts.invariants import leaving
from payouts.models import Payout
from tests.makers import code, coupon, hanako, japan, line, opened, regionpay
from tests.payouts.batches import approve, draft, export, order_all, submit
from tests.payouts.test_audit import without_triggers

pytestmark = pytest.mark.django_db

AT = japan("2023-05-17 12:00")

# What is done to the database, by the name of the invariant it must trip.
BREACHES = {
    "a live payout is the sum of its entitlements": """
        update payouts_entitlement set amount_yen = amount_yen + 1 where payout_id = {open}
    """,
    "a payout is the sum of its items": "delete from payouts_payoutitem where payout_id = {open}",
    "no entitlement hangs on a payout that was taken back": """
        update payouts_payout set state = 'void' where id = {open}
    """,
    "no more leaves for a coupon's balance than its face value": """
        update payouts_payoutitem set amount_yen = 9999 where payout_id = {open}
    """,
    "a member is paid for coupons of their own": """
        update coupons_coupon set member_id = null, charged_at = null
        where id = (select coupon_id from payouts_payoutitem where payout_id = {open})
    """,
    "a claim is paid for coupons it was accepted for": "update claims_claimline set state = 'declined'",
    "nobody who is owed is forgotten": "update payouts_entitlement set payout_id = null where payout_id = {open}",
    "no payee is owed more than a payout can hold": """
        insert into coupons_coupon (scheme_id, inquiry_no, prefecture, issuer_id, face_value_yen, issued_at, travel_on,
                expires_at, member_id, charged_at)
            select scheme_id, n::text, prefecture, issuer_id, 2000000000, issued_at, travel_on, expires_at, member_id,
                charged_at
            from generate_series(1, 2) n, coupons_coupon where member_id is not null and face_value_yen = 3000;
        insert into payouts_entitlement (scheme_id, coupon_id, cause, amount_yen, made_at)
            select scheme_id, id, 'ledger', face_value_yen, '2023-05-17 11:00+09' from coupons_coupon
            where face_value_yen = 2000000000
    """,
    "a withdrawn claim has no live lines": "update claims_claim set withdrawn_at = now()",
    "a live link is of a live points payout": "update payouts_payout set state = 'lapsed' where id = {open}",
    "an open points payout has a live link": """
        update payouts_receivelink set revoked_at = now() where payout_id = {open}
    """,
    "every live link was told or will be": "delete from notifications_message",
    "nothing more is sent about a payout that was taken back": """
        update payouts_payout set state = 'void' where id = {open}
    """,
    "an ordered or paid points payout has one order": "update payouts_payout set state = 'ordered' where id = {open}",
    "nothing is out for a payout that is open or taken back": """
        update payouts_payout set state = 'open' where id = {paid}
    """,
    "paid by points means that the code is stored": "delete from payouts_pointcode; delete from payouts_pointorder",
    "a stored code means paid": "update payouts_payout set state = 'ordered' where id = {paid}",
    "a code has the brand and value of its order": "update payouts_pointcode set face_value_yen = 1",
    "nothing is ordered after the last day to receive it": """
        update payouts_pointorder set ordered_at = '2023-06-01 00:00+09'
    """,
    "a submitted batch is its lines": "update payouts_refundbatch set total_yen = total_yen + 1",
    "a line is an ordered refund of its amount": "update payouts_payout set state = 'open' where id = {refund}",
    "a refund that is ordered or paid is on a line of an approved batch": """
        update payouts_refundline set excluded_at = now(), excluded_reason = 'x'
    """,
    "a batch is approved by another person": """
        alter table payouts_refundbatch drop constraint a_batch_is_approved_by_another_person;
        update payouts_refundbatch set approved_by = made_by
    """,
    "one live line a payout": """
        drop index one_live_line_per_payout;
        insert into payouts_refundline (batch_id, line_no, payout_id, amount_yen, account_sealed)
            select batch_id, line_no + 1, payout_id, amount_yen, account_sealed from payouts_refundline
    """,
    "a batch that was given up holds nobody's refund": """
        update payouts_refundbatch set state = 'cancelled', xlsx = null, zengin = null, exported_at = null
    """,
    "a file is void by two persons": """
        alter table payouts_refundbatch drop constraint a_file_is_void_by_two_persons;
        update payouts_refundbatch set state = 'refused', refused_by = 'one', refused_reason = 'x', refused_at = now(),
            refusal_confirmed_by = 'one'
    """,
    "no refund is in two files": """
        insert into payouts_refundbatch (scheme_id, number, state, transfer_on, made_by, submitted_by, approved_by,
                line_count, total_yen, digest, xlsx, zengin, exported_at)
            select scheme_id, number + 1, state, transfer_on, made_by, submitted_by, approved_by, line_count, total_yen,
                sha256(digest), xlsx, zengin, exported_at from payouts_refundbatch
    """,
    "the rows of a file are its batch's": """
        update payouts_refundbatch set zengin = overlay(zengin placing '0000000001' from 122 + 81)
    """,
    "a file of transfers is its batch": "update payouts_refundbatch set zengin = substr(zengin, 123)",
    "what came back was booked by two persons": """
        update payouts_refundline set outcome = 'returned', outcome_at = now()
    """,
    "a paid refund is on a line that was credited": "update payouts_payout set state = 'paid' where id = {refund}",
    "a line that came back is not paid": "update payouts_refundline set outcome = 'returned', outcome_at = now()",
    "a refund that came back is on a line that came back": """
        update payouts_payout set state = 'returned' where id = {refund}
    """,
}


@pytest.fixture
def house() -> dict[str, int]:
    """One open payout, one paid by points, one refund in an exported batch."""
    scheme = regionpay()
    refunded = line(coupon(), method="refund").coupon
    charged = coupon(member=hanako(scheme))
    other = coupon(member=hanako(scheme), yen=1000)
    refund, waiting, paid = opened(refunded, charged, other)
    code("nanaco", 1000)
    made = orders.order(payout_id=paid.pk, brand="nanaco", who="test", at=japan("2023-04-20 12:00"))
    assert orders.settle(order_id=made.pk, at=japan("2023-04-20 12:00"))
    export(approve(order_all(submit(draft(scheme, refund)))))
    return {"open": waiting.pk, "paid": paid.pk, "refund": refund.pk}


def test_an_orderly_house_has_no_breach(house):
    assert sorted(Payout.objects.values_list("state", flat=True)) == ["open", "ordered", "paid"]
    assert Message.objects.count() == 2
    assert breaches(regionpay(), AT) == {}


@pytest.mark.parametrize("name", BREACHES)
def test_a_breach_trips_its_invariant(name, house):
    with without_triggers() as cursor:
        cursor.execute(BREACHES[name].format(**house))

    assert name in breaches(regionpay(), AT)


def test_every_invariant_has_a_breach_here():
    assert set(leaving.INVARIANTS) == set(BREACHES)


def test_a_statement_that_does_not_add_up_is_a_breach(house):
    """What the payouts say left is not what the entitlements say is owed."""
    with without_triggers() as cursor:
        cursor.execute(
            "update payouts_payoutitem set amount_yen = amount_yen - 1 where payout_id = %s", [house["open"]]
        )

    assert breaches(regionpay(), AT)["the statement adds up"][0][1] == 1
