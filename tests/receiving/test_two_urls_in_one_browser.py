"""Two URLs are opened in one browser: what is confirmed is what the page showed, or nothing."""

import pytest
from django.test import Client

from payouts.models import Payout, PointOrder
from tests.receiving.people import CODE, address, choice, headline, let_in, link, said, stock, take

pytestmark = pytest.mark.django_db

REVIEW = "/r/review/"
OTHER = "別の受取URLが開かれています"


@pytest.fixture
def both():
    """A browser that opened the URL of 1,000 yen, and then the one of 2,000 yen in another tab."""
    client, first, second = Client(), link(1000), link(2000)
    stock(yen=1000)
    stock(yen=2000, plain="NANA-2000")
    for to in (first, second):
        let_in(client, to)
    return client, first, second


def test_the_tab_of_the_first_url_takes_nothing_from_the_second(both):
    client, first, _ = both

    answer = client.post(REVIEW, choice(first))

    assert (answer.status_code, headline(answer)) == (409, OTHER)
    assert "まだ受け取られていません" in said(answer)
    assert PointOrder.objects.count() == 0


def test_nor_does_it_show_the_others_review(both):
    client, first, _ = both

    assert headline(client.get(REVIEW, choice(first))) == OTHER


def test_the_first_is_not_said_to_be_received_when_the_second_is(both):
    client, first, second = both
    take(second)

    assert headline(client.post(REVIEW, choice(first))) == OTHER
    assert Payout.objects.get(pk=first.payout_id).state == "open"


def test_opened_once_more_the_first_is_taken(both):
    client, first, _ = both
    client.post(REVIEW, choice(first))
    let_in(client, first)

    page = client.post(REVIEW, choice(first), follow=True)

    assert CODE in said(page)
    assert PointOrder.objects.get().payout_id == first.payout_id


def test_the_second_goes_on_untouched(both):
    client, _, second = both

    assert "NANA-2000" in said(client.post(REVIEW, choice(second), follow=True))


@pytest.mark.parametrize("nothing", [{}, {"payout": ""}, {"payout": "x"}])
def test_a_confirmation_that_names_no_payout_takes_nothing(both, nothing):
    assert both[0].post(REVIEW, {"brand": "nanaco", **nothing}).status_code == 409
    assert PointOrder.objects.count() == 0


def test_the_pages_carry_their_payout_by_themselves(both):
    client, _, second = both
    named = f'name="payout" value="{second.payout_id}"'

    assert named in client.get("/r/").content.decode()
    assert named in client.get(REVIEW, choice(second)).content.decode()
    assert named in client.get(REVIEW).content.decode()  # with its fault: nothing was chosen


def test_the_other_page_leads_on_to_what_is_open(both):
    client, first, _ = both

    assert 'href="/r/"' in client.post(REVIEW, choice(first)).content.decode()
    assert "2,000円相当" in said(client.get("/r/"))
    assert client.get(address(first)).status_code == 200
