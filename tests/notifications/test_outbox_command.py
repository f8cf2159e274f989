"""`outbox` shows a rehearsal's messages, and in production nothing."""

import json

import pytest
from django.core.management import CommandError, call_command

from notifications import dispatch
from tests.notifications.people import at_noon, queued

pytestmark = pytest.mark.django_db


def outbox(capsys, *arguments: str) -> str:
    call_command("outbox", *arguments)
    return capsys.readouterr().out


def test_json_is_a_list_of_all_messages_oldest_first(capsys):
    queued(key="first", channel="mail", to="hanako@example.jp")
    at_noon()
    dispatch.send_messages()
    queued(key="second")

    first, second = json.loads(outbox(capsys, "--json"))

    assert list(first) == ["key", "channel", "to", "subject", "text", "state"]
    assert (first["key"], first["channel"], first["to"], first["state"]) == (
        "first",
        "mail",
        "hanako@example.jp",
        "sent",
    )
    assert (second["key"], second["subject"], second["state"]) == ("second", "", "queued")
    assert "/r/" in first["text"]
    assert first["subject"].startswith("【regionPAY補償】")


def test_the_text_form_is_for_reading(capsys):
    queued(key="first", channel="mail", to="hanako@example.jp")

    said = outbox(capsys)

    assert said.startswith("── first　送信待ち　メール　hanako@example.jp\n【regionPAY補償】")
    assert "3,240円相当" in said


def test_an_empty_outbox_says_so(capsys):
    assert outbox(capsys) == "お知らせはありません。\n"
    assert json.loads(outbox(capsys, "--json")) == []


def test_a_message_that_cannot_be_written_hides_no_other(capsys):
    queued(key="gap", context={})
    queued(key="whole")

    gap, whole = json.loads(outbox(capsys, "--json"))
    assert ("IncompleteMessage" in gap["text"], "3,240円" in whole["text"]) == (True, True)


@pytest.mark.parametrize("arguments", [[], ["--json"]])
def test_production_shows_nobodys_links(settings, capsys, arguments):
    settings.REHEARSAL = False
    queued()

    with pytest.raises(CommandError, match="予行でのみ"):
        outbox(capsys, *arguments)
    assert capsys.readouterr().out == ""
