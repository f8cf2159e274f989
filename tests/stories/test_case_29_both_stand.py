"""Case 29: that a shop's cancellation is of nothing that was given back lets both be paid, so two persons say it."""

import pytest
from django.contrib.auth.models import User

from coupons.models import CancellationOpinion, Entry
from payouts import unnamed_cancellations
from payouts.unnamed_cancellations import SaidAlready
from tests.incidents.people import approved, balance, reported, ume
from tests.makers import hanako, pay, regionpay, shop_says
from tests.stories.test_case_29_naming_nothing import comes_in, of_ume, opened_again, said, waiting

pytestmark = pytest.mark.django_db


def nothing(on) -> Entry | None:
    return None


def another_payment(on) -> Entry:
    return on.entries.filter(kind="payment").earliest("pk")


BOTH_STAND = [nothing, another_payment]


@pytest.mark.parametrize("of", BOTH_STAND)
def test_one_alone_lets_nothing_be_paid_twice(tmp_path, of):
    on = of_ume().coupon
    comes_in(tmp_path, on)
    said(of(on))

    with pytest.raises(SaidAlready):
        said(of(on))
    assert (waiting(), opened_again()) == (["X1"], [])


@pytest.mark.parametrize("of", BOTH_STAND)
def test_another_says_the_same_and_both_are_paid(tmp_path, of):
    on = of_ume().coupon
    comes_in(tmp_path, on)
    said(of(on))
    answer = said(of(on), "suzuki")

    assert (answer.first_who, answer.who, waiting(), opened_again()) == ("sato", "suzuki", [], [3000])


def test_another_who_says_something_else_has_said_that_only(tmp_path):
    on = of_ume().coupon
    comes_in(tmp_path, on)
    said(None)
    said(another_payment(on), "suzuki")
    [cancelled] = unnamed_cancellations.in_question(on.scheme)

    assert [(one.who, one.payment) for one in unnamed_cancellations.opinions(cancelled)] == [
        ("sato", None),
        ("suzuki", another_payment(on)),
    ]


def test_who_has_changed_their_mind_is_not_the_first_of_two(tmp_path):
    on = of_ume().coupon
    comes_in(tmp_path, on)
    said(None)
    said(another_payment(on))

    assert isinstance(said(None, "suzuki"), CancellationOpinion)


def test_what_was_said_of_another_ledger_does_not_count(tmp_path):
    on = of_ume().coupon
    comes_in(tmp_path, on)
    said(None)
    pay(on, 100, "2023-03-21 10:00")

    assert isinstance(said(None, "suzuki"), CancellationOpinion)
    said(None)
    assert waiting() == []


def test_an_account_of_nobody_is_no_second_person(tmp_path):
    on = of_ume().coupon
    comes_in(tmp_path, on)
    said(None)
    User.objects.create(username="root", is_superuser=True)

    assert isinstance(said(None, "root"), CancellationOpinion)


def test_to_take_back_what_was_given_takes_two_as_well(tmp_path):
    """It could not be put right: what the cancellation is then of has no room to be given back once more."""
    of = of_ume()
    payment = of.payments.get().payment
    comes_in(tmp_path, of.coupon)
    said(None)
    said(payment, "suzuki")
    assert (waiting(), balance(of.coupon)) == (["X1"], 3000)

    said(payment)

    assert (waiting(), balance(of.coupon)) == ([], 2000)


@pytest.mark.parametrize(("yen", "ours_goes"), [(1000, True), (300, False)])
def test_the_first_reads_whether_ours_gives_way(tmp_path, yen, ours_goes):
    """Of a payment of 1,000 of which 700 were given back there is room for 300."""
    on = ume(member=hanako(regionpay()))
    taken = on.entries.filter(kind="payment").latest("pk")
    approved(shop_says(reported(on, "cash_and_deducted")), choices={taken.pk: 700})
    comes_in(tmp_path, on, yen)

    assert unnamed_cancellations.takes_back(said(taken)) is ours_goes
