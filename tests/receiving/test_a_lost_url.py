"""「受取URLが見つからない方へ」: to where it was sent before, for members too, limited, and the same words for everybody."""

import pytest
from django.db import connection
from django.test import Client

from config import clock
from notifications.models import Message
from notifications.render import render
from payouts import orders, redirects
from payouts.models import Payout, ReceiveLink
from payouts.status import lost_urls, resending
from payouts.status.facts import of_payout
from tests.makers import coupon, hanako, japan, line, opened, other_scheme, regionpay, staff, told
from tests.receiving.people import DAY, by_sms, hold, let_in, link, said, stock, take
from tests.unreached.people import NEW
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db
URL, SENT = "/regionpay-2023/status/url/", "/regionpay-2023/status/url/sent/"


def ask(client: Client, contact: str, language: str = ""):
    return client.post(f"{language}{URL}", {"deliver_to": contact})


def sent_again() -> list[tuple[str, str, str]]:
    rows = Message.objects.filter(key__contains="/asked/").order_by("pk")
    return [(row.channel, row.to, row.template) for row in rows]


def member(**contact) -> ReceiveLink:
    to = link(**contact)
    told()
    return to


def test_a_member_is_sent_the_same_url_where_it_went(client):
    to = member()

    assert ask(client, " Hanako@example.jp ")["Location"] == SENT

    assert sent_again() == [("mail", "hanako@example.jp", "receive_link_again")]
    message = Message.objects.latest("pk")
    assert (message.urgent, to.token in render(message).text) == (True, True)
    assert AuditEvent.objects.get(action="link sent again").who == "special site"


@pytest.mark.parametrize("typed", ["090-1234-5678", "０９０１２３４５６７８"])
def test_by_sms_to_whom_it_went_by_sms(client, typed):
    by_sms()
    told()
    ask(client, typed)

    assert sent_again() == [("sms", "09012345678", "receive_link_again")]


@pytest.mark.parametrize(("at", "urgent", "leaves"), [("03:00", False, "08:00"), ("12:00", False, "12:00")])
def test_no_telephone_rings_at_night_for_whoever_asked(at, urgent, leaves):
    by_sms()
    told()
    lost_urls.ask(scheme=regionpay(), contact="09012345678", address="x", at=japan(f"2023-04-10 {at}"))

    message = Message.objects.latest("pk")
    assert (message.urgent, message.not_before) == (urgent, japan(f"2023-04-10 {leaves}"))


def test_a_contact_that_the_url_did_not_go_to_is_sent_nothing(client):
    member()  # by mail; a phone is on record, too
    ask(client, "090-1234-5678")

    assert sent_again() == []


def test_a_claimant_is_sent_theirs(client):
    [payout] = opened(line(coupon()).coupon)
    told()
    clock.move_to(japan(DAY))
    ask(client, payout.claim.deliver_to)

    assert sent_again() == [("mail", payout.claim.deliver_to, "receive_link_again")]


def test_who_was_given_a_new_place_is_sent_it_there(client):
    to = member()
    asked = redirects.ask(payout_id=to.payout_id, by=staff("sato"), at=japan(DAY), **NEW)
    redirects.approve(redirect_id=asked.pk, by=staff("suzuki"), at=japan(DAY))
    told("2023-04-10 12:05")
    ask(client, "hanako@example.jp")
    assert sent_again() == []
    ask(client, NEW["destination"])
    assert sent_again() == [("sms", NEW["destination"], "receive_link_again")]


def test_a_code_can_be_seen_again_by_it_until_the_date(client):
    to = member()
    stock()
    take(to)
    orders.settle_orders(japan(DAY))
    ask(client, "hanako@example.jp")
    assert sent_again() == [("mail", "hanako@example.jp", "points_ready")]


@pytest.mark.parametrize("state", ["never sent", "locked", "held", "lapsed", "elsewhere"])
def test_what_is_of_no_use_is_not_sent_and_nothing_tells_so(client, state):
    to = link()
    if state != "never sent":
        told()
    if state == "locked":
        ReceiveLink.objects.update(tries=5, locked_at=japan(DAY))
    if state == "held":
        hold(to)
    if state == "lapsed":
        Payout.objects.update(receive_until=japan("2023-06-01 00:00"))
        clock.move_to(japan("2023-06-01 00:00"))
    if state == "elsewhere":
        assert (
            client.post(f"/{other_scheme().slug}/status/url/", {"deliver_to": "hanako@example.jp"}).status_code == 302
        )
    else:
        assert ask(client, "hanako@example.jp")["Location"] == SENT

    assert sent_again() == []


@pytest.mark.parametrize("stopped_by", ["a hold", "wrong answers"])
def test_a_code_that_is_held_or_locked_is_not_sent_again(client, stopped_by):
    to = member()
    stock()
    take(to)
    now = Payout.objects.get(pk=to.payout_id)
    assert resending.is_shown(of_payout(now, japan(DAY)), japan(DAY))
    if stopped_by == "a hold":
        hold(to)
    else:
        ReceiveLink.objects.update(locked_at=japan(DAY))
    ask(client, "hanako@example.jp")

    assert sent_again() == []


def test_nobody_and_somebody_get_the_same_answer(client):
    member()
    answers = [ask(client, contact) for contact in ("hanako@example.jp", "nobody@example.jp")]

    assert [(one.status_code, one["Location"], one.content) for one in answers] == [(302, SENT, b"")] * 2
    assert len(sent_again()) == 1
    assert said(client.get(SENT)).startswith("お手続きを受け付けました")


def test_three_times_a_day_for_a_contact_however_it_is_written(client):
    member()
    assert [ask(client, "hanako@example.jp").status_code for _ in range(3)] == [302] * 3
    assert ask(client, "HANAKO+1@example.jp").status_code == 429
    with connection.cursor() as cursor:
        cursor.execute("update claims_attempt set at = at - interval '1 day'")
    assert ask(client, "hanako@example.jp").status_code == 302
    assert len(sent_again()) == 4


def test_twenty_times_an_hour_from_an_address(client):
    codes = [ask(client, f"nobody{number}@example.jp").status_code for number in range(21)]

    assert codes == [302] * 20 + [429]


def test_to_look_changes_nothing(client):
    member()
    before = Message.objects.count()
    for address in (URL, SENT):
        assert (client.get(address).status_code, client.head(address).status_code) == (200, 200)
    assert Message.objects.count() == before


def test_in_the_language_that_was_asked_in(client):
    member()
    ask(client, "hanako@example.jp", "/en")

    text = render(Message.objects.latest("pk")).text
    assert "/en/r/" in text


def test_several_urls_of_one_contact_all_go(client):
    for _ in range(2):
        opened(coupon(member=hanako(regionpay(), email="both@example.jp")))
    told()
    clock.move_to(japan(DAY))
    ask(client, "both@example.jp")

    assert len(sent_again()) == 2


def test_the_url_that_came_again_opens(client):
    to = member()
    ask(client, "hanako@example.jp")

    assert let_in(client, to).url == "/r/"
