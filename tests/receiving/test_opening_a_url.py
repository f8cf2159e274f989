"""To open a URL changes nothing and tells nothing: not to a mail scanner, not to a stranger, not to a log."""

import logging

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from config.masking import MaskedRecord
from payouts.models import PointOrder, ReceiveLink
from tests.makers import japan
from tests.receiving.people import address, headline, let_in, link, said, stock, take

pytestmark = pytest.mark.django_db


def writes(asked: CaptureQueriesContext) -> list[str]:
    return [query["sql"] for query in asked if not query["sql"].lower().startswith("select ")]


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_it_writes_nothing_and_makes_no_session(client, method):
    to = link()
    for where in (address(to), address(to).rstrip("/"), "/r/", "/r/review/?brand=nanaco", "/r/code/"):
        with CaptureQueriesContext(connection) as asked:
            answer = getattr(client, method)(where)
        assert writes(asked) == []
        assert "sessionid" not in answer.cookies
    assert Session.objects.count() == 0


def test_a_program_that_cut_the_last_slash_off_is_not_sent_elsewhere_with_the_token(client):
    assert headline(client.get(address(link()).rstrip("/"))) == "ご本人の確認"


@pytest.mark.parametrize("language", ["", "/en"])
def test_what_no_view_answers_at_its_address_is_kept_nowhere_and_told_to_no_site(language):
    where = language + address(link())
    without_a_cookie = Client(enforce_csrf_checks=True)
    for answer, status in ((without_a_cookie.post(where), 403), (without_a_cookie.delete(where), 403)):
        assert answer.status_code == status
        assert ("no-store" in answer["Cache-Control"], answer["Referrer-Policy"]) == (True, "no-referrer")
    assert "Cache-Control" not in without_a_cookie.get("/")


def test_it_shows_no_amount_and_no_name(client):
    page = client.get(address(link(1234, email="hanako@example.jp"))).content.decode()
    for secret in ("1,234", "1234円", "hanako", "090"):
        assert secret not in page


def test_a_mail_scanner_that_presses_every_button_costs_no_try_and_takes_nothing(client):
    to = link()
    stock()
    for _ in range(10):
        client.head(address(to))
        client.get(address(to))
        client.post(address(to), {})
        client.post("/r/review/", {"brand": "nanaco"})
    to.refresh_from_db()
    assert (to.tries, PointOrder.objects.count(), headline(let_in(client, to) and client.get("/r/"))) == (
        0,
        0,
        "受け取るポイントを選んでください",
    )


def test_unknown_malformed_cut_and_revoked_urls_are_one_and_the_same_page(client):
    to = link()
    token = to.token
    revoked = link(phone="08011112222")
    ReceiveLink.objects.filter(pk=revoked.pk).update(revoked_at=japan("2023-04-05 12:00"))
    other = "A" if token[-1] != "A" else "B"
    tokens = [token[:-2] + other + "A", token[:-1], token + "A", token.swapcase(), "x", "A" * 30, revoked.token, "あ"]
    answers = [client.get(f"/r/{unknown}/") for unknown in tokens]
    assert {answer.status_code for answer in answers} == {404}
    assert len({said(answer) for answer in answers}) == 1
    assert headline(answers[0]) == "このURLは使えません"
    assert {client.post(f"/r/{unknown}/", {"digits": "5678"}).status_code for unknown in tokens} == {404}


def test_every_page_is_private(client):
    to = link()
    stock()
    answers = [client.get(address(to)), client.get("/r/x/"), client.get("/r/"), let_in(client, to), client.get("/r/")]
    answers.append(client.get("/r/review/?brand=nanaco"))
    take(to)
    answers += [client.get("/r/"), client.get("/r/code/")]
    for answer in answers:
        assert answer["Cache-Control"] == "no-store, private"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"


def test_the_token_is_in_the_first_address_only(client):
    to = link()
    page = client.get(address(to)).content.decode()
    assert to.token not in page
    assert let_in(client, to)["Location"] == "/r/"


def test_no_log_line_holds_a_token(client, caplog):
    to = link()
    forged = "A" * 30
    with caplog.at_level(logging.DEBUG):
        client.get(f"/r/{forged}/")
        client.get(f"{address(to)}?x=1")
        client.put(address(to))
        logging.getLogger("gunicorn.access").warning(
            "%(r)s %(f)s", {"r": f"GET {address(to)} HTTP/1.1", "f": address(to)}
        )
    assert "/r/***" in caplog.text
    assert [secret for secret in (forged, to.token) if secret in caplog.text] == []


def test_what_is_no_token_is_logged_as_it_is():
    record = MaskedRecord("x", logging.INFO, "", 0, "GET /r/review/?brand=nanaco and /regionpay-2023/", (), None)
    assert record.getMessage() == "GET /r/review/?brand=nanaco and /regionpay-2023/"
