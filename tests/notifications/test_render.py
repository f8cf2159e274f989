"""What people read: yen, deadlines and the link as promised, on every channel, with nothing left out."""

import re
from uuid import UUID

import pytest

from config.tokens import UnknownKey, link_token
from notifications.models import Message
from notifications.render import IncompleteMessage, render, shown, sms_parts
from notifications.templatetags.wording import day, until, until_short, yen
from tests.makers import japan
from tests.notifications.people import CONTEXT, SALT

TEMPLATES = ["receive_link", "receive_link_again"]
URL = f"https://hosho.example.jp/r/{link_token('receive', 12, UUID(SALT), 'demo')}/"
BANNED = ["送信", "OK", "半角で", "全角で", "不正な", "無効な"]


@pytest.fixture(autouse=True)
def site(settings) -> None:
    settings.SITE_URL = "https://hosho.example.jp"


def message(channel: str = "mail", template: str = "receive_link", **more) -> Message:
    return Message(key="k", channel=channel, template=template, context=CONTEXT | more)


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_mail_says_how_much_until_when_and_where(template):
    subject, text = render(message(template=template))

    assert subject.startswith("【regionPAY補償】")
    assert "期限 5/31(水)" in subject
    lines = text.splitlines()
    assert lines[lines.index("■お受け取り額") + 1] == "3,240円相当"
    assert lines[lines.index("■受取期限") + 1] == "2023年5月31日（水）23:59まで"
    assert lines[lines.index("■受け取りはこちら") + 1] == URL


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_mail_says_who_we_are_how_we_check_and_that_the_url_is_theirs_alone(template):
    text = render(message(template=template)).text

    assert "2023年2月24日（金）のシステム障害" in text
    assert "下4桁" in text
    assert "※このURLはお客様専用です。ほかの方に教えないでください。" in text
    assert text.splitlines()[-3:] == [
        "全国旅行支援地域クーポン regionPAY 補償コールセンター",
        "電話 0120-479-249",
        "平日 10:00～18:00",
    ]


@pytest.mark.parametrize("template", TEMPLATES)
def test_an_sms_has_its_url_on_a_line_of_its_own_and_no_subject(template):
    subject, text = render(message("sms", template))

    first, url, last = text.splitlines()
    assert (subject, url) == ("", URL)
    assert first.startswith("【regionPAY補償】")
    assert ("3,240円" in first, "5/31(水)" in first, "0120-479-249" in last, "専用" in last) == (True,) * 4


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("amount_yen", [1, 999_999])
def test_an_sms_is_two_parts_at_most(template, amount_yen):
    assert sms_parts(render(message("sms", template, amount_yen=amount_yen)).text) <= 2


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("channel", ["mail", "sms"])
def test_there_is_one_url_and_no_banned_word_and_no_long_sentence(channel, template):
    words = render(message(channel, template))
    said = words.subject + "\n" + words.text

    assert re.findall(r"https?://\S+", said) == [URL]
    assert [word for word in BANNED if word in said] == []
    sentences = [part for line in words.text.splitlines() if "http" not in line for part in line.split("。")]
    long = [part for part in sentences if len(part) > 60 and "Amazon" not in part]
    assert long == []


def test_the_same_row_says_the_same_again():
    assert render(message()) == render(message())


def test_a_name_is_used_where_it_is_known():
    assert render(message(name="沖縄 花子")).text.startswith("沖縄 花子 様\n")
    assert render(message()).text.startswith("お客様\n")


def test_what_people_typed_is_said_literally():
    said = render(message(name="<b>{{ 7|add:7 }}{% now 'Y' %} & Co")).text

    assert said.startswith("<b>{{ 7|add:7 }}{% now 'Y' %} & Co 様")


@pytest.mark.parametrize("channel", ["letter", "call"])
def test_letters_and_calls_say_what_a_mail_says(channel):
    assert render(message(channel)) == render(message("mail"))


@pytest.mark.parametrize("missing", ["link", "amount_yen", "until", "outage_from", "sender", "help_desk_phone"])
def test_no_message_has_a_gap(missing):
    context = {name: value for name, value in CONTEXT.items() if name != missing}
    incomplete = Message(channel="mail", template="receive_link", context=context)

    with pytest.raises(IncompleteMessage, match="url" if missing == "link" else missing):
        render(incomplete)
    assert "IncompleteMessage" in shown(incomplete).text


def test_a_link_of_a_key_that_is_gone_is_not_made_up():
    with pytest.raises(UnknownKey):
        render(message(link=CONTEXT["link"] | {"key_id": "gone"}))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        *[("あ" * 70, 1), ("あ" * 71, 2), ("あ" * 134, 2), ("あ" * 135, 3), ("", 1), ("𠮷" * 35, 1), ("𠮷" * 36, 2)],
        *[("a" * 160, 1), ("a" * 161, 2), ("¥" * 306, 2), ("a" * 307, 3), ("あ" + "a" * 70, 2), ("[" * 81, 2)],
    ],
)
def test_an_sms_is_counted_as_it_is_billed(text, parts):
    assert sms_parts(text) == parts


def test_yen_and_days_are_written_as_the_notice_does():
    assert [yen(3000), yen(1), yen(1_234_567)] == ["3,000円", "1円", "1,234,567円"]
    assert day(japan("2023-02-24 23:59")) == "2023年2月24日（金）"
    assert day("2023-02-24T15:00:00Z") == "2023年2月25日（土）"


@pytest.mark.parametrize(
    ("first_too_late", "long", "short"),
    [
        ("2023-05-31T15:00:00+00:00", "2023年5月31日（水）23:59まで", "5/31(水)"),
        ("2023-06-01T00:00:00+09:00", "2023年5月31日（水）23:59まで", "5/31(水)"),
        ("2024-03-01T00:00:00+09:00", "2024年2月29日（木）23:59まで", "2/29(木)"),
        ("2023-05-31T12:00:00+09:00", "2023年5月31日（水）11:59まで", "5/31(水)11:59"),
    ],
)
def test_a_deadline_is_said_by_its_last_good_minute(first_too_late, long, short):
    assert (until(first_too_late), until_short(first_too_late)) == (long, short)


def test_a_time_without_zone_is_not_guessed():
    with pytest.raises(ValueError, match="has no zone"):
        until("2023-06-01T00:00:00")
