"""The first page: whom it concerns, what to do, until when, at every stage of the scheme."""

import re
from datetime import timedelta

import pytest

from claims.models import Announcement
from coupons.models import Scheme
from tests.claims.pages import TOP, inside, part, text, top_page
from tests.makers import japan, regionpay

pytestmark = pytest.mark.django_db

BEFORE_THE_FREEZE, BEFORE_THE_SITE_OPENS = "2023-03-25 12:00", "2023-03-05 12:00"
AFTER_THE_FREEZE, AFTER_CLAIMS, AFTER_ALL = "2023-04-01 00:00", "2023-05-01 00:00", "2023-06-01 00:00"
STAGES = [BEFORE_THE_SITE_OPENS, BEFORE_THE_FREEZE, AFTER_THE_FREEZE, AFTER_CLAIMS, AFTER_ALL]


@pytest.mark.parametrize(
    ("at", "headline"),
    [
        (BEFORE_THE_FREEZE, "クーポンは、2023年3月31日（金）23:59まで、お店でもう一度使えます。"),
        (AFTER_THE_FREEZE, "申請が必要な方の締め切りは、2023年4月30日（日）23:59です。"),
        (AFTER_CLAIMS, "申請の受付は終わりました。"),
        (AFTER_ALL, "申請の受付も、ポイントの受け取りも終わりました。"),
    ],
)
def test_the_page_first_says_how_things_stand(client, at, headline):
    note = top_page(client, at).partition('<div class="note">')[2]
    assert inside(note, "strong")[0] == headline


@pytest.mark.parametrize(
    ("at", "answers"),
    [
        (BEFORE_THE_SITE_OPENS, ["お手続きは不要です", "申請が必要です", "お電話ください"]),
        (BEFORE_THE_FREEZE, ["お手続きは不要です", "申請が必要です", "お電話ください"]),
        (AFTER_THE_FREEZE, ["お手続きは不要です", "申請が必要です", "お電話ください"]),
        (AFTER_CLAIMS, ["お手続きは不要です", "申請の受付は終わりました", "お電話ください"]),
        (AFTER_ALL, ["受け取りは終わりました", "申請の受付は終わりました", "お電話ください"]),
    ],
)
def test_everybody_concerned_is_told_what_to_do(client, at, answers):
    assert inside(top_page(client, at), "p", ' class="answer"') == answers


@pytest.mark.parametrize(
    ("at", "marks"),
    [
        (BEFORE_THE_SITE_OPENS, ["残り26日", "これから", "これから", "これから", "残り87日"]),
        (BEFORE_THE_FREEZE, ["残り6日", "これから", "残り36日", "これから", "残り67日"]),
        (AFTER_THE_FREEZE, ["お店での利用は終わりました", "これから", "残り29日", "これから", "残り60日"]),
        (AFTER_CLAIMS, ["お店での利用は終わりました", "受付は終わりました", "これから", "残り30日"]),
        (AFTER_ALL, ["お店での利用は終わりました", "受付は終わりました", "受け取りは終わりました"]),
    ],
)
def test_the_deadlines_tell_what_is_left_and_what_is_over(client, at, marks):
    deadlines = part(top_page(client, at), "ol", 'class="deadlines"')
    assert inside(deadlines, "span", ' class="badge"') == marks


def test_the_deadlines_are_written_as_in_the_notice(client):
    whens = inside(top_page(client, AFTER_ALL).replace(' class="badge"', " hidden"), "p", ' class="when"')
    assert [re.sub(" .*", "", when) for when in whens] == [
        "2023年3月31日（金）23:59まで",
        "2023年4月上旬以降",
        "2023年3月22日（水）から2023年4月30日（日）23:59まで",
        "2023年5月中旬以降",
        "2023年5月31日（水）23:59まで",
    ]


@pytest.mark.parametrize("at", STAGES)
def test_every_date_is_the_schemes(client, at):
    """The same page a year later names no day of 2023 but those of its announcements."""
    Announcement.objects.all().delete()
    scheme = regionpay()
    for field in Scheme._meta.get_fields():
        if field.get_internal_type() == "DateTimeField" and getattr(scheme, field.name):
            setattr(scheme, field.name, getattr(scheme, field.name) + timedelta(days=366))
    scheme.save()
    page = top_page(client, at.replace("2023", "2024"))
    assert re.findall(r"2023年\S*", page) == []
    assert page.count("2024年") > 10


@pytest.mark.parametrize("at", STAGES)
def test_every_day_has_its_weekday(client, at):
    page = text(top_page(client, at))
    assert re.findall(r"(?<!制度上の現在時刻 )\b\d{4}年\d+月\d+日(?!（[月火水木金土日]）)", page) == []


@pytest.mark.parametrize("at", STAGES)
def test_no_page_has_a_word_that_frightens(client, at):
    words = ["送信", "OK", "半角", "全角", "不正な", "無効な", "エラー"]
    page = text(top_page(client, at))
    assert [word for word in words if word in page] == []


@pytest.mark.parametrize("at", STAGES)
def test_every_link_of_the_page_leads_somewhere(client, at):
    page = top_page(client, at)
    for link in set(re.findall(r'href="([^"]*)"', page)):
        kind, rest = link[0], link[1:]
        if kind == "#":
            assert page.count(f'id="{rest}"') == 1
        elif not link.startswith(("tel:", "/static/")):
            assert client.get(link, follow=True).status_code == 200


def test_a_refund_deadline_of_its_own_is_told_as_long_as_it_lasts(client):
    Scheme.objects.update(refund_claims_until=japan("2023-05-11 00:00"))
    note = top_page(client, AFTER_CLAIMS).partition('<div class="note">')[2]
    assert inside(note, "strong")[0] == "ポイントの申請の受付は終わりました。"


def test_an_unknown_scheme_is_not_found(client):
    assert client.get("/no-such-scheme/").status_code == 404


def test_the_address_without_its_slash_leads_to_the_page(client):
    assert client.get(TOP.rstrip("/")).headers["Location"] == TOP
