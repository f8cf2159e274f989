"""A claimant follows the link and gives another account: who may, what is asked, and that it counts once."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client

from claims.models import BankAccount
from config.sealing import unseal
from notifications.models import Message
from notifications.render import render
from payouts import account_requests, withdrawal
from payouts.batches.accounts import account_seal_name
from payouts.models import AccountRequest, Payout
from tests.refunds import people

pytestmark = pytest.mark.django_db

DIGITS = "0002"


@pytest.fixture
def asked(db) -> AccountRequest:
    """A transfer came back, and its claimant was written to."""
    people.house()
    payout = people.refund()
    people.exported()
    people.came_back(payout)
    return AccountRequest.objects.get()


def address(asked: AccountRequest) -> str:
    return f"/a/{asked.token}/"


def let_in(client: Client, asked: AccountRequest) -> HttpResponse:
    return client.post(address(asked), {"digits": DIGITS})


def walk(client: Client, **account) -> HttpResponse:
    """Bank, branch and account; the answer that shows them for review."""
    client.post("/a/bank/", {"bank_code": "0187"})
    client.post("/a/branch/", {"branch_code": "101"})
    typed = {"account_type": "1", "account_no": "1234", "holder_kana": "おきなわ たろう", **account}
    client.post("/a/account/", typed)
    return client.get("/a/review/")


def shown(page: HttpResponse) -> str:
    return re.search(r'name="shown" value="([^"]+)"', page.content.decode())[1]


def test_the_message_leads_to_the_page(asked):
    text = render(Message.objects.get(template="account_asked")).text

    assert re.search(r"/a/\S{30}/", text)[0] == address(asked)


def test_from_the_link_to_the_new_account(client, asked):
    assert let_in(client, asked).url == "/a/bank/"
    review = walk(client)
    assert "0001234" in review.content.decode()

    answer = client.post("/a/review/", {"shown": shown(review)})

    assert answer.url == "/a/done/"
    assert asked.claim.receipt_no in client.get("/a/done/").content.decode()
    account = BankAccount.objects.select_related("claim").get()
    number = unseal(account.number_sealed, about=account_seal_name(account.claim))
    assert (number, account.holder_kana, account.branch_code) == ("0001234", "ｵｷﾅﾜ ﾀﾛｳ", "101")
    assert AccountRequest.objects.get().answered_by == "account site"
    assert Message.objects.filter(template="account_given").count() == 1
    assert Payout.objects.get().state == "returned"  # the next opening makes the one that goes on


def test_after_it_was_given_the_link_says_so(client, asked):
    people.gives_account(asked.claim)

    page = client.get(address(asked))

    assert (page.status_code, "振込口座を受け付けました" in page.content.decode()) == (200, True)


def test_two_tabs_give_it_once(client, asked):
    let_in(client, asked)
    mark = shown(walk(client))
    people.gives_account(asked.claim, account_no="7654321")

    assert client.post("/a/review/", {"shown": mark}).status_code == 403
    assert BankAccount.objects.get().number_ends == "321"


def test_what_another_tab_changed_is_shown_first(client, asked):
    let_in(client, asked)
    mark = shown(walk(client))
    walk(client, account_no="7777777")

    page = client.post("/a/review/", {"shown": mark})

    assert ("別の画面で内容が変更されました" in page.content.decode(), AccountRequest.objects.get().answered_at) == (
        True,
        None,
    )


def test_five_wrong_answers_lock_the_link_and_the_desk_has_it_on_its_list(client, asked):
    said = [client.post(address(asked), {"digits": "9999"}).content.decode() for _ in range(5)]

    assert ["あと4回" in said[0], "このURLは使えなくなりました" in said[4]] == [True, True]
    assert "このURLは使えなくなりました" in let_in(client, asked).content.decode()
    assert list(account_requests.for_the_desk(asked.claim.scheme, people.AT)) == [asked]


def test_by_sms_it_asks_where_and_when(client, db):
    people.house()
    payout = people.refund(person={"by": "09000000009"})
    people.exported()
    people.came_back(payout)
    asked = AccountRequest.objects.get()
    trip = {"prefecture": "47", "travel_year": "2023", "travel_month": "2"}

    assert client.post(address(asked), {**trip, "travel_day": "22"}).status_code == 200
    assert client.post(address(asked), {**trip, "travel_day": "23"}).url == "/a/bank/"


@pytest.mark.parametrize("token", ["x", "A" * 30])
def test_a_token_of_nobody(client, asked, token):
    assert client.get(f"/a/{token}/").status_code == 404


@pytest.mark.parametrize("page", ["bank", "branch", "account", "review", "done"])
def test_without_the_check_no_page_opens(client, asked, page):
    assert client.get(f"/a/{page}/").status_code == 403


def test_a_page_opens_when_those_before_it_are_answered(client, asked):
    let_in(client, asked)

    assert [client.get(f"/a/{page}/").url for page in ("branch", "account", "review")] == ["/a/bank/"] * 3


def test_a_claim_that_was_taken_back_is_not_asked(client, asked):
    withdrawal.withdraw(claim_id=asked.claim_id, who="special site")

    assert client.get(address(asked)).status_code == 404


def test_its_pages_are_private(client, asked):
    page = client.get(address(asked))

    assert page["Cache-Control"] == "no-store, private"
    assert page["Referrer-Policy"] == "no-referrer"


def test_the_page_in_english(client, asked):
    page = client.get(f"/en{address(asked)}")

    assert "Please give your bank account: is it you?" in page.content.decode()
