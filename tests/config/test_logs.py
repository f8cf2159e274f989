"""Production's log is JSON a line, finds each request again, and names nobody."""

import json
import logging
import sys

import pytest
from django.db import IntegrityError, transaction
from gunicorn.config import Config

from config.headers import request_id
from config.logs import JsonLines
from config.masking import MaskedRecord
from config.web_server import Lines
from tests.makers import coupon, hanako, regionpay
from trail import duties
from trail.models import DutyRun

PEOPLE = ["hanako@example.jp", "090-1234-5678", "+81 90 1234 5678", "09012345678", "100000000001", "12 3456 7890 123"]


def written(message: str, *values: object, exc_info=None, **extra) -> dict:
    record = MaskedRecord("hosho", logging.ERROR, "file.py", 1, message, values, exc_info)
    vars(record).update(extra)
    line = JsonLines().format(record)
    assert "\n" not in line
    return json.loads(line)


def test_a_line_says_when_what_and_of_which_request():
    token = request_id.set("abc12345")
    line = written("request", of={"method": "GET", "route": "<slug>/", "status": 200, "ms": 3})
    request_id.reset(token)

    assert line.pop("at").endswith("+00:00")
    assert line == {
        "level": "ERROR",
        "logger": "hosho",
        "message": "request",
        "method": "GET",
        "route": "<slug>/",
        "status": 200,
        "ms": 3,
        "request": "abc12345",
    }


@pytest.mark.parametrize("who", PEOPLE)
def test_nobodys_mail_phone_or_number_is_written(who):
    assert written("to %s failed", who)["message"] == "to *** failed"


def test_small_numbers_dates_and_tokens_of_urls_are_as_they_should():
    line = written("%s of %s on %s at %s", 3000, 12, "2023-04-05", "/r/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/")

    assert line["message"] == "3000 of 12 on 2023-04-05 at /r/***/"


WAYS = ["/r/", "/r//", "/R/", "//r//", "/en/a/", "/A/", "//a//", "%2Fr%2F", "%2fR%2f", "%252Fa%252F"]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("end", ["", "/", "%2F", "?a=1"])
def test_no_token_is_written_however_its_address_was_typed(way, end):
    line = written("Not Found: %s", f"{way}AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA{end}")

    assert line["message"] == f"Not Found: {way}***{end}"


@pytest.mark.django_db
def test_an_exception_is_its_type_its_constraint_and_where_but_not_the_row():
    on = coupon(member=hanako(regionpay()))
    try:
        with transaction.atomic():
            coupon(inquiry_no=on.inquiry_no)
    except IntegrityError as error:
        assert on.inquiry_no in str(error)  # what must not be written
        line = written("failed", exc_info=sys.exc_info())

    assert (line["error"], line["constraint"]) == ("django.db.utils.IntegrityError", "inquiry_no_is_unique_in_a_scheme")
    assert any(__file__ in frame for frame in line["frames"])
    assert on.inquiry_no not in json.dumps(line)


@pytest.mark.parametrize("quoted", [repr, str])
def test_a_message_that_quotes_its_error_loses_the_words(quoted):
    """As Celery writes of a task that failed: "Task x raised unexpected: IntegrityError('… (山田花子, …)')"."""
    try:
        raise ValueError("Failing row contains\n(山田花子)")
    except ValueError as error:
        line = written("Task %s raised: %s", "payouts.freeze", quoted(error), exc_info=sys.exc_info())

    assert line["message"] == "Task payouts.freeze raised: ValueError"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "said"),
    [("/regionpay-2023/山田花子/", "Not Found: /***/"), ("/yamada-hanako/check/", "Not Found: /<slug:slug>/check/")],
)
def test_djangos_own_line_of_a_request_has_no_path_either(client, caplog, path, said):
    client.get(path)
    [record] = [one for one in caplog.records if one.name == "django.request"]

    assert json.loads(JsonLines().format(record))["message"] == said


@pytest.mark.django_db
def test_a_duty_that_failed_keeps_the_rule_it_broke_and_not_the_row():
    on = coupon(member=hanako(regionpay()))

    def work() -> int:
        with transaction.atomic():
            coupon(inquiry_no=on.inquiry_no)
        return 1

    with pytest.raises(IntegrityError, match=on.inquiry_no):
        duties.run("extend", work)
    said = DutyRun.objects.get(name="extend").error
    assert said.startswith("IntegrityError: duplicate key value violates unique constraint ")
    assert (on.inquiry_no in said, "\n" in said) == (False, False)


def test_the_web_servers_own_lines_are_json_too(capfd):
    Lines(Config()).error("Worker (pid:%s) was sent %s!", 7, "SIGKILL")

    [line] = capfd.readouterr().err.splitlines()
    assert (json.loads(line)["logger"], json.loads(line)["message"]) == (
        "gunicorn.error",
        "Worker (pid:7) was sent SIGKILL!",
    )


@pytest.mark.django_db
def test_a_request_is_one_line_with_its_route_and_no_visitor(client, caplog):
    with caplog.at_level(logging.INFO, logger="hosho.requests"):
        answer = client.get("/regionpay-2023/claim/?name=hanako", headers={"User-Agent": "hanako"})
    [record] = [one for one in caplog.records if one.name == "hosho.requests"]

    assert record.of.keys() == {"method", "route", "status", "ms"}
    assert (record.of["method"], record.of["status"]) == ("GET", answer.status_code)
    assert "hanako" not in JsonLines().format(record)
