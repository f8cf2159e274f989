"""「申請を取り下げる」: warned first, done once, told; refused politely when something is on its way."""

import pytest

from claims.models import Claim
from config import clock
from notifications.models import Message
from notifications.render import render, sms_parts
from payouts.status.taking_back import take_back
from tests.makers import japan
from tests.matching.people import covered
from tests.races.guards import Background
from tests.status import people
from tests.status.people import STATUS, let_in, matched, said, see

WITHDRAW = f"{STATUS}claim/withdraw/"


def told() -> list[Message]:
    return list(Message.objects.filter(template="claim_withdrawn"))


def lines(of: Claim) -> list[str]:
    return list(of.lines.order_by("pk").values_list("state", flat=True))


@pytest.mark.django_db
def test_it_is_confirmed_by_a_button_and_said(client):
    made = people.sent(covered(), people.UNKNOWN_NO, filed="2023-04-03 11:00")
    let_in(client, made)
    page = said(client.get(WITHDRAW))
    assert page.startswith("申請を取り下げますか")
    assert "取り下げたあとも、2023年4月30日（日）23:59までは、もう一度申請できます。" in page
    assert lines(made) == ["accepted", "review"]
    assert client.post(WITHDRAW)["Location"] == f"{STATUS}claim/"
    assert lines(made) == ["withdrawn", "withdrawn"]
    assert "この申請は取り下げられました" in see(client, made)
    assert people.payout(made).state == "void"


@pytest.mark.django_db
def test_a_message_says_so_once_however_often_it_is_pressed(client):
    made = people.sent()
    let_in(client, made)
    assert [client.post(WITHDRAW).status_code for _ in range(3)] == [302] * 3
    (message,) = told()
    assert (message.to, message.urgent) == (made.deliver_to, True)
    text = render(message).text
    assert made.receipt_no in text
    assert "2023年4月30日（日）23:59まで、もう一度申請できます。" in text


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("by", ["taro@example.jp", "09011112222"])
def test_the_message_speaks_the_claims_language(language, by):
    made = matched(covered(), by=by, language=language)
    take_back(claim_id=made.pk)
    words = render(told()[0])
    assert (made.receipt_no in words.text, "withdrawn" in words.text) == (True, language == "en")
    assert "@" in by or sms_parts(words.text) <= 2


@pytest.mark.django_db
def test_after_the_last_day_for_claims_one_is_warned(client):
    made = people.sent()
    clock.move_to(japan("2023-05-02 12:00"))
    let_in(client, made)
    page = said(client.get(WITHDRAW))
    assert "取り下げると、もう申請できません。補償を受け取れなくなります。" in page
    client.post(WITHDRAW)
    assert "もう一度申請することはできません。" in render(told()[0]).text
    assert "もう一度申請する" not in see(client, made)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "stage", [people.ordered, people.paid, people.transfer_ordered, people.transfer_exported, people.transferred]
)
def test_what_is_on_its_way_is_not_taken_back(client, stage):
    made = stage()
    let_in(client, made)
    for answer in (client.get(WITHDRAW), client.post(WITHDRAW)):
        assert said(answer).startswith("この申請は取り下げられません")
    made.refresh_from_db()
    assert (made.withdrawn_at, told()) == (None, [])
    assert "申請を取り下げる" not in see(client, made)


@pytest.mark.django_db
def test_ordered_in_another_tab_meanwhile(client, monkeypatch):
    """The page is open still; the locks have the last word."""
    made = people.ordered()
    let_in(client, made)
    monkeypatch.setattr("payouts.status.told._may_withdraw", lambda known: True)
    assert said(client.post(WITHDRAW)).startswith("この申請は取り下げられません")
    assert told() == []


def test_a_double_click_at_once_is_one_withdrawal(own_database):
    made = people.sent()
    runs = [Background(lambda: take_back(claim_id=made.pk)) for _ in range(4)]
    errors = sorted(type(run.join().error).__name__ for run in runs)
    assert errors == ["AlreadyWithdrawn"] * 3 + ["NoneType"]
    assert len(told()) == 1
