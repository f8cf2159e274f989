"""A log-in lasts half an hour without a request and ten hours at most, whatever a rehearsal's clock says."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims import tasks
from config import clock
from desk.staff.session import SEEN, SINCE
from tests.staff.people import PASSWORD, client_of, staff
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db
MINUTE, HOUR = 60, 3600


def after(client: Client, *, idle: float, since: float) -> int:
    """The answer to somebody whose last request and log-in are so many seconds ago."""
    assert client.get("/admin/").status_code == 200
    session = client.session
    session[SEEN] -= idle
    session[SINCE] -= since
    session.save()
    return client.get("/admin/").status_code


@pytest.mark.parametrize(
    ("idle", "since", "answer", "why"),
    [
        (29 * MINUTE, HOUR, 200, []),
        (30 * MINUTE, HOUR, 302, ["idle"]),
        (MINUTE, 10 * HOUR - MINUTE, 200, []),
        (MINUTE, 10 * HOUR, 302, ["too long"]),
    ],
)
def test_a_session_ends(idle, since, answer, why):
    assert after(client_of(staff("hanako", "clerk")), idle=idle, since=since) == answer
    ends = AuditEvent.objects.filter(action="logged out", who="hanako")
    assert [event.detail["why"] for event in ends] == why


def test_the_log_in_page_says_why_and_leads_back():
    client = client_of(staff("hanako", "clerk"))
    client.get("/admin/")
    session = client.session
    session[SEEN] -= 30 * MINUTE
    session.save()
    answer = client.get("/admin/coupons/coupon/?q=1", follow=True)
    assert answer.redirect_chain == [("/admin/login/?next=/admin/coupons/coupon/%3Fq%3D1", 302)]
    assert "しばらく操作がなかったので" in answer.content.decode()


def test_what_was_posted_too_late_is_not_done():
    client = client_of(staff("hanako", "operator"))
    client.get("/admin/")
    session = client.session
    session[SEEN] -= 30 * MINUTE
    session.save()
    values = {"title": "late", "body": "late"}
    assert client.post("/admin/claims/announcement/add/", values).status_code == 302
    assert not AuditEvent.objects.filter(action="added").exists()


def test_a_rehearsal_that_moves_on_ends_no_session():
    client = client_of(staff("hanako", "clerk"))
    assert client.get("/admin/").status_code == 200
    clock.move_to(clock.now() + timedelta(days=30))
    assert client.get("/admin/").status_code == 200


def test_looking_around_does_not_write_the_session_each_time():
    client = client_of(staff("hanako", "clerk"))
    client.get("/admin/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/admin/")
    assert [query["sql"] for query in asked if not query["sql"].lower().startswith("select ")] == []


def test_the_cookie_dies_with_the_session_and_staff_get_no_page_from_a_cache():
    client = client_of(staff("hanako", "clerk"))
    answer = client.get("/admin/")
    assert 30 * MINUTE - 10 < answer.cookies["sessionid"]["max-age"] <= 30 * MINUTE
    assert "no-store" in answer["Cache-Control"]


def test_a_changed_password_ends_the_other_sessions():
    user = staff("hanako", "clerk", password=PASSWORD)
    here, there = client_of(user), client_of(user)
    new = "kadomi-resuno-other"
    values = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert here.post("/admin/password_change/", values).status_code == 302
    assert (here.get("/admin/").status_code, there.get("/admin/").status_code) == (200, 302)


def test_logging_out_takes_the_session_away_and_is_on_the_trail():
    client = client_of(staff("hanako", "clerk"))
    client.get("/admin/")
    client.post("/admin/logout/")
    assert Session.objects.count() == 0
    assert AuditEvent.objects.filter(action="logged out", who="hanako").count() == 1


def test_the_public_site_and_the_log_in_page_give_no_session_to_a_stranger():
    answers = [
        Client().get(page) for page in ("/", "/regionpay-2023/", "/admin/login/", "/admin/", "/admin/second-factor/")
    ]
    assert [list(answer.cookies) for answer in answers] == [[], [], ["csrftoken"], [], []]
    assert Session.objects.count() == 0


def test_the_public_site_does_not_look_at_a_staff_session():
    client = client_of(staff("hanako", "clerk"))
    client.get("/admin/")
    answer = client.get("/regionpay-2023/")
    assert (answer.status_code, answer.cookies, "Cookie" in answer.get("Vary", "")) == (200, {}, False)


def test_what_has_ended_is_deleted_by_the_duty():
    staff_client = client_of(staff("hana", "clerk"))
    staff_client.get("/admin/")
    Session.objects.create(session_key="old", session_data="", expire_date=clock.unmoved() - timedelta(minutes=1))
    tasks.forget()
    assert [one.session_key for one in Session.objects.all()] == [staff_client.session.session_key]
