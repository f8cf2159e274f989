"""While a claimant is asked for an account, nothing of the claim leaves for the old one, whatever it is in."""

import pytest

from claims.models import ClaimLine
from payouts import account_requests, opening
from payouts.batches import approving
from payouts.models import AccountRequest, Payout, RefundLine
from tests.makers import coupon, japan, opened
from tests.refunds import bank_reader, people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def house(db) -> None:
    people.house()


@pytest.fixture
def second() -> Payout:
    """A claim whose first transfer is with the bank, and whose second coupon was accepted later."""
    first = people.refund(1000)
    people.exported()
    on = coupon(yen=700)
    ClaimLine.objects.create(claim=first.claim, stated_no=on.inquiry_no, coupon=on, state="accepted")
    opened(on, at="2023-05-15 09:00")
    return Payout.objects.get(state="open")


def first_comes_back(second: Payout) -> None:
    people.came_back(Payout.objects.get(claim=second.claim, state="ordered"))


def reason_of(payout: Payout) -> str:
    return RefundLine.objects.get(payout=payout).excluded_reason


def test_it_is_taken_out_of_a_draft_and_goes_to_the_new_account_once(second):
    people.drafted()

    first_comes_back(second)

    assert reason_of(second) == "口座の確認中"
    with pytest.raises(people.drafting.NothingToTransfer):
        people.drafted()
    people.gives_account(second.claim, account_no="0007777")
    opening.open_payouts(people.regionpay(), japan("2023-05-15 09:30"))
    batch = people.exported(people.approved(people.submitted(people.drafted())))
    sent = bank_reader.read(bytes(batch.zengin)).transfers
    assert sorted((one["account"], int(one["yen"])) for one in sent) == [("0007777", 700), ("0007777", 1000)]


def test_what_waits_for_an_approval_waits_no_more(second):
    other = people.refund(3000)
    batch = people.submitted()

    first_comes_back(second)

    batch = people.again(batch)
    assert (batch.state, batch.submitted_by, reason_of(second)) == ("draft", None, "口座の確認中")
    assert [line.payout for line in people.submitted(batch).lines.filter(excluded_at=None)] == [other]


def test_nobody_approves_a_line_about_whose_account_somebody_is_asked(second):
    batch = people.drafted()
    values = {"reason": "x", "key_id": "k", "asked_by": "test", "asked_at": people.AT}
    AccountRequest.objects.create(claim=second.claim, **values)

    with pytest.raises(approving.StopsLines) as told:
        people.submitted(batch)

    assert told.value.line_nos == [1]


def test_a_check_about_one_line_takes_out_the_others_of_the_claim(second):
    people.exported(people.approved(people.submitted(people.drafted())))
    on = coupon(yen=500)
    ClaimLine.objects.create(claim=second.claim, stated_no=on.inquiry_no, coupon=on, state="accepted")
    opened(on, at="2023-05-15 09:30")
    third = Payout.objects.get(state="open")
    people.drafted()

    account_requests.ask(claim=second.claim, by="operator", reason="支店の統合", at=people.AT)

    assert reason_of(third) == "口座の確認中"
