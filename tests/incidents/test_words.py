"""What the caller reads says what is true when it leaves, in both languages, and goes where they wanted it."""

from datetime import timedelta

import pytest

from claims import incident_telling
from claims.models import Incident
from config import clock
from coupons import changes
from coupons.models import ChangeFile
from notifications import outbox
from notifications.models import Message
from notifications.render import render, sms_parts
from tests.incidents.people import approved, reported, sakura
from tests.makers import hanako, japan, line, regionpay, shop_says

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(settings) -> None:
    settings.SITE_URL = "https://hosho.example.jp"


def message(of: Incident, **more) -> Message:
    return Message.objects.get(about=f"claims.incident/{of.pk}", **more)


def sakura_was_right(at: str = "2023-03-12 10:00", on=None, **more) -> Message:
    on = on or sakura(member=hanako(regionpay()))
    return message(approved(shop_says(reported(on, "paid_twice", **more)), at))


def read_at(said: Message, at: str) -> str:
    clock.move_to(japan(at))
    return render(said).text


def test_in_march_it_is_good_in_shops():
    said = sakura_was_right()

    assert read_at(said, "2023-03-31 23:58").startswith(
        "【regionPAY補償】お申し出を確認し、クーポン残高1,000円を戻しました。3/31(金)までお店で使えます。受付番号B-"
    )


def test_what_leaves_after_the_last_minute_says_points():
    """Case 7: approved at 23:50, sent the next morning."""
    said = sakura_was_right("2023-03-31 23:50")

    assert said.not_before == outbox.quiet_hours(japan("2023-03-31 23:50"))
    text = read_at(said, "2023-04-01 00:00")
    assert "1,000円を戻しました。ポイントでお送りします。" in text
    assert "お店で" not in text


THE_LAST_FILE = {"2023-03-31 05:59": True, "2023-03-31 06:00": False, "2023-03-31 14:00": False}
IN_SHOPS = {"ja": "お店でお使いいただけます", "en": "You can use it in shops"}
NOT_IN_SHOPS = {"ja": "3月31日（金）23:59に間に合わないため、お店では", "en": "so you cannot use it in shops"}


@pytest.mark.parametrize(("at", "is_told"), THE_LAST_FILE.items())
@pytest.mark.parametrize("language", ["ja", "en"])
def test_on_the_last_day_nobody_is_sent_to_a_terminal_that_will_not_know(at, is_told, language):
    """The day's file for regionPAY is made at six in the morning; what comes later leaves too late for shops."""
    to = {"deliver_by": "mail", "deliver_to": "sakura@example.jp", "language": language}
    text = read_at(sakura_was_right(at, **to), "2023-03-31 15:00")

    assert (IN_SHOPS[language] in text, NOT_IN_SHOPS[language] in text) == (is_told, not is_told)


@pytest.mark.parametrize(("language", "says"), [("ja", "ポイントでお送りします"), ("en", "will send you points")])
def test_nor_by_sms(language, says):
    text = read_at(sakura_was_right("2023-03-31 14:00", language=language), "2023-03-31 15:00")

    assert (says in text, "お店で" in text, "in shops" in text, sms_parts(text) <= 2) == (True, False, False, True)


@pytest.mark.parametrize("at", ["2023-03-30 05:59", "2023-03-30 06:00", *THE_LAST_FILE])
def test_what_is_promised_is_what_the_duty_does(at):
    of = approved(shop_says(reported(sakura(), "paid_twice")), at)
    for hour in range(36):
        changes.make_daily(regionpay(), japan(at) + timedelta(hours=hour))
    files = ChangeFile.objects.filter(made_at__lt=regionpay().usable_until)

    assert changes.reaches_shops(regionpay(), of.decided_at) == files.exists()


def test_once_sent_it_is_shown_as_it_was_read():
    said = sakura_was_right()
    said.sent_at = japan("2023-03-12 10:01")

    assert "3/31(金)までお店で使えます" in read_at(said, "2023-05-01 10:00")


@pytest.mark.parametrize("at", ["2023-03-12 10:00", "2023-04-05 10:00"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_an_sms_is_two_parts_at_most(language, at):
    text = read_at(sakura_was_right(language=language), at)

    assert sms_parts(text) <= 2


MAILS = {
    ("2023-03-12 10:00", "ja"): ("2023年3月31日（金）23:59まで、お店でお使いいただけます。", "アプリに登録された"),
    ("2023-04-05 10:00", "ja"): (
        "お店でお使いいただける期間は終わりました。",
        "キャッシュレスポイントでお送りします。アプリに",
    ),
    ("2023-03-12 10:00", "en"): ("until Friday 31 March 2023, 23:59", "registered in the app"),
    ("2023-04-05 10:00", "en"): ("The time to use it in shops is over.", "We send you cashless points"),
}


@pytest.mark.parametrize(("at", "language"), MAILS)
def test_a_mail_says_how_it_goes_on(at, language):
    to = {"deliver_by": "mail", "deliver_to": "sakura@example.jp", "language": language}
    said = sakura_was_right(**to)

    assert (said.channel, said.to) == ("mail", "sakura@example.jp")
    text = read_at(said, at)
    assert [words in text for words in MAILS[at, language]] == [True, True]


def test_who_asked_for_a_refund_is_told_of_a_transfer():
    on = sakura()
    line(on, method="refund", filed="2023-03-25 10:00")

    said = sakura_was_right("2023-04-05 10:00", on=on)

    assert "申請された口座にお振り込みします" in read_at(said, "2023-04-05 10:00")


def test_without_a_mobile_number_somebody_calls():
    said = sakura_was_right(phone="0988880001")

    assert (said.channel, said.to) == ("call", "0988880001")
    assert "お店でお使いいただけます" in read_at(said, "2023-03-12 10:00")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_declined_and_answered_in_a_persons_words(language):
    of = reported(sakura(), "paid_twice", deliver_by="mail", deliver_to="s@example.jp", language=language)
    of.words, of.state = "お店の記録では、1回のお支払いでした。", "declined"
    incident_telling.tell_answered(of, japan("2023-03-12 10:00"))

    assert of.words in render(message(of)).text
