"""「残額 3,240円は、3月31日まで使えます」: members with something left hear of it in March, after a release (notice 2.A1)."""

import pytest
from django.db.models.expressions import RawSQL

from coupons import eligibility, usable_until
from coupons.models import Coupon
from notifications import dispatch, models, releases
from notifications.models import Message
from notifications.render import render
from tests.makers import coupon, hanako, japan, jiro, pay, regionpay

pytestmark = pytest.mark.django_db
AT = "2023-03-20 12:00"


def in_the_app(*yen: int, **contact) -> list[Coupon]:
    """花子's coupons, extended."""
    member = hanako(regionpay(), **contact)
    made = [coupon(yen=amount, member=member) for amount in yen]
    eligibility.extend(regionpay(), japan("2023-02-27 00:00"))
    return made


def tell(at: str = AT) -> int:
    return usable_until.tell(regionpay(), japan(at))


def waiting() -> list[tuple[str, str, int]]:
    rows = Message.objects.filter(template="usable_until", state="queued").order_by("pk")
    return [(row.channel, row.to, row.context["amount_yen"]) for row in rows]


def test_the_sum_of_what_is_left_on_all_coupons_in_one_message():
    first, _second = in_the_app(3000, 1000)
    pay(first, 760, "2023-03-10 12:00")

    assert tell() == 1
    assert waiting() == [("mail", "hanako@example.jp", 3240)]
    words = render(Message.objects.get())
    assert words.subject == "【regionPAY補償】地域クーポンの残額 3,240円は、3/31(金)まで使えます"
    assert "3,240円（クーポン2枚分、2023年3月20日（月）の時点）" in words.text
    assert "2023年3月31日（金）23:59まで" in words.text


def test_who_has_no_mail_gets_an_sms_of_two_parts_at_most():
    in_the_app(3000, email="")
    tell()

    assert waiting() == [("sms", "09000000001", 3000)]
    assert len(render(Message.objects.get()).text) <= 134


@pytest.mark.parametrize(
    ("at", "written"),
    [
        ("2023-03-16 23:59:59", 0),
        ("2023-03-17 00:00", 1),
        ("2023-03-31 23:59:59", 1),
        ("2023-04-01 00:00", 0),
    ],
)
def test_from_two_weeks_before_the_last_day_until_it_is_over(at, written):
    in_the_app(3000)

    assert tell(at) == written


def test_once_however_often_the_duty_runs():
    in_the_app(3000)

    assert [tell(), tell(), tell("2023-03-25 12:00")] == [1, 0, 0]


def test_while_it_waits_it_follows_the_balance():
    [on] = in_the_app(3000)
    tell()
    pay(on, 500, "2023-03-20 18:00")
    tell("2023-03-21 12:00")
    assert waiting() == [("mail", "hanako@example.jp", 2500)]

    pay(on, 2500, "2023-03-21 18:00")
    tell("2023-03-22 12:00")
    assert waiting() == []


def test_what_has_left_stands():
    [on] = in_the_app(3000)
    tell()
    Message.objects.update(state="sending", leased_until=japan(AT))
    Message.objects.update(state="sent", sent_at=japan(AT), leased_until=None)
    pay(on, 500, "2023-03-20 18:00")

    assert tell("2023-03-21 12:00") == 0


def test_who_left_used_all_has_paper_or_no_contact_hears_nothing():
    [used] = in_the_app(3000)
    pay(used, 3000, "2023-03-10 12:00")
    in_the_app(3000, phone="0312345678", email="")
    coupon(member=jiro(regionpay()))
    coupon()
    eligibility.extend(regionpay(), japan("2023-02-27 00:00"))

    assert tell() == 0


def test_a_coupon_that_was_not_extended_is_none():
    coupon(member=hanako(regionpay()), last_minute="2023-02-23 23:59")
    eligibility.extend(regionpay(), japan("2023-02-27 00:00"))

    assert tell() == 0


def test_it_waits_for_a_second_person_and_is_taken_back_when_it_is_too_late():
    in_the_app(3000)
    tell()
    assert dispatch.lease(channel="mail", limit=9, at=japan(AT)) == []
    releases.ask(scheme="regionpay-2023", what="usable-until", who="operator")
    assert tell("2023-04-01 00:00") == 1
    releases.approve(scheme="regionpay-2023", what="usable-until", who="supervisor")

    assert dispatch.lease(channel="mail", limit=9, at=japan("2023-04-01 12:00")) == []


def test_the_release_lets_it_go():
    in_the_app(3000)
    tell()
    releases.ask(scheme="regionpay-2023", what="usable-until", who="operator")
    releases.approve(scheme="regionpay-2023", what="usable-until", who="supervisor")

    assert len(dispatch.lease(channel="mail", limit=9, at=japan(AT))) == 1


