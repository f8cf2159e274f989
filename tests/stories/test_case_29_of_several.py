"""Case 29: one cancellation that names nothing and is of several payments, each with its share of it."""

import pytest

from claims.doubtful import doubtful
from claims.models import Incident
from coupons.models import CancellationAnswer, CancellationOpinion, Entry
from notifications.models import Message
from payouts import unnamed_cancellations
from payouts.audit import breaches
from payouts.models import Payout
from payouts.statement import totals
from payouts.unnamed_cancellations import MoreThanTaken, NotItsPayment, SharesDiffer
from tests.incidents.people import approved, balance, proposed, reported, sakura
from tests.makers import coupon, hanako, japan, opened, owed, pay, regionpay, shop_says, staff, told
from tests.races.guards import drop_trigger, refusal
from tests.stories.test_case_29_naming_nothing import OPENED, comes_in, opened_again, waiting

pytestmark = pytest.mark.django_db
AT = japan("2023-04-10 10:00")


def of_sakura() -> Incident:
    """Two of her three payments of 500 yen were given back, and she has used 1,000 since: 1,500 of 3,000 are left."""
    of = approved(shop_says(reported(sakura(member=hanako(regionpay())), "paid_twice")))
    pay(of.coupon, 1000, "2023-03-15 12:00")
    told("2023-03-15 13:00")
    return of


def taken(of: Incident) -> list[Entry]:
    return list(of.coupon.entries.filter(kind="payment").order_by("pk")[:3])


def said(shares: dict[Entry, int], by: str = "sato") -> CancellationAnswer | CancellationOpinion:
    cancelled = Entry.objects.get(kind="cancellation", cancels=None)
    given = {"payment_id": None, "why": "店に電話で確認", "by": staff(by), "at": AT}
    shares = {payment.pk: yen for payment, yen in shares.items()}
    return unnamed_cancellations.settle(entry_id=cancelled.pk, shares=shares, **given)


def settled(shares: dict[Entry, int]) -> None:
    said(shares)
    said(shares, "suzuki")


def told_of_undoing() -> list[tuple[int, str, int]]:
    found = Message.objects.filter(template="incident_undone").order_by("pk").values_list("context", flat=True)
    return [(one["amount_yen"], one["by_the_shop"], one["stands_yen"]) for one in found]


def test_of_both_that_were_given_back_both_give_way_and_the_caller_reads_it_once(tmp_path):
    of = of_sakura()
    _first, second, third = taken(of)
    comes_in(tmp_path, of.coupon)
    settled({second: 500, third: 500})

    of.refresh_from_db()
    assert (of.state, of.approved_yen, balance(of.coupon), waiting()) == ("confirmed", 0, 1500, [])
    assert told_of_undoing() == [(1000, "wholly", 0)]
    assert proposed(of) == {}  # nothing of them is left to give back
    assert opened_again() == [1500]


def test_of_one_that_was_and_one_that_was_not_the_other_stands(tmp_path):
    of = of_sakura()
    first, second, _third = taken(of)
    comes_in(tmp_path, of.coupon)
    settled({first: 500, second: 500})

    of.refresh_from_db()
    assert (of.state, of.approved_yen, balance(of.coupon), waiting()) == ("approved", 500, 2000, [])
    assert told_of_undoing() == [(500, "wholly", 500)]
    assert opened_again() == [2000]


def test_of_a_part_of_each_all_is_decided_anew(tmp_path):
    of = of_sakura()
    _first, second, third = taken(of)
    comes_in(tmp_path, of.coupon, 500)
    settled({second: 300, third: 200})

    of.refresh_from_db()
    assert (of.state, balance(of.coupon), told_of_undoing()) == ("confirmed", 1000, [(1000, "in part", 0)])
    assert proposed(of).keys() == {second.pk, third.pk}
    left = {one.payment.pk: one.left_yen for one in doubtful(of)}
    assert (left[second.pk], left[third.pk]) == (200, 300)


def test_once_they_are_on_a_payout_nothing_waits_for_ever(tmp_path):
    """What is too much on it is listed, and nobody is asked for it."""
    of = of_sakura()
    assert [payout.amount_yen for payout in opened(of.coupon, at=OPENED)] == [1500]
    comes_in(tmp_path, of.coupon)
    _first, second, third = taken(of)
    settled({second: 500, third: 500})

    assert (waiting(), opened_again()) == ([], [1500])
    assert totals(regionpay(), AT)["late_yen"] == 0  # the shop's yen are those that were paid
    assert Payout.objects.get().state == "open"


def test_of_two_reports_both_give_way(tmp_path):
    """Each gave one back."""
    on = sakura(member=hanako(regionpay()))
    payments = list(on.entries.filter(kind="payment").order_by("pk"))
    reports = [
        approved(shop_says(reported(on, "cash_and_deducted", stated_yen=500)), choices={payment.pk: 500})
        for payment in payments[1:]
    ]
    pay(on, 1000, "2023-03-15 12:00")
    comes_in(tmp_path, on)
    settled({payment: 500 for payment in payments[1:]})

    states = Incident.objects.order_by("pk").values_list("state", flat=True)
    assert (list(states), balance(on), len(reports)) == (["confirmed", "confirmed"], 1500, 2)
    owed(on)
    assert breaches(regionpay(), AT) == {}


