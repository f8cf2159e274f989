"""What the schema forbids about coupons, whoever asks (design 4)."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from coupons.models import Change, Coupon, Entry, Extension, Scheme
from tests.makers import coupon, hanako, issuer, japan, other_scheme, pay, regionpay, store

pytestmark = pytest.mark.django_db

AT = japan("2023-03-01 10:00")


def refused(deed) -> str:
    """The name of the constraint or trigger that refused `deed`."""
    with pytest.raises(DatabaseError) as error, transaction.atomic():
        deed()
    diagnosis = error.value.__cause__.diag
    return diagnosis.constraint_name or diagnosis.message_primary


def entry(on: Coupon, kind: str, yen: int, **more) -> Entry:
    values = {"entry_no": "X1", "occurred_at": AT, "counts_at": AT, **more}
    return Entry.objects.create(scheme=on.scheme, coupon=on, kind=kind, amount_yen=yen, **values)


@pytest.mark.parametrize(
    ("field", "days"),
    [
        ("outage_until", -9),
        ("first_extension_until", -9),
        ("usable_until", -90),
        ("points_from", -9),
        ("claims_until", -90),
        ("receive_until", -90),
        ("keep_personal_data_until", -900),
    ],
)
def test_dates_of_a_scheme_are_in_order(field, days):
    scheme = regionpay()
    setattr(scheme, field, getattr(scheme, field) + timedelta(days=days))

    assert refused(scheme.save) == "dates_of_a_scheme_are_in_order"


def test_a_stopped_scheme_says_why():
    assert refused(lambda: Scheme.objects.update(stopped_at=AT)) == "a_stopped_scheme_says_why"


def test_an_inquiry_number_is_unique_in_its_scheme_and_free_in_another():
    coupon(inquiry_no="100000000001")

    assert refused(lambda: coupon(inquiry_no="100000000001")) == "inquiry_no_is_unique_in_a_scheme"
    assert coupon(other_scheme(), inquiry_no="100000000001").pk


def test_nothing_crosses_from_one_scheme_to_another():
    here, there = coupon(), other_scheme()
    elsewhere = coupon(there)
    entry_there = {"scheme": there, "coupon": here, "kind": "payment", "amount_yen": -1, "entry_no": "X"}

    assert refused(lambda: Coupon.objects.filter(pk=here.pk).update(member=hanako(there))) == (
        "a_coupon_and_its_member_are_of_one_scheme"
    )
    assert refused(lambda: Entry.objects.create(occurred_at=AT, counts_at=AT, **entry_there)) == (
        "an_entry_and_its_coupon_are_of_one_scheme"
    )
    assert refused(lambda: entry(here, "payment", -1, store=store(there))) == (
        "an_entry_and_its_store_are_of_one_scheme"
    )
    extension = {"ground": "A", "until": AT, "rule": "", "made_at": AT}
    assert refused(lambda: Extension.objects.create(scheme=there, coupon=here, **extension)) == (
        "an_extension_and_its_coupon_are_of_one_scheme"
    )
    change = {"key": "K", "kind": "extension", "until": AT, "made_at": AT}
    assert refused(lambda: Change.objects.create(scheme=regionpay(), coupon=elsewhere, **change)) == (
        "a_change_and_its_coupon_are_of_one_scheme"
    )
    facts = {"inquiry_no": "1", "prefecture": "47", "face_value_yen": 1, "issued_at": AT, "travel_on": AT.date()}
    assert (
        refused(lambda: Coupon.objects.create(scheme=regionpay(), issuer=issuer(there), expires_at=AT, **facts))
        == "a_coupon_and_its_issuer_are_of_one_scheme"
    )


@pytest.mark.parametrize(
    ("kind", "yen", "undoes"),
    [
        ("issue", -1, None),
        ("issue", 0, None),
        ("payment", 1, None),
        ("cancellation", -1, None),
        ("reinstatement", -1, "restores"),
        ("reversal", 1, "reverses"),
        ("gift", 1, None),
    ],
)
def test_kind_fixes_the_sign_of_an_entry(kind, yen, undoes):
    on = coupon()
    more = {undoes: on.entries.get()} if undoes else {}
    with connection.cursor() as cursor:  # what undoes something is asked by a trigger first
        cursor.execute("set local session_replication_role = replica")

    assert refused(lambda: entry(on, kind, yen, **more)) == "kind_fixes_the_sign_of_an_entry"


def test_only_a_cancellation_cancels_and_a_restoration_always_restores():
    on = coupon()
    payment = pay(on, 100, "2023-02-24 18:00")

    assert refused(lambda: entry(on, "payment", -1, cancels=payment)) == "an_entry_undoes_only_what_its_kind_undoes"
    assert refused(lambda: entry(on, "reinstatement", 1)) == "an_entry_undoes_only_what_its_kind_undoes"


def test_an_entry_counts_when_it_occurs_unless_it_undoes_one():
    on = coupon()
    payment = pay(on, 100, "2023-02-24 18:00")

    assert refused(lambda: entry(on, "payment", -1, counts_at=AT + timedelta(days=1))) == (
        "an_entry_that_undoes_nothing_counts_when_it_occurs"
    )
    assert refused(lambda: entry(on, "cancellation", 100, cancels=payment)) == "an_undoing_counts_when_the_undone_did"
    assert entry(on, "cancellation", 100, cancels=payment, counts_at=payment.counts_at).pk


@pytest.mark.parametrize(
    "sql",
    ["update coupons_entry set amount_yen = 1", "delete from coupons_entry", "truncate coupons_entry cascade"],
)
def test_the_ledger_takes_inserts_only(sql):
    coupon()

    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        assert "takes inserts only" in refused(lambda: cursor.execute(sql))


@pytest.mark.parametrize(
    "changed",
    [
        {"inquiry_no": "100000000099"},
        {"prefecture": "13"},
        {"face_value_yen": 9999},
        {"issued_at": AT},
        {"travel_on": AT.date()},
        {"expires_at": AT},
        {"member": None, "charged_at": None},
        {"charged_at": AT},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_what_was_issued_or_charged_never_changes(changed):
    on = coupon(member=hanako(regionpay()))

    assert refused(lambda: Coupon.objects.filter(pk=on.pk).update(**changed)) == "issue_facts_never_change"


def test_member_and_charging_time_are_filled_in_once():
    on, member = coupon(), hanako(regionpay())

    assert Coupon.objects.filter(pk=on.pk).update(member=member, charged_at=AT) == 1
    assert refused(lambda: Coupon.objects.filter(pk=on.pk).update(member=hanako(regionpay()))) == (
        "issue_facts_never_change"
    )


def test_only_a_member_charges_a_coupon():
    on = coupon()

    assert refused(lambda: Coupon.objects.filter(pk=on.pk).update(charged_at=AT)) == "only_a_member_charges_a_coupon"