def test_members_in_several_chunks_each_hear_once(monkeypatch):
    monkeypatch.setattr(usable_until, "WORTH", usable_until.WORTH.replace("limit 20000", "limit 2"))
    for _ in range(5):
        in_the_app(1000)

    assert (tell(), len(waiting()), tell()) == (5, 5, 0)


def bounced() -> None:
    """It left, and came back."""
    mail = Message.objects.filter(template="usable_until", channel="mail")
    mail.update(state="sending", leased_until=japan(AT))
    mail.update(state="undeliverable", error="550 no such user")


def test_a_mail_that_came_back_is_followed_by_an_sms_once():
    in_the_app(3000)
    tell()
    assert tell("2023-03-21 12:00") == 0
    bounced()

    assert [tell("2023-03-21 12:00"), tell("2023-03-21 13:00"), tell("2023-03-22 12:00")] == [1, 0, 0]
    assert waiting() == [("sms", "09000000001", 3000)]
    assert Message.objects.get(channel="sms").release == "usable-until"


def test_one_that_waits_is_written_anew_with_what_is_left_by_then():
    [on] = in_the_app(3000)
    tell()
    bounced()
    tell("2023-03-21 12:00")
    pay(on, 500, "2023-03-21 13:00")
    tell("2023-03-21 14:00")

    assert waiting() == [("sms", "09000000001", 2500)]


def test_who_has_no_mobile_number_is_not_followed():
    in_the_app(3000, phone="0989876543")
    tell()
    bounced()

    assert tell("2023-03-21 12:00") == 0


def test_after_its_release_few_late_ones_go_and_what_is_written_anew_waits_as_before(monkeypatch):
    monkeypatch.setattr(models, "LATE_ONES", 1)
    [first] = in_the_app(3000)
    tell()
    releases.ask(scheme="regionpay-2023", what="usable-until", who="operator")
    releases.approve(scheme="regionpay-2023", what="usable-until", who="supervisor")
    late = [in_the_app(2000)[0] for _ in range(2)]
    tell("2023-03-21 12:00")
    assert waits_for() == [(3000, "usable-until"), (2000, "usable-until/2"), (2000, "usable-until/2")]

    pay(late[0], 500, "2023-03-21 18:00")
    pay(first, 500, "2023-03-21 18:00")
    tell("2023-03-22 12:00")
    assert sorted(waits_for()) == [(1500, "usable-until/2"), (2000, "usable-until/2"), (2500, "usable-until")]


def waits_for() -> list[tuple[int, str]]:
    rows = Message.objects.filter(template="usable_until", state="queued").order_by("pk")
    return [(row.context["amount_yen"], row.release) for row in rows]


def in_vain(at: str = "2023-03-22 12:00") -> list[tuple[str, int]]:
    return [(member.email, yen) for member, yen, _since in usable_until.told_in_vain(japan(at), 9)]


def bounced_too() -> None:
    sms = Message.objects.filter(template="usable_until", channel="sms")
    sms.update(state="sending", leased_until=japan(AT))
    sms.update(state="undeliverable", error="no such number")


def test_whom_neither_channel_reaches_is_listed_while_something_can_be_used():
    [on] = in_the_app(3000)
    tell()
    bounced()
    assert in_vain() == []  # an SMS will follow
    tell("2023-03-21 12:00")
    assert in_vain() == []  # it may arrive
    bounced_too()
    assert in_vain() == [("hanako@example.jp", 3000)]

    pay(on, 2500, "2023-03-23 18:00")
    assert [in_vain(at) for at in ("2023-03-24 12:00", "2023-03-31 23:59:59", "2023-04-01 00:00")] == [
        [("hanako@example.jp", 500)],
        [("hanako@example.jp", 500)],
        [],
    ]
    pay(on, 500, "2023-03-25 18:00")
    assert in_vain("2023-03-26 12:00") == []


def test_who_has_no_mobile_number_is_listed_at_once_and_who_was_reached_is_not():
    in_the_app(3000, phone="0989876543")
    tell()
    bounced()
    in_the_app(1000, email="reached@example.jp")
    tell()

    assert in_vain() == [("hanako@example.jp", 3000)]


@pytest.mark.parametrize(("seconds", "state"), [(60, "sending"), (-1, "cancelled")])
def test_what_is_just_being_sent_is_taken_back_only_when_its_worker_died(seconds, state):
    in_the_app(3000)
    tell()
    until = RawSQL("now() + make_interval(secs => %s)", [seconds])
    Message.objects.update(state="sending", leased_until=until)

    tell("2023-04-01 00:00")

    assert Message.objects.get().state == state