REFUSALS = {
    "less than all of it": ({1: 500, 2: 400}, SharesDiffer),
    "more than all of it": ({1: 500, 2: 600}, SharesDiffer),
    "nothing of one": ({0: 0, 1: 500, 2: 500}, SharesDiffer),
    "of one more than it took": ({1: 400, 2: 600}, MoreThanTaken),
}


@pytest.mark.parametrize("how", REFUSALS)
def test_what_is_refused(tmp_path, how):
    of = of_sakura()
    comes_in(tmp_path, of.coupon)
    shares, expected = REFUSALS[how]
    payments = taken(of)

    with pytest.raises(expected):
        said({payments[place]: yen for place, yen in shares.items()})
    assert CancellationOpinion.objects.count() == 0


def test_a_payment_of_another_coupon_is_refused(tmp_path):
    of = of_sakura()
    comes_in(tmp_path, of.coupon)

    with pytest.raises(NotItsPayment):
        said({taken(of)[1]: 500, pay(coupon(), 500, "2023-02-24 18:00"): 500})


def test_other_shares_are_another_opinion(tmp_path):
    of = of_sakura()
    first, second, third = taken(of)
    comes_in(tmp_path, of.coupon)
    said({second: 500, third: 500})

    assert isinstance(said({first: 500, third: 500}, "suzuki"), CancellationOpinion)
    assert isinstance(said({second: 500, third: 500}, "mori"), CancellationAnswer)


def answer(shares: dict, **more) -> CancellationAnswer:
    cancelled = Entry.objects.get(kind="cancellation", cancels=None)
    given = {"entry": cancelled, "payment": None, "why": "店", "at": AT, "shares": shares} | more
    CancellationOpinion.objects.create(who="suzuki", newest_entry=cancelled, **given)
    return CancellationAnswer.objects.create(who="sato", first_who="suzuki", **given)


def test_the_database_refuses_shares_that_are_not_all_of_it_or_of_nothing_there(tmp_path):
    of = of_sakura()
    first, second, third = taken(of)
    comes_in(tmp_path, of.coupon)
    elsewhere = pay(coupon(), 500, "2023-02-24 18:00")
    not_all = "shares_of_a_cancellation_are_all_of_it_and_no_more"

    assert refusal(lambda: answer({str(second.pk): 500, str(third.pk): 400})) == not_all
    assert refusal(lambda: answer({str(second.pk): 1500, str(third.pk): -500})) == not_all
    assert refusal(lambda: answer({str(second.pk): 1000})) == not_all
    assert refusal(lambda: answer({str(second.pk): 500, str(third.pk): 500}, payment=first)) == not_all
    assert refusal(lambda: answer({str(second.pk): 1000, str(third.pk): None})) == not_all
    assert refusal(lambda: answer({str(first.pk): 500, f"0{first.pk}": 500})) == not_all
    assert refusal(lambda: answer({str(first.pk): 500, str(second.pk): "500"})) == not_all
    named = "an_answer_names_a_payment_of_its_own_coupon"
    assert refusal(lambda: answer({str(first.pk): 500, str(elsewhere.pk): 500})) == named
    assert refusal(lambda: answer({str(first.pk): 500, "999999999": 500})) == named
    too_much = "no_more_is_given_back_than_was_taken"  # both were given back
    assert refusal(lambda: answer({str(second.pk): 500, str(third.pk): 500})) == too_much


def test_the_database_believes_two_persons_of_the_same_shares_only(tmp_path):
    of = of_sakura()
    first, second, third = taken(of)
    comes_in(tmp_path, of.coupon)
    said({second: 500, third: 500}, "suzuki")
    cancelled = Entry.objects.get(kind="cancellation", cancels=None)
    other = {"shares": {str(first.pk): 500, str(third.pk): 500}, "entry": cancelled, "why": "店", "at": AT}
    drop_trigger("an_answer_gives_back_no_more_than_was_taken", "coupons_cancellationanswer")

    assert refusal(lambda: CancellationAnswer.objects.create(who="sato", first_who="suzuki", **other)) == (
        "what_a_cancellation_is_of_two_persons_say"
    )


def test_a_share_is_given_back_for_good(tmp_path):
    """A later cancellation that names the payment finds no room; without the guard the audit says so."""
    of = of_sakura()
    _first, second, third = taken(of)
    comes_in(tmp_path, of.coupon)
    settled({second: 500, third: 500})
    again = {"scheme": regionpay(), "coupon": of.coupon, "kind": "cancellation", "amount_yen": 500, "entry_no": "Z1"}
    again |= {"cancels": second, "occurred_at": second.occurred_at, "counts_at": second.counts_at}

    def cancel() -> None:
        Entry.objects.create(**again)

    assert refusal(cancel) == "no_more_is_given_back_than_was_taken"
    drop_trigger("entry_gives_back_what_was_taken", "coupons_entry")
    cancel()
    assert "no more is given back than a payment took" in breaches(regionpay(), AT)
