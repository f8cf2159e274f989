"""The right answer opens a session for one link and no other; it ends after 60 minutes of doing nothing."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from tests.receiving.people import DIGITS, address, headline, let_in, link, said, stock

pytestmark = pytest.mark.django_db

OVER = "もう一度、メールまたはSMSのURLを開いてください。"


@pytest.mark.parametrize("where", ["/r/", "/r/review/?brand=nanaco", "/r/code/"])
def test_without_the_check_nothing_is_shown(client, where):
    link()
    stock()
    answer = client.get(where)
    assert answer.status_code == 403
    assert OVER in said(answer)


def test_a_right_answer_for_one_link_opens_no_other():
    mine, theirs = link(1000), link(2000, phone="08000001111")
    client = Client()
    let_in(client, mine)
    assert "1,000円相当" in said(client.get("/r/"))
    client.post(address(theirs), {"digits": DIGITS})
    assert "1,000円相当" in said(client.get("/r/"))


def test_the_session_has_a_new_number_after_the_check():
    """Somebody who planted a session number before the check does not get in with it."""
    client = Client()
    let_in(client, link())
    planted = client.cookies["sessionid"].value
    let_in(client, link(phone="08000005678"))
    assert client.cookies["sessionid"].value != planted
    stranger = Client()
    stranger.cookies["sessionid"] = planted
    assert stranger.get("/r/").status_code == 403


def test_the_session_is_kept_from_scripts_and_other_sites():
    client = Client()
    cookie = let_in(client, link()).cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 3600)


def test_every_page_prolongs_it_and_an_hour_without_any_ends_it():
    client = Client()
    let_in(client, link())
    age_by(minutes=59)
    assert client.get("/r/").status_code == 200
    age_by(minutes=59)
    assert client.get("/r/").status_code == 200
    age_by(minutes=61)
    assert client.get("/r/").status_code == 403


def age_by(minutes: int) -> None:
    session = Session.objects.get()
    session.expire_date -= timedelta(minutes=minutes)
    session.save()


def test_a_form_of_another_site_is_refused_with_a_page_of_ours():
    client = Client(enforce_csrf_checks=True)
    to = link()
    for origin in ({}, {"HTTP_ORIGIN": "null"}, {"HTTP_ORIGIN": "https://elsewhere.example"}):
        answer = client.post(address(to), {"digits": DIGITS}, **origin)
        assert (answer.status_code, headline(answer)) == (403, "もう一度お試しください")
    assert Session.objects.count() == 0
