"""A rehearsal moves the clock in six-hour steps, runs every duty at each, and never goes back."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from config import clock
from coupons.models import Extension
from desk import rehearsal
from desk.duties import DUTIES
from notifications.models import Message, Release
from payouts.models import Entitlement
from tests.claiming.directory import write_banks
from tests.makers import coupon, hanako, japan, regionpay
from trail.models import DutyRun

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few_banks(db) -> None:
    """The first rehearsal would bring them all: 1,146, with 28,944 branches."""
    write_banks()


def test_steps_are_six_hours_and_end_exactly_at_the_end():
    steps = list(rehearsal.steps(japan("2023-02-25 00:00"), japan("2023-02-25 15:00")))

    assert steps == [japan(f"2023-02-25 {hour}:00") for hour in ("00", "06", "12", "15")]


def test_it_begins_at_the_end_of_the_outage_and_runs_every_duty_on_the_way():
    coupon()

    call_command("rehearse", "--until", "2023-04-02")

    extension, entitlement = Extension.objects.get(), Entitlement.objects.get()
    assert (extension.made_at, entitlement.made_at) == (japan("2023-02-27 00:00"), japan("2023-04-01 00:00"))
    assert clock.now() == japan("2023-04-02 00:00")


def test_it_goes_on_from_the_moved_clock(capsys):
    call_command("rehearse", "--until", "2023-03-01")
    call_command("rehearse", "--until", "2023-03-02", "--json")

    report = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (report["at"], report["duties"]) == ("2023-03-02T00:00:00+09:00", dict.fromkeys(DUTIES, 0))
    assert DutyRun.objects.get(name="freeze").legal_at == japan("2023-03-02 00:00")


def test_messages_wait_for_a_second_person_and_a_rehearsal_can_be_both():
    coupon(member=hanako(regionpay()))

    urls = Message.objects.filter(template="receive_link").values_list("state", flat=True)

    call_command("rehearse", "--from", "2023-03-31", "--until", "2023-04-04")
    assert list(urls.all()) == ["queued"]

    call_command("rehearse", "--until", "2023-04-05", "--release")
    assert list(urls.all()) == ["sent"]
    released = dict(Release.objects.values_list("what", "made_at"))
    assert released == dict.fromkeys(
        ["receive-links", "usable-until", "reminder-3", "reminder-14"], japan("2023-04-04 00:00")
    )


def test_it_begins_where_it_is_told_to():
    coupon()

    call_command("rehearse", "--from", "2023-03-10", "--until", "2023-03-11")

    assert Extension.objects.get().made_at == japan("2023-03-10 00:00")


@pytest.mark.parametrize("arguments", [["--until", "2023-02-28"], ["--from", "2023-02-26", "--until", "2023-04-02"]])
def test_it_never_goes_back(arguments):
    call_command("rehearse", "--until", "2023-03-01")

    with pytest.raises(CommandError, match="2023-03-01 00:00"):
        call_command("rehearse", *arguments)
    assert clock.now() == japan("2023-03-01 00:00")


def test_production_does_not_rehearse(settings):
    settings.REHEARSAL = False

    with pytest.raises(CommandError, match="本番の時計は動かせません"):
        call_command("rehearse", "--until", "2023-03-01")
    assert clock.is_moved() is False


def test_it_needs_an_end():
    with pytest.raises(CommandError, match="--until"):
        call_command("rehearse")


def test_resuming_sets_the_clock_back_to_where_the_duties_last_ran():
    call_command("rehearse", "--from", "2023-04-03", "--until", "2023-04-05")
    clock.move_to(japan("2023-04-05 00:00") + timedelta(days=90))

    assert rehearsal.resume() == japan("2023-04-05 00:00")
    assert clock.now() == japan("2023-04-05 00:00")


def test_there_is_nothing_to_resume_on_an_unmoved_clock(capsys):
    call_command("duties")
    call_command("rehearse", "--resume")

    assert clock.is_moved() is False
    assert capsys.readouterr().out.splitlines()[-1] == "時計は動かしていません。"
