"""Everybody has at least 14 days from when their first message really left (question 15)."""

from datetime import datetime, timedelta

import pytest

from config import clock
from coupons.models import Scheme
from notifications import dispatch, releases
from notifications.models import Message
from notifications.render import render
from payouts import releasing, telling, time_to_receive
from payouts.audit import breaches
from payouts.models import Payout
from payouts.opening import RELEASE
from tests.makers import coupon, hanako, japan, opened, regionpay, told
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db

END = japan("2023-06-01 00:00")
TRIED_ONCE = {"state": "sending", "leased_until": END, "attempts": 1}


@pytest.fixture
def payout() -> Payout:
    """Opened on 3 April; its message waits for a second person."""
    [payout] = opened(coupon(member=hanako(regionpay())))
    return payout


def until(payout: Payout):
    return Payout.objects.get(pk=payout.pk).receive_until


def waiting() -> Message:
    return Message.objects.get(state="queued")


@pytest.mark.parametrize(
    ("let_go", "good_until"),
    [
        ("2023-05-17 12:00", "2023-06-01 00:00"),
        ("2023-05-18 12:00", "2023-06-02 00:00"),
        ("2023-05-18 21:00", "2023-06-03 00:00"),  # leaves on the 19th at 8:00
        ("2023-06-02 12:00", "2023-06-17 00:00"),
    ],
)
def test_a_message_that_waits_long_promises_the_days_there_must_be(payout, let_go, good_until):
    telling.tell(regionpay(), japan(let_go))

    assert until(payout) == japan(good_until)
    assert datetime.fromisoformat(waiting().context["until"]) == japan(good_until)


def test_its_words_name_the_later_day_and_its_link_stays_the_same(payout):
    first = waiting()
    telling.tell(regionpay(), japan("2023-05-25 12:00"))

    later = waiting()
    assert (later.release, later.context["link"]) == (RELEASE, first.context["link"])
    assert "2023年6月8日（木）23:59まで" in render(later).text
    assert render(first).text.replace("5月31日（水）", "6月8日（木）") == render(later).text
    assert Message.objects.get(pk=first.pk).state == "cancelled"
    assert breaches(regionpay(), japan("2023-05-25 12:00")) == {}


def test_day_after_day_there_is_one_message_and_on_one_day_nothing_changes_twice(payout):
    for day in ("2023-05-25", "2023-05-26"):
        assert telling.tell(regionpay(), japan(f"{day} 12:00")) == 1
        assert telling.tell(regionpay(), japan(f"{day} 13:00")) == 0

    assert (Message.objects.filter(state="queued").count(), until(payout)) == (1, japan("2023-06-10 00:00"))
    assert AuditEvent.objects.filter(action="not told yet").count() == 2


def test_let_go_at_last_it_leaves_with_the_new_day(payout):
    clock.move_to(japan("2023-05-25 12:00"))
    telling.tell(regionpay())
    releases.ask(scheme="regionpay-2023", what=RELEASE, who="one")
    releases.approve(scheme="regionpay-2023", what=RELEASE, who="another")

    [leased] = dispatch.lease(channel="mail", limit=9, at=clock.now())
    assert datetime.fromisoformat(leased.context["until"]) == until(payout) == japan("2023-06-09 00:00")


def test_what_was_tried_already_is_not_begun_anew(payout):
    """Else an address that never answers would never be given up."""
    Message.objects.update(**TRIED_ONCE)
    Message.objects.update(state="queued", leased_until=None)

    assert telling.tell(regionpay(), japan("2023-05-25 12:00")) == 0
    assert waiting().attempts == 1


def test_what_left_late_all_the_same_is_put_right_afterwards(payout):
    """The duty did not come round before a worker sent it."""
    told("2023-05-25 23:59")

    assert telling.tell(regionpay(), japan("2023-05-26 00:01")) == 1
    assert until(payout) == japan("2023-06-09 00:00")
    assert telling.tell(regionpay(), japan("2023-05-27 12:00")) == 0


def test_a_reminder_gives_no_more_days(payout):
    told("2023-04-03 09:00")
    first = Message.objects.get()
    first.pk, first.key, first.state, first.sent_at = None, "reminder", "queued", None
    first.save(force_insert=True)
    told("2023-05-25 09:00")

    assert telling.tell(regionpay(), japan("2023-05-25 12:00")) == 0
    assert until(payout) == END


def test_it_does_not_lapse_before_those_days_are_over_even_if_nobody_put_them_right(payout):
    told("2023-05-25 12:00")

    assert releasing.lapse(regionpay(), japan("2023-06-01 00:00")) == 0
    assert until(payout) == japan("2023-06-09 00:00")
    assert releasing.lapse(regionpay(), japan("2023-06-09 00:00")) == 1


@pytest.mark.parametrize("state", ["ordered", "lapsed"])
def test_only_open_payouts_grow(payout, state):
    told("2023-05-25 12:00")
    if state == "lapsed":
        payout.links.update(revoked_at=END)
    Payout.objects.update(state=state)

    assert telling.tell(regionpay(), japan("2023-05-26 12:00")) == 0


@pytest.mark.parametrize("days", [0, 7, 14])
@pytest.mark.parametrize("left", ["2023-05-25 00:00", "2023-05-25 23:59:59"])
def test_the_rule_is_one_in_python_and_in_sql(payout, days, left):
    Scheme.objects.update(receive_days_min=days, receive_until=japan("2023-05-01 00:00"))
    Payout.objects.update(state="ordered")
    [early] = opened(coupon(member=hanako(regionpay())))
    told(left)
    time_to_receive.after_it_left(regionpay(), japan(left) + timedelta(days=1))

    assert until(early) == time_to_receive.enough_days(regionpay(), japan(left))
