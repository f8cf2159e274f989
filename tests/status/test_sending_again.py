"""「URLをもう一度送る」: the same URL to where it was sent before, so often and no more."""

import pytest
from django.db import connection

from notifications.models import Message
from notifications.render import render
from tests.status import people
from tests.status.people import CLAIM, STATUS, let_in, said

pytestmark = pytest.mark.django_db
SEND = f"{STATUS}claim/send/"


def again() -> list[Message]:
    return list(Message.objects.filter(template="receive_link_again").order_by("pk"))


def press(client, made, times: int = 1) -> list[int]:
    let_in(client, made)
    return [client.post(SEND).status_code for _ in range(times)]


def waits(hours: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("update claims_attempt set at = at - make_interval(hours => %s)", [hours])


def test_the_same_url_goes_to_the_same_address_at_once(client):
    made = people.sent()
    press(client, made)
    (message,) = again()
    assert (message.to, message.urgent, message.about) == (
        made.deliver_to,
        True,
        f"payouts.payout/{people.payout(made).pk}",
    )
    assert f"/r/{people.payout(made).links.get().token}/" in render(message).text
    page = said(client.get(f"{CLAIM}?sent"))
    assert "URLをもう一度お送りしました" in page


def test_it_is_sent_in_the_language_of_the_page(client):
    made = people.sent()
    let_in(client, made)
    client.post(f"/en{SEND}")
    assert "/en/r/" in render(again()[0]).text


def test_once_in_ten_minutes_and_three_times_a_day(client):
    made = people.sent()
    assert press(client, made, 2) == [302, 429]
    for _ in range(2):
        waits(1)
        assert press(client, made) == [302]
    waits(1)
    assert (press(client, made), len(again())) == ([429], 3)
    waits(24)
    assert press(client, made) == [302]


@pytest.mark.parametrize(
    "stage", [people.opened, people.held, people.stopped, people.locked, people.ordered, people.paid, people.lapsed]
)
def test_where_none_waits_nothing_is_sent(client, stage):
    made = stage()
    assert press(client, made) == [302]
    assert again() == []
