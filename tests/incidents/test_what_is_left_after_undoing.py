"""A report that was undone and then ended leaves its coupon extended: the caller hears what becomes of the balance."""

import pytest
from django.utils import translation

from claims import incident_deciding
from claims.models import Incident
from config import clock
from notifications.models import Message
from notifications.render import render
from payouts.incident_undoing import undo
from payouts.status.incidents import tell_incident
from tests.english.reading import japanese_in
from tests.incidents.people import approved, reported, sakura, seen
from tests.makers import incident, japan, line, opened, owed, pay, shop_says, staff
from tests.matching.people import covered

pytestmark = pytest.mark.django_db

BY_MAIL = {"deliver_by": "mail", "deliver_to": "sakura@example.jp"}
WORDS = "We have looked again."
# When it was approved (then it was extended), when it ended, and what is then said of shops and of applying.
TIMES = {
    "in March": ("2023-03-12 10:00", "2023-03-14 10:00", True, True),
    "on the last day, too late for regionPAY's file": ("2023-03-31 10:00", "2023-03-31 11:00", False, True),
    "after the freeze": ("2023-04-03 10:00", "2023-04-04 10:00", False, True),
    "in the last evening to apply, so that it leaves the day after": (
        "2023-04-03 10:00",
        "2023-04-30 21:30",
        False,
        False,
    ),
    "too late to apply": ("2023-04-03 10:00", "2023-05-02 10:00", False, False),
}
SAYS = {
    "ja": (
        "残額があれば、2023年3月31日（金）23:59まで、お店で",
        "申請が必要です。受付は、",
        "退会した方、アプリにメールも携帯電話の番号もない方は、お電話ください。",
    ),
    "en": (
        "you can use it in shops until Friday 31 March 2023, 23:59",
        "you have to apply, from",
        "have left it, or it has neither a mail address nor a mobile number of yours, please call us.",
    ),
}


def undone(of: Incident, at: str) -> Incident:
    return undo(incident_id=of.pk, why="別の店だった", by=staff("reviewer"), seen=seen(of), at=japan(at))


def declined(of: Incident, at: str) -> Incident:
    given = {"reason": "differs", "words": WORDS, "by": staff("reviewer"), "seen": seen(of), "at": japan(at)}
    return incident_deciding.decline(incident_id=of.pk, **given)


def ended(since: str, at: str, **more) -> Incident:
    of = approved(shop_says(reported(sakura(), "paid_twice", **BY_MAIL | more)), since)
    return declined(undone(of, at), at)


def read(at: str) -> str:
    clock.move_to(japan(at))
    return render(Message.objects.get(template="incident_answered")).text


@pytest.mark.parametrize("language", SAYS)
@pytest.mark.parametrize("when", TIMES)
def test_the_message_says_what_becomes_of_it(when, language):
    since, at, in_shops, may_apply = TIMES[when]
    ended(since, at, language=language)
    text = read(at)

    assert [words in text for words in SAYS[language]] == [in_shops, may_apply, not may_apply]
    assert "1,500" not in text  # who reported it need not be whose coupon it is
    assert language == "ja" or japanese_in(text, "桜") == []


@pytest.mark.parametrize("language", SAYS)
@pytest.mark.parametrize("when", TIMES)
def test_so_does_the_status_page(when, language):
    since, at, in_shops, _when_it_leaves = TIMES[when]
    is_open = at < "2023-05-01"  # it is read now, not the next morning
    of = ended(since, at)
    with translation.override(language):
        words = " ".join(map(str, tell_incident(of, japan(at)).words))

    assert [said in words for said in SAYS[language]] == [in_shops, is_open, not is_open]
    assert language == "ja" or japanese_in(words) == []


def test_what_waits_for_the_next_morning_follows_it():
    ended("2023-03-12 10:00", "2023-03-31 23:50")

    assert "お店で" not in read("2023-04-01 09:00")


def test_it_is_so_who_holds_paper_has_to_apply_and_is_paid_then():
    on = ended("2023-03-12 10:00", "2023-03-14 10:00").coupon
    assert opened(on) == []
    line(on)
    owed(on)

    assert [one.amount_yen for one in opened(on)] == [1500]


def test_an_inquiry_that_is_answered_after_that_says_so_too():
    of = incident(sakura(), kind="other", **BY_MAIL)
    [payment, *_] = of.coupon.entries.filter(kind="payment").order_by("pk")
    of = undone(approved(of, choices={payment.pk: 500}), "2023-03-14 10:00")
    given = {"words": WORDS, "by": staff("clerk"), "seen": seen(of), "at": japan("2023-03-14 11:00")}
    of = incident_deciding.answer(incident_id=of.pk, **given)

    assert "申請が必要です。" in read("2023-03-14 11:00")
    assert len(tell_incident(of, japan("2023-03-14 12:00")).words) == 2


def test_nothing_of_it_where_nothing_was_ever_given_back():
    of = declined(shop_says(reported(sakura(), "paid_twice", **BY_MAIL), "differs"), "2023-03-14 10:00")

    assert tell_incident(of, japan("2023-03-14 12:00")).words == []
    assert "残額" not in read("2023-03-14 10:00")


def test_once_receiving_is_over_nothing_can_be_received_any_more():
    of = undone(
        approved(shop_says(reported(sakura(), "paid_twice", **BY_MAIL)), "2023-04-03 10:00"), "2023-04-04 10:00"
    )
    of = declined(of, "2023-06-10 10:00")

    assert "残額" not in read("2023-06-10 11:00")
    assert tell_incident(of, japan("2023-06-10 11:00")).words == []


def test_of_a_coupon_that_was_extended_otherwise_a_declined_report_says_nothing():
    """Its extension is case (A)'s: no approval was undone, and nobody was told that they need not apply."""
    clock.move_to(japan("2023-03-12 10:00"))
    on = covered()
    pay(on, 500, "2023-02-24 18:00")
    declined(shop_says(reported(on, "paid_twice", **BY_MAIL), "differs"), "2023-03-14 10:00")

    assert [words in read("2023-03-14 12:00") for words in SAYS["ja"]] == [False, False, False]
