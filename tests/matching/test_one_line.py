"""What becomes of a line by itself: accepted, not needed, declined, or for a person (design 5; questions 10-12)."""

from datetime import date

import pytest
from django.contrib.auth.models import User

from claims import matching
from coupons import eligibility
from tests.makers import coupon, hanako, japan, jiro, other_scheme, pay, regionpay
from tests.matching.people import NOON, covered, filed, matched, outcome

pytestmark = pytest.mark.django_db


def test_what_agrees_and_is_covered_is_accepted():
    made = covered()
    assert matched(made) == [("accepted", "", made.pk)]


@pytest.mark.parametrize(("days", "state"), [(-1, "review"), (0, "accepted"), (14, "accepted"), (15, "review")])
def test_the_coupon_is_of_the_stated_trip(days, state):
    made = covered()
    first_day = date.fromordinal(made.travel_on.toordinal() - days)
    assert matched(made, travel_on=first_day)[0][0] == state


def test_an_unknown_number_and_one_that_does_not_fit_are_the_same():
    unknown, elsewhere, other_trip = (
        matched("999999999999"),
        matched(covered(), prefecture="13"),
        matched(covered(), travel_on=date(2023, 1, 1)),
    )
    assert unknown == elsewhere == other_trip == [("review", "number", None)]


def test_a_number_of_another_scheme_is_unknown():
    made = covered()
    assert matched(made, scheme=other_scheme()) == [("review", "number", None)]


def test_the_same_number_in_two_schemes_is_two_coupons():
    """Case 30."""
    here, there = covered(inquiry_no="1" * 12), covered(scheme=other_scheme(), inquiry_no="1" * 12)
    assert matched(here) == [("accepted", "", here.pk)]
    assert matched(there, scheme=there.scheme) == [("accepted", "", there.pk)]


def test_points_for_a_coupon_in_the_app_need_no_claim():
    made = covered(member=hanako(regionpay()))
    assert matched(made) == [("not_needed", "in_app", made.pk)]


def test_who_left_before_the_freeze_has_to_claim():
    """Case 2."""
    made = covered(member=jiro(regionpay()))
    assert matched(made) == [("accepted", "", made.pk)]


@pytest.mark.parametrize("contact", ["hanako@example.jp", "09000000001"])
def test_a_refund_of_the_apps_coupon_is_accepted_from_the_members_own_contact(contact):
    """Question 11."""
    made = covered(member=hanako(regionpay()))
    assert matched(made, by=contact, method="refund") == [("accepted", "", made.pk)]


def test_from_another_contact_it_is_looked_at_and_holds_nothing():
    made = covered(member=hanako(regionpay()))
    assert matched(made, method="refund") == [("review", "in_app", None)]


def test_nor_from_a_contact_that_a_later_file_put_in_its_place():
    """One person loads files: their own mailbox would be the member's."""
    made = covered(member=hanako(regionpay(), contact_changed_at=japan("2023-04-05 12:00")))
    assert matched(made, by="hanako@example.jp", method="refund") == [("review", "in_app", None)]


def test_a_contact_that_nobody_proved_is_not_the_members():
    made = covered(member=hanako(regionpay()))
    claim = filed(made, by="hanako@example.jp", method="refund", channel="desk", contact_verified_at=None)
    matching.match_claims(NOON)
    assert outcome(claim) == [("review", "in_app", None)]


def test_a_coupon_of_another_day_is_declined():
    made = covered(last_minute="2023-02-25 23:59")
    assert matched(made) == [("declined", "expiry", made.pk)]


def test_a_coupon_that_was_empty_before_its_extension_ended_is_declined():
    made = coupon()
    pay(made, 3000, "2023-02-24 12:00")
    eligibility.extend(made.scheme, japan("2023-02-27 00:00"))
    assert matched(made) == [("declined", "no_balance", made.pk)]


def test_one_number_twice_in_a_claim_counts_once():
    made = covered()
    assert matched(made, made) == [("accepted", "", made.pk), ("declined", "twice", made.pk)]


@pytest.mark.parametrize("field", ["by", "email"])
def test_staffs_own_claims_are_looked_at_by_somebody_else(field):
    User.objects.create(username="clerk", email="clerk@example.jp", is_staff=True)
    made = covered()
    assert matched(made, **{field: "clerk@example.jp"}) == [("review", "staff", None)]


def test_each_line_is_decided_by_itself():
    """Case 3: six in the mother's app, six on paper, three nights."""
    member = hanako(regionpay())
    app, paper = [covered(yen=1000, member=member) for _ in range(6)], [covered(yen=1000) for _ in range(6)]
    states = [state for state, _, _ in matched(*app, *paper)]
    assert states == ["not_needed"] * 6 + ["accepted"] * 6
