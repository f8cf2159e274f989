"""「まだお受け取りになっていません」, 17 and 28 May: once, only to who has not received, after a second person's release."""

from datetime import datetime

import pytest
from django.db.models.expressions import RawSQL

from notifications import dispatch, models, releases
from notifications.models import Message
from payouts import links, receiving, releasing, reminding
from payouts.models import Brand, Payout
from payouts.status import lost_urls
from tests.makers import coupon, hanako, japan, line, opened, owed, regionpay, told

pytestmark = pytest.mark.django_db
FIRST, SECOND = "2023-05-17 00:00", "2023-05-28 00:00"


def unreceived(**contact) -> Payout:
    """花子 was sent her URL on 3 April, and it left."""
    [payout] = opened(coupon(member=hanako(regionpay(), **contact)))
    told()
    return payout


def reminders() -> list[tuple[str, str, str]]:
    rows = Message.objects.filter(template="receive_link_reminder").order_by("pk")
    return list(rows.values_list("release", "channel", "state"))


def remind(at: str) -> int:
    return reminding.remind(regionpay(), japan(at))


@pytest.mark.parametrize(
    ("at", "written"),
    [
        ("2023-05-16 23:59:59", []),
        (FIRST, ["reminder-14"]),
        ("2023-05-27 23:59:59", ["reminder-14"]),
        (SECOND, ["reminder-3"]),
        ("2023-05-31 23:59:59", ["reminder-3"]),
        ("2023-06-01 00:00", []),
    ],
)
def test_the_days_are_the_17th_and_the_28th(at, written):
    unreceived()
    remind(at)

    assert [release for release, *_ in reminders()] == written


def test_each_is_written_once_however_often_the_duty_runs():
    unreceived()
    counts = [remind(at) for at in (FIRST, "2023-05-17 12:00", SECOND, "2023-05-29 00:00")]

    assert counts == [1, 0, 1, 0]
    assert [release for release, *_ in reminders()] == ["reminder-14", "reminder-3"]


def test_it_goes_by_the_live_url_with_its_words_and_day():
    payout = unreceived(email="")
    remind(FIRST)

    message = Message.objects.get(template="receive_link_reminder")
    first = Message.objects.get(template="receive_link")
    assert (message.channel, message.to) == ("sms", "09000000001")
    assert message.context["link"] == first.context["link"]
    assert datetime.fromisoformat(message.context["until"]) == payout.receive_until
    assert message.not_before == japan("2023-05-17 08:00")


def test_who_asks_for_a_lost_url_changes_nothing_of_the_reminder():
    """It need not be them: neither the language nor the day follows it."""
    unreceived()
    lost_urls.ask(
        scheme=regionpay(), contact="hanako@example.jp", address="x", language="en", at=japan("2023-05-16 12:00")
    )
    told("2023-05-16 12:01")
    remind(FIRST)

    assert Message.objects.get(template="receive_link_reminder").context["language"] == "ja"


def test_it_waits_for_a_second_person():
    unreceived()
    remind(FIRST)
    at = japan("2023-05-17 12:00")
    assert dispatch.lease(channel="mail", limit=9, at=at) == []

    releases.ask(scheme="regionpay-2023", what="reminder-14", who="operator")
    releases.approve(scheme="regionpay-2023", what="reminder-14", who="supervisor")
    assert [message.template for message in dispatch.lease(channel="mail", limit=9, at=at)] == ["receive_link_reminder"]


def test_who_chose_in_the_meantime_is_not_reminded():
    payout = unreceived()
    remind(FIRST)
    receiving.confirm(payout_id=payout.pk, brand=Brand.NANACO, at=japan("2023-05-17 07:00"))

    assert reminders() == [("reminder-14", "mail", "cancelled")]
    assert remind(SECOND) == 0


def taken(payout: Payout) -> None:
    receiving.confirm(payout_id=payout.pk, brand=Brand.NANACO, at=japan("2023-05-10 12:00"))


def held(payout: Payout) -> None:
    Payout.objects.update(held_at=japan(FIRST), held_by="desk", hold_reason="call")


def voided(payout: Payout) -> None:
    releasing.void(payout_id=payout.pk, who="test", reason="test", at=japan("2023-05-10 12:00"))


def locked(payout: Payout) -> None:
    payout.links.update(locked_at=japan("2023-05-10 12:00"))


def undelivered(payout: Payout) -> None:
    Message.objects.update(state="undeliverable", error="550")


def told_yesterday(payout: Payout) -> None:
    links.replace(link_id=payout.links.get().pk, channel="sms", at=japan("2023-05-16 12:00"))
    told("2023-05-16 12:00")


@pytest.mark.parametrize("deed", [taken, held, voided, locked, undelivered])
def test_who_needs_no_reminder_gets_none(deed):
    deed(unreceived())

    assert (remind(FIRST), reminders()) == (0, [])


def test_who_was_told_only_yesterday_is_left_in_peace_for_a_day():
    told_yesterday(unreceived())

    assert [remind(at) for at in (FIRST, "2023-05-18 13:00")] == [0, 1]


@pytest.mark.parametrize("deed", [held, voided])
def test_what_became_needless_while_it_waited_is_taken_back(deed):
    payout = unreceived()
    remind(FIRST)
    deed(payout)
    remind("2023-05-17 01:00")

    assert reminders() == [("reminder-14", "mail", "cancelled")]


def test_a_reminder_that_nobody_released_keeps_nothing_from_lapsing():
    unreceived()
    remind(SECOND)
    remind("2023-06-01 00:00")

    assert reminders() == [("reminder-3", "mail", "cancelled")]
    assert releasing.lapse(regionpay(), japan("2023-06-01 00:00")) == 1


def test_refunds_and_what_is_not_told_yet_have_none():
    opened(line(coupon(), method="refund").coupon)
    owed(coupon(member=hanako(regionpay())))
    opened(coupon(member=hanako(regionpay())))

    assert remind(FIRST) == 0


def test_nobody_is_reminded_while_the_scheme_is_stopped():
    unreceived()
    scheme = regionpay()
    scheme.stopped_at, scheme.stopped_reason = japan(FIRST), "照合表が合わない"
    scheme.save()

    assert remind(FIRST) == 0


def test_after_its_release_few_late_ones_go_and_the_rest_waits_for_another(monkeypatch):
    monkeypatch.setattr(models, "LATE_ONES", 1)
    releases.ask(scheme="regionpay-2023", what="reminder-14", who="operator")
    releases.approve(scheme="regionpay-2023", what="reminder-14", who="supervisor")
    unreceived()
    assert remind(FIRST) == 1
    unreceived()
    unreceived()
    assert remind("2023-05-17 12:00") == 2

    assert [release for release, *_ in reminders()] == ["reminder-14", "reminder-14/2", "reminder-14/2"]
    assert dispatch.lease(channel="mail", limit=9, at=japan("2023-05-17 12:00")) == []


@pytest.mark.parametrize(("is_leased", "state"), [(True, "sending"), (False, "cancelled")])
def test_what_is_just_being_sent_is_taken_back_only_when_its_worker_died(is_leased, state):
    payout = unreceived()
    remind(FIRST)
    until = "now() + interval '1 minute'" if is_leased else "now() - interval '1 second'"
    Message.objects.filter(template="receive_link_reminder").update(state="sending", leased_until=RawSQL(until, []))
    held(payout)

    remind(FIRST)

    assert Message.objects.get(template="receive_link_reminder").state == state
