"""Two operators make a file at once, and what an extension, a download and a file do beside each other."""

import psycopg
from django.db import transaction

from coupons import answers as answering
from coupons import changes, eligibility
from coupons.models import Change, ChangeFile, Extension
from tests.changes.people import AT, NEXT, answers, downloaded, extended, made
from tests.makers import japan, pay, regionpay
from tests.races.guards import Background, at_once


def test_two_operators_at_once_make_one_file(own_database):
    extended()
    with transaction.atomic():
        made(who="yamada")
        other = Background(lambda: made(who="suzuki"))
        assert other.is_waiting()
    other.join()

    assert isinstance(other.error, changes.NothingToTell)
    assert list(ChangeFile.objects.values_list("made_by", "line_count")) == [("yamada", 1)]


def test_a_file_made_while_the_duty_waits_for_its_turn_is_no_failure_of_the_duty(own_database):
    extended()
    with transaction.atomic():
        made(who="jimu")
        duty = Background(lambda: changes.make_daily(regionpay(), NEXT))
        assert duty.is_waiting()
    duty.join()

    assert (duty.error, duty.result) == (None, 0)
    assert list(ChangeFile.objects.values_list("made_by", "line_count")) == [("jimu", 1)]


def test_two_runs_of_the_duty_at_once_make_one_file(own_database):
    extended()
    waited, later = at_once(
        lambda: changes.make_daily(regionpay(), NEXT), lambda: changes.make_daily(regionpay(), NEXT)
    )
    assert (waited, later.error, later.result, ChangeFile.objects.count()) == (True, None, 0, 1)


def test_without_the_place_both_would_put_the_change_into_a_file_and_the_schema_refuses_the_second(
    own_database, monkeypatch
):
    extended()
    monkeypatch.setattr(changes, "one_after_another", lambda scheme: None)
    monkeypatch.setattr(changes, "_next_number", lambda scheme: ChangeFile.objects.count() + 1)
    with transaction.atomic():
        made(who="yamada")
        monkeypatch.setattr(changes, "_next_number", lambda scheme: 2)
        other = Background(lambda: made(who="suzuki"))
        assert other.is_waiting()
    other.join()

    assert other.error.__cause__.diag.constraint_name == "a_change_is_in_one_file_only"
    assert Change.objects.get().file.made_by == "yamada"
    assert ChangeFile.objects.count() == 1


def test_a_download_beside_the_taking_back_either_tells_it_or_is_told_that_the_file_is_set_aside(own_database):
    change = extended(yen=1000)
    file = made()
    pay(change.coupon, 1000, "2023-02-25 12:00")
    with transaction.atomic():
        changes.download(file_id=file.pk, who="jimu", at=AT)
        beside = Background(lambda: eligibility.extend(regionpay(), NEXT))
        assert beside.is_waiting()
    assert (beside.join().result, Extension.objects.count(), Change.objects.get().told_at) == (0, 1, AT)


def test_a_file_waits_for_the_taking_back(own_database):
    change = extended(yen=1000)
    extended()
    pay(change.coupon, 1000, "2023-02-25 12:00")
    with transaction.atomic():
        eligibility.extend(regionpay(), NEXT)
        beside = Background(lambda: made())
        assert beside.is_waiting()
    assert (beside.join().result.line_count, Change.objects.count()) == (1, 1)


def test_two_files_of_answers_at_once_take_each_row_once(own_database):
    key = extended().key
    downloaded()

    def take():
        return answering.take(scheme=regionpay(), name="a", data=answers(f"{key},受理,,"), who="jimu", at=NEXT)

    with transaction.atomic():
        first = take()
        beside = Background(take)
        assert beside.is_waiting()
    second = beside.join().result
    assert (first.accepted_count, second.accepted_count, second.unchanged_count) == (1, 0, 1)


def test_an_answer_beside_the_download_is_of_no_change_that_was_told(own_database):
    key = extended().key
    file = made()
    with psycopg.connect(own_database) as other:
        other.execute("select from coupons_changefile where id = %s for update", [file.pk])
        beside = Background(lambda: changes.download(file_id=file.pk, who="jimu", at=japan("2023-03-20 11:00")))
        assert beside.is_waiting()
        early = answering.take(scheme=regionpay(), name="a", data=answers(f"{key},受理,,"), who="jimu", at=NEXT)
        other.rollback()
    beside.join()
    assert (early.faults, Change.objects.get().acknowledged_at) == ([[2, "key", "まだ知らせていないキーです。"]], None)
