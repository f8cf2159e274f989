"""`/`: the only scheme's page, or which one (question 18)."""

import re

import pytest

from tests.claims.pages import TOP, inside
from tests.makers import other_scheme, without_schemes

pytestmark = pytest.mark.django_db


def test_the_only_scheme_needs_no_choice(client):
    answer = client.get("/")
    assert (answer.status_code, answer.headers["Location"]) == (302, TOP)


def test_several_schemes_are_there_to_choose_from(client):
    other_scheme()
    page = client.get("/").content.decode()
    assert inside(page, "h1") == ["補償を選んでください"]
    assert inside(page, "b") == ["別の補償", "地域クーポン（regionPAY）システム障害の補償"]
    assert re.findall(r'class="card" href="(.*?)"', page) == ["/other-2023/", TOP]


def test_a_call_centre_of_several_schemes_is_named_once(client):
    other_scheme()
    assert inside(client.get("/").content.decode(), "a", ' class="tel"') == ["0120-479-249"]


def test_without_a_scheme_the_page_says_so_and_whom_to_call(client):
    without_schemes()
    page = client.get("/").content.decode()
    assert inside(page, "h1") == ["いま、ご案内できる補償はありません"]
    assert inside(page, "a", ' class="tel"') == ["0120-479-249"]
