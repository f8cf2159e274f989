"""Whoever is asked is asked once; what comes back meanwhile is told, and staff learn who was not written to."""

import pytest

from claims.models import ClaimLine
from notifications.models import Message
from payouts import account_answers, account_requests
from payouts.account_requests import Told
from payouts.models import AccountRequest, Payout
from tests.makers import coupon, opened, staff
from tests.refunds import people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def house(db) -> None:
    people.house()


def ask(payout: Payout, **more) -> tuple[AccountRequest, bool]:
    return account_requests.ask(claim=payout.claim, by="operator", reason="支店の統合", at=people.AT, **more)


def told() -> list[tuple[str, bool]]:
    messages = Message.objects.filter(template="account_asked").order_by("pk")
    return [(message.state, message.context["came_back"]) for message in messages]


def test_who_waits_for_an_answer_is_not_asked_again():
    payout = people.refund()

    first, again = ask(payout), ask(payout)

    assert (first[1], again, told()) == (True, (first[0], False), [("queued", False)])


def test_a_transfer_that_comes_back_while_a_check_is_asked_about_is_told_by_a_new_link():
    payout = people.refund()
    people.exported()
    checked, _is_new = ask(payout)
    old = checked.token

    people.came_back(payout)

    asked = AccountRequest.objects.get()
    assert (asked.returned, asked.reason) == (payout, "該当する口座がない")
    assert told() == [("cancelled", False), ("queued", True)]
    assert (account_requests.find(old), account_requests.find(asked.token)) == (None, asked)


def test_staff_learn_who_was_asked_before_and_whom_only_a_person_can_ask():
    asked_before, by_link, by_phone = people.refunds(
        people.claim(),
        people.claim(),
        people.claim(person={"deliver_by": "call", "by": "0980000000", "channel": "desk"}),
    )
    batch = people.drafted()
    values = {"reason": "x", "key_id": "k", "asked_by": "test", "asked_at": people.AT}
    AccountRequest.objects.create(claim=asked_before.claim, **values)

    found = account_requests.ask_claimants(
        batch_id=batch.pk, line_ids=batch.lines.values_list("pk", flat=True), by="operator", reason="支店の統合"
    )

    assert found == Told(by_link=1, before=1, by_nobody=1)
    assert {one.claim for one in AccountRequest.objects.filter(has_link=False)} == {by_phone.claim}
    assert Message.objects.get(template="account_asked").about == f"claims.claim/{by_link.claim_id}"


def test_what_was_only_checked_may_stand_and_goes_into_the_next_batch(client):
    payout = people.refund()
    asked, _is_new = ask(payout)
    account_answers.close(request_id=asked.pk, by=staff("clerk"), reason="お返事がない")

    account_answers.stands(request_id=asked.pk, by=staff("operator"), reason="支店は名前が変わっただけ")

    asked.refresh_from_db()
    assert asked.account_proposals.get().state == "over"
    assert (asked.stands, asked.answered_by) == (True, "operator")
    assert people.drafted().lines.get().payout == payout
    assert account_requests.find(asked.token) is None
    page = client.get(f"/a/{asked.token}/").content.decode()
    assert ("のお振込みは、申請のときの口座にお送りします。" in page, "新しい口座" in page) == (True, False)


def test_an_account_from_which_money_came_back_does_not_stand():
    payout = people.refund()
    people.exported()
    people.came_back(payout)

    with pytest.raises(account_answers.CameBack):
        account_answers.stands(request_id=AccountRequest.objects.get().pk, by=staff("operator"), reason="よさそう")


def test_of_a_claim_that_was_taken_over_nobody_is_asked():
    payout = people.refund()
    asked, _is_new = ask(payout, has_link=False)
    newer = people.claim()
    payout.claim.superseded_by = newer
    payout.claim.save()

    assert (account_requests.get(asked.pk), list(account_requests.for_the_desk(payout.scheme, people.AT))) == (None, [])


def test_two_transfers_of_one_claim_that_come_back_are_one_question():
    first = people.refund()
    on = coupon(yen=700)
    ClaimLine.objects.create(claim=first.claim, stated_no=on.inquiry_no, coupon=on, state="accepted")
    opened(on, at="2023-05-15 09:00")
    people.exported()

    for payout in Payout.objects.filter(state="ordered"):
        people.came_back(payout)

    assert (AccountRequest.objects.count(), told()) == (1, [("queued", True)])
