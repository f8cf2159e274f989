"""The handbook: its links open for who may follow them, and what it calls by name stands on the screens."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import get_resolver, reverse

from desk import roles
from desk.help.topics import TOPICS, about
from payouts.invariants.words import SAID
from tests.staff.people import client_of, staff
from tests.staff.test_every_address import STAFF

pytestmark = pytest.mark.django_db

ROOT = Path(settings.BASE_DIR)
WRITTEN = {topic.slug: (ROOT / "templates" / topic.template).read_text() for topic in TOPICS}
SCREENS = [path for path in (ROOT / "templates").rglob("*.html") if path.parent.name != "help"]
ON_SCREENS = "".join(path.read_text() for path in [*SCREENS, *(ROOT / "desk").rglob("*.py")])
SPOKEN = {  # what people say, not what a screen shows
    "確認のため、ポイントの準備にお時間をいただいています。期限は、その分のびます。",
    "自分の情報を見せてほしい",
    "消してほしい",
    "届かない",
    "ログアウト",  # of Django's own frame
}


@pytest.mark.parametrize("role", roles.ROLES)
def test_every_link_of_the_handbook_opens_for_who_sees_it(role):
    client = client_of(staff("one", role))
    pages = [reverse("help"), *(reverse("help_page", args=[topic.slug]) for topic in TOPICS)]
    answers = {page: client.get(page) for page in pages}
    links = {
        link for answer in answers.values() for link in re.findall(r'href="(/admin/[^"]*)"', answer.content.decode())
    }
    assert {page for page, answer in answers.items() if answer.status_code != 200} == set()
    assert {link for link in links if client.get(link).status_code != 200} == set()


@pytest.mark.parametrize("slug", WRITTEN)
def test_what_it_calls_by_name_is_there(slug):
    named = set(re.findall("「([^」]+)」", WRITTEN[slug])) - SPOKEN
    assert {name for name in named if name not in ON_SCREENS} == set()


@pytest.mark.parametrize("slug", WRITTEN)
def test_a_screen_is_called_as_it_calls_itself(slug):
    called = re.findall(r'{% screen "\w+" "([^"]+)"', WRITTEN[slug])
    assert {words for words in called if words not in ON_SCREENS} == set()


def test_every_screen_of_the_desk_has_a_page():
    own = {name for _route, name, _one in STAFF if name and not name.startswith(("admin:", "help"))}
    assert {name for name in own if about(name) is None} == set()
    assert {topic.slug for topic in TOPICS} - {about(name).slug for name in own} == {"personal"}
    known = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert {name for topic in TOPICS for name in topic.screens if not any(k.startswith(name) for k in known)} == set()


@pytest.mark.parametrize(
    ("screen", "slug"), [("desk", "calls"), ("desk_review", "review"), ("confirm_queue", "incidents")]
)
def test_the_head_of_a_screen_leads_to_its_page(screen, slug):
    page = client_of(staff("one", "reviewer", "clerk")).get(reverse(screen)).content.decode()
    assert f'<a href="/admin/help/{slug}/">手引き</a>' in page


def test_the_page_of_warnings_has_every_one():
    page = unescape(client_of(staff("one", "approver")).get(reverse("help_page", args=["warnings"])).content.decode())
    assert {found.wrong for found in SAID.values() if found.wrong not in page or found.to_do not in page} == set()


def test_an_unknown_page_is_not_there():
    assert client_of(staff("one", "clerk")).get("/admin/help/nonsense/").status_code == 404
