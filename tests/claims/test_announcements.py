"""Announcements: dated, from their time on, in English where there is English."""

import pytest
from django.db import IntegrityError

from claims.models import Announcement
from tests.claims.pages import TOP, inside, page_at, text, top_page
from tests.makers import japan, other_scheme, regionpay

pytestmark = pytest.mark.django_db

SECOND = "地域クーポン（regionPAY）システム障害に関する今後の対応について"
ENGLISH = "What we do about the failure of the regional coupon system (regionPAY)"
THIRD = "補償対応特設サイトを開設しました"


def told(html: str) -> list[str]:
    return inside(html.partition('<ul class="news">')[2].partition("</ul>")[0], "a")


@pytest.mark.parametrize(
    ("at", "titles"),
    [
        ("2023-03-01 23:59:59", []),
        ("2023-03-02 00:00", [SECOND]),
        ("2023-03-21 23:59:59", [SECOND]),
        ("2023-03-22 00:00", [THIRD, SECOND]),
    ],
)
def test_an_announcement_is_read_from_its_time_on(client, at, titles):
    assert told(page_at(client, at, "news/")) == titles
    assert told(top_page(client, at)) == titles


def test_one_that_is_still_to_come_is_not_found(client):
    third = Announcement.objects.get(label="第三報")
    page_at(client, "2023-03-21 23:59:59")
    assert client.get(f"{TOP}news/{third.pk}/").status_code == 404
    page_at(client, "2023-03-22 00:00")
    assert client.get(f"{TOP}news/{third.pk}/").status_code == 200


def test_the_second_report_has_its_date_and_the_day_it_was_amended(client):
    page = page_at(client, "2023-04-05 12:00", f"news/{Announcement.objects.get(label='第二報').pk}/")
    assert inside(page, "h1") == [SECOND]
    assert "2023年3月2日（木） 第二報 （2023年3月13日（月）追記）" in text(page)


def test_the_facts_name_the_report_they_are_taken_from(client):
    page = page_at(client, "2023-04-05 12:00", "notice/")
    assert inside(page, "h1") == ["お知らせ（第二報）の内容"]
    assert "2023年3月2日（木）のお知らせの内容" in text(page)


def test_the_facts_of_a_scheme_without_announcements_name_none(client):
    other_scheme()
    page = client.get("/other-2023/notice/").content.decode()
    assert inside(page, "h1") == ["補償の対象と内容"]
    assert told(client.get("/other-2023/").content.decode()) == []


def test_one_of_another_scheme_is_not_found_here(client):
    other_scheme()
    page_at(client, "2023-04-05 12:00")
    assert client.get(f"/other-2023/news/{Announcement.objects.first().pk}/").status_code == 404


def test_english_pages_show_the_english_words_and_mark_what_is_japanese_only(client):
    Announcement.objects.create(
        scheme=regionpay(), title="日本語だけ", body="本文", published_at=japan("2023-03-25 00:00")
    )
    page_at(client, "2023-04-05 12:00")
    page = client.get(f"/en{TOP}news/").content.decode()
    assert told(page) == ["日本語だけ", "The special compensation site is open", ENGLISH]
    assert next(line for line in page.splitlines() if "日本語だけ" in line).count('lang="ja"') == 1


def test_what_is_written_in_the_admin_is_shown_as_text(client, admin_client):
    values = {
        "scheme": regionpay().pk,
        "title": "第四報の題",
        "body": "一段落目\n\n<b>二段落目</b>",
        "published_at_0": "2023-04-01",
        "published_at_1": "00:00:00",
    }
    answer = admin_client.post("/admin/claims/announcement/add/", values)
    assert answer.status_code == 302
    written = Announcement.objects.get(title="第四報の題")
    page = page_at(client, "2023-04-05 12:00", f"news/{written.pk}/")
    assert "<p>一段落目</p>" in page
    assert "&lt;b&gt;二段落目" in page


def test_a_scheme_rests_on_one_announcement():
    with pytest.raises(IntegrityError, match="a_scheme_rests_on_one_announcement"):
        Announcement.objects.create(
            scheme=regionpay(), title="x", is_basis=True, published_at=japan("2023-04-01 00:00")
        )
