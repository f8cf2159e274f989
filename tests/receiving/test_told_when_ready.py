"""Whoever had to wait for a code is told when it is there; who saw it at once is not (ux B5.4)."""

from datetime import date, datetime

import pytest

from notifications.models import Message
from notifications.render import render
from payouts import orders, ready, receiving
from payouts.models import Brand, PointCode, ReceiveLink
from tests.makers import japan, regionpay, told
from tests.receiving.people import DAY, by_sms, let_in, link, stock, take

pytestmark = pytest.mark.django_db


def tell(at: str) -> int:
    return ready.tell(regionpay(), japan(at))


def messages() -> list[Message]:
    return list(Message.objects.filter(template="points_ready"))


def test_a_code_that_came_later_is_told_once_with_the_same_url():
    to = link()
    take(to)
    assert tell("2023-04-10 12:05") == 0
    stock()
    orders.settle_orders(japan("2023-04-10 15:00"))

    assert [tell("2023-04-10 15:05"), tell("2023-04-10 15:10")] == [1, 0]
    [message] = messages()
    words = render(message)
    assert (message.channel, message.to, message.release) == ("mail", "hanako@example.jp", "")
    assert words.subject == "【regionPAY補償】ポイントの準備ができました（nanaco ギフト）"
    assert f"/r/{to.token}/" in words.text


def test_it_is_said_by_day_and_how_long_the_code_is_shown():
    to = by_sms()
    take(to, at="2023-05-31 23:00")
    stock()
    orders.settle_orders(japan("2023-06-01 22:00"))
    tell("2023-06-01 22:05")

    [message] = messages()
    assert message.not_before == japan("2023-06-02 08:00")
    assert datetime.fromisoformat(message.context["until"]) == japan("2023-06-17 00:00")
    assert len(render(message).text.encode("utf-16-le")) // 2 <= 134


def test_after_a_month_it_needs_no_telling():
    to = link(at="2023-04-10 12:00")
    stock()
    receiving.confirm(payout_id=to.payout_id, brand=Brand.NANACO, at=japan(DAY))

    assert [tell(at) for at in ("2023-05-10 12:01", "2023-05-10 11:59")] == [0, 1]


def test_who_saw_it_at_once_is_not_told():
    stock()
    take(link(), at=DAY)

    assert tell("2023-04-10 12:05") == 0


def test_who_has_not_looked_an_hour_later_is_told():
    """They confirmed, and the line broke before the next page."""
    stock()
    to = link()
    receiving.confirm(payout_id=to.payout_id, brand=Brand.NANACO, at=japan(DAY))

    assert [tell(at) for at in ("2023-04-10 12:59", "2023-04-10 13:01", "2023-04-10 13:10")] == [0, 1, 0]


def test_a_locked_url_is_not_told_of():
    to = link()
    take(to)
    to.locked_at = japan(DAY)
    to.save()
    stock()
    orders.settle_orders(japan("2023-04-10 15:00"))

    assert tell("2023-04-10 15:05") == 0


def ending(day: date, to: ReceiveLink | None = None) -> None:
    """A code that ends on `day`; nobody has looked at it."""
    stock()
    PointCode.objects.update(expires_on=day)
    to = to or link()
    told(DAY)  # the URL by which she chose
    receiving.confirm(payout_id=to.payout_id, brand=Brand.NANACO, at=japan(DAY))


def test_a_code_that_ends_before_its_page_is_told_with_its_last_day():
    ending(date(2023, 5, 12))
    tell("2023-04-10 13:05")

    [message] = messages()
    assert "番号そのものの有効期限は、2023年5月12日（金）23:59です。" in render(message).text
    message.channel = "sms"
    assert "5/12(金)まで" in render(message).text


def test_a_code_that_outlives_its_page_is_told_without():
    ending(date(2023, 6, 30))
    tell("2023-04-10 13:05")

    [message] = messages()
    assert "番号そのもの" not in render(message).text
    message.channel = "sms"
    assert "5/31(水)まで" in render(message).text


def test_whoever_has_not_looked_is_told_once_more_a_week_before_the_code_ends():
    ending(date(2023, 5, 12))
    tell("2023-04-10 13:05")
    days = ("2023-05-04 23:59", "2023-05-05 00:00", "2023-05-05 12:00", "2023-05-12 12:00")

    assert [tell(at) for at in days] == [0, 1, 0, 0]
    assert [one.key.rpartition("/")[2] for one in messages()][1:] == ["ends"]


def test_whoever_looked_is_not_told_that_it_ends(client):
    to = link()
    ending(date(2023, 5, 12), to)
    let_in(client, to)
    client.get("/r/code/")

    assert tell("2023-05-05 12:00") == 0


def test_a_code_that_ended_is_not_told_of():
    ending(date(2023, 5, 12))

    assert tell("2023-05-13 00:00") == 0
