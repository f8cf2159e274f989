"""What opened by an old link does not go on by it: another was sent, it was locked, or the person is elsewhere now."""

import pytest
from django.test import Client

from claims.models import BankAccount
from notifications.models import Message
from payouts import account_answers, account_requests, destinations
from payouts.models import AccountRequest, Payout
from tests.makers import staff
from tests.refunds import people
from tests.refunds.test_giving_an_account import address, let_in, shown, walk
from tests.review.people import seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(db) -> AccountRequest:
    people.house()
    payout = people.refund()
    people.exported()
    people.came_back(payout)
    return AccountRequest.objects.get()


def pages_of(client: Client) -> list[int]:
    return [client.get(f"/a/{page}/").status_code for page in ("bank", "branch", "account", "review")]


def test_a_session_of_the_old_link_ends_with_it(client, asked):
    let_in(client, asked)
    mark = shown(walk(client))

    account_requests.ask_again(request_id=asked.pk, by="clerk")

    assert (pages_of(client), client.post("/a/review/", {"shown": mark}).status_code) == ([403] * 4, 403)
    assert AccountRequest.objects.get().answered_at is None


def test_a_session_ends_when_wrong_answers_lock_its_link(client, asked):
    let_in(client, asked)

    for _ in range(5):
        Client().post(address(asked), {"digits": "9999"})

    assert pages_of(client) == [403] * 4


def test_what_was_sent_anew_while_the_last_page_was_posted_is_not_answered_by_the_old_link(asked):
    account_requests.ask_again(request_id=asked.pk, by="clerk")

    account = {"bank_code": "0187", "bank_name": "琉球銀行", "branch_code": "101", "branch_name": "那覇支店"}
    account |= {"account_type": "1", "account_no": "0009999", "holder_kana": "ｵｷﾅﾜ ﾀﾛｳ"}
    with pytest.raises(account_answers.LinkOver):
        account_answers.by_link(asked=asked, account=account)

    assert BankAccount.objects.filter(number_ends="999").count() == 0


class TestTheDestinationChanges:
    """A second person lets the claim's messages go elsewhere: whoever reads the old mailbox has nothing any more."""

    @pytest.fixture
    def proposed(self, asked):
        where = {"deliver_by": "sms", "deliver_to": "09012345678", "reason": "メールを人に見られている"}
        claim = asked.claim
        return destinations.ask(claim_id=claim.pk, by=staff("clerk"), seen=seen(claim), at=people.AT, **where)

    def test_meanwhile_the_link_does_not_serve(self, client, asked, proposed):
        assert client.get(address(asked)).status_code == 404

        destinations.send_back(proposal_id=proposed.pk, by=staff("second"), answer="本人と確かめられない")

        assert client.get(address(asked)).status_code == 200

    def test_then_the_old_link_is_dead_and_a_new_one_goes_there(self, client, asked, proposed):
        let_in_before = Client()
        let_in(let_in_before, asked)

        destinations.approve(proposal_id=proposed.pk, by=staff("second"))

        assert client.get(address(asked)).status_code == 404
        assert pages_of(let_in_before) == [403] * 4
        new = AccountRequest.objects.get()
        sent = Message.objects.get(template="account_asked", state="queued")
        assert (new.channel, sent.channel, sent.to) == ("sms", "sms", "09012345678")
        assert client.get(address(new)).status_code == 200
        assert Payout.objects.get().state == "returned"
