"""/demo/outbox/: in a rehearsal, every message can be read and its link followed."""

import re
from html import unescape

import pytest

from notifications.render import render
from tests.notifications.people import queued

pytestmark = pytest.mark.django_db
PAGE = "/demo/outbox/"


def read(client, query: str = "") -> str:
    response = client.get(PAGE + query)
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_the_newest_comes_first_with_its_whole_text(client):
    queued(to="first@example.jp", channel="mail")
    newest = queued(to="second@example.jp", channel="mail")

    page = read(client)

    assert page.index("second@example.jp") < page.index("first@example.jp")
    subject, text = render(newest)
    assert [line for line in (subject, *text.splitlines()) if line not in re.sub(r"</?a[^>]*>", "", page)] == []


def test_the_link_can_be_followed(client, settings):
    settings.SITE_URL = "http://127.0.0.1:8000"
    url = re.search(r"http\S+", render(queued()).text)[0]

    assert f'<a class="go" href="{url}">{url}</a>' in read(client)


def test_an_address_is_found_by_any_part_of_it(client):
    queued(to="hanako@example.jp", channel="mail")
    queued(to="09000000001")

    page = read(client, "?to=HANAKO@")
    assert ("hanako@example.jp" in page, "09000000001" in page) == (True, False)
    assert "「taro」を含む送り先のお知らせはありません" in read(client, "?to=taro")


def test_an_empty_outbox_says_so(client):
    assert "お知らせは、まだありません。" in read(client)


def test_pages_keep_the_search(client):
    for number in range(21):
        queued(to=f"a+{number}@example.jp", channel="mail")
    queued(to="09000000001")

    first, second = read(client, "?to=a%2B"), read(client, "?to=a%2B&page=2")
    assert ("a+20@example.jp" in first, "a+0@example.jp" in first, "?to=a%2B&page=2" in first) == (True, False, True)
    assert ("a+20@example.jp" in second, "a+0@example.jp" in second) == (False, True)


@pytest.mark.parametrize("query", ["?page=0", "?page=99", "?page=x", "?to=%00", "?to=%25", "?to=%3Cscript%3E"])
def test_odd_questions_get_a_page(client, query):
    queued()

    assert "<script>" not in client.get(PAGE + query).content.decode()
    assert client.get(PAGE + query).status_code == 200


def test_a_message_cannot_write_into_the_page(client):
    queued(channel="mail", to='"><script>alert(1)</script>@example.jp', about="x")

    assert "<script>" not in client.get(PAGE).content.decode()


def test_production_has_no_such_page(client, settings):
    settings.REHEARSAL = False
    queued()

    assert client.get(PAGE).status_code == 404


def test_looking_changes_nothing(client, django_assert_num_queries):
    queued()
    with django_assert_num_queries(3):  # how many, the page, the clock of the band
        client.get(PAGE)
    assert client.post(PAGE).status_code == 405
