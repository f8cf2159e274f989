"""An account given later has the limits of one that was filed: 20 coupons, 50,000 yen, over all claims (case 25)."""

import pytest

from payouts import account_requests, opening
from payouts.audit import breaches
from payouts.models import Payout
from tests.makers import regionpay
from tests.refunds import people

pytestmark = pytest.mark.django_db

COLLECTED = {"account_no": "0004444"}


@pytest.fixture(autouse=True)
def house(db) -> None:
    people.house()


def lines_of(claim) -> list[tuple[str, str]]:
    return list(claim.lines.values_list("state", "reason"))


def one_that_came_back(yen: int = 1000) -> Payout:
    payout = people.refund(yen)
    people.exported(people.approved(people.submitted(people.drafted())))
    people.came_back(payout)
    return payout


@pytest.mark.parametrize(("others", "state"), [(19, ("accepted", "")), (20, ("review", "many"))])
def test_the_21st_coupon_to_one_account_is_looked_at_by_a_person(others, state):
    for _ in range(others):
        people.claim(100, **COLLECTED)
    payout = one_that_came_back()

    people.gives_account(payout.claim, **COLLECTED)

    assert lines_of(payout.claim) == [state]
    opening.open_payouts(regionpay())
    opened = Payout.objects.filter(claim=payout.claim, state="open")
    assert (opened.count(), breaches(regionpay())) == (int(state[0] == "accepted"), {})


@pytest.mark.parametrize(("yen", "state"), [(3000, "accepted"), (3001, "review")])
def test_more_than_50_000_yen_to_one_account_is_looked_at_by_a_person(yen, state):
    for _ in range(4):
        people.claim(11750, **COLLECTED)
    payout = one_that_came_back(yen)

    people.gives_account(payout.claim, **COLLECTED)

    assert [state_of for state_of, _reason in lines_of(payout.claim)] == [state]


def test_a_refund_that_was_open_is_taken_back_until_somebody_has_looked():
    for _ in range(20):
        people.claim(100, **COLLECTED)
    payout = people.refund(1000)
    account_requests.ask(claim=payout.claim, by="operator", reason="支店の統合", at=people.AT)

    people.gives_account(payout.claim, **COLLECTED)

    assert (people.state(payout), lines_of(payout.claim)) == ("void", [("review", "many")])
    assert breaches(regionpay()) == {}
    payout.claim.lines.update(state="accepted", reason="")
    opening.open_payouts(regionpay())
    assert [one.amount_yen for one in Payout.objects.filter(claim=payout.claim, state="open")] == [1000]
