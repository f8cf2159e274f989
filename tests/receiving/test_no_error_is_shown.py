"""Once confirmed, nobody is shown an error: whatever keeps the code, the page says that it is being prepared."""

import pytest
from django.db import DatabaseError
from django.test import Client

from config.sealing import SealBroken
from payouts import orders
from payouts.models import Payout, PointOrder
from tests.receiving.people import choice, headline, let_in, link, said, stock, take
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("fault", [DatabaseError, SealBroken, ConnectionError, TimeoutError, ValueError])
def test_what_fails_after_the_confirmation_is_told_as_being_prepared(monkeypatch, fault):
    client, to = Client(), link()
    let_in(client, to)

    def fails(**_order) -> None:
        raise fault

    monkeypatch.setattr(orders, "settle", fails)
    page = client.post("/r/review/", choice(to, "nanaco"), follow=True)

    assert (page.status_code, headline(page)) == (200, "ポイントを準備しています")
    assert "準備ができたら、このURLをお送りしたのと同じ方法で、もう一度お知らせします。" in said(page)
    assert (Payout.objects.get().state, PointOrder.objects.get().state) == ("ordered", "requested")


@pytest.mark.parametrize("state", ["requested", "unknown"])
def test_an_answer_that_is_not_known_yet_is_no_error(state):
    client, to = Client(), link()
    order = take(to)
    PointOrder.objects.filter(pk=order.pk).update(state=state)
    let_in(client, to)

    assert [headline(client.get(page, follow=True)) for page in ("/r/", "/r/code/")] == ["ポイントを準備しています"] * 2


def test_a_code_whose_key_is_lost_asks_to_call(settings):
    client, to = Client(), link()
    stock()
    take(to)
    let_in(client, to)
    settings.SEALING_KEYS = "other:another-secret-of-the-ring"
    page = client.get("/r/code/")

    assert (page.status_code, headline(page)) == (200, "お電話をお願いします")
    assert not AuditEvent.objects.filter(action="code seen").exists()
