"""Killed while a file is made or answers are taken: nothing half done, and the next try does it all."""

import subprocess
import sys

import psycopg
import pytest

from claims import shop_answers
from claims.models import StoreAnswerFile, StoreAttempt
from coupons import answers as answering
from coupons.models import AnswerFile, Change, ChangeFile
from tests.changes.people import NEXT, answers, downloaded, extended, made
from tests.makers import regionpay, staff
from tests.shops.people import stands, two_cases
from tests.tools.processes import wait_until
from trail.models import AuditEvent

MAKE = """
from coupons import changes; from coupons.models import Scheme
changes.make_file(scheme=Scheme.objects.get(), who="jimu")
"""
TAKE = """
from coupons import answers; from coupons.models import Scheme
answers.take(scheme=Scheme.objects.get(), name="a.csv", data=open(r"{path}", "rb").read(), who="jimu")
"""
TAKE_SHOPS = """
from claims import shop_answers; from coupons.models import Scheme; from django.contrib.auth.models import User
data = open(r"{path}", "rb").read()
shop_answers.take(scheme=Scheme.objects.get(), name="a.csv", data=data, by=User.objects.get(username="clerk"))
"""
WAITS = "select count(*) from pg_locks where relation = 'trail_auditevent'::regclass and not granted"
SESSIONS = "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"


def killed_before_its_last_step(address: str, code: str) -> None:
    """Run `code` in a process of its own, and kill it when all is written and only the trail is left to write."""
    with psycopg.connect(address) as other, psycopg.connect(address, autocommit=True) as looking:
        other.execute("lock trail_auditevent in exclusive mode")
        before = looking.execute(SESSIONS).fetchone()[0]
        process = subprocess.Popen([sys.executable, "manage.py", "shell", "-c", code], stderr=subprocess.DEVNULL)
        try:
            assert wait_until(lambda: looking.execute(WAITS).fetchone()[0] == 1)
        finally:
            process.kill()
            process.wait()
        other.rollback()
        assert wait_until(lambda: looking.execute(SESSIONS).fetchone()[0] <= before)


@pytest.fixture
def keys(own_database) -> list[str]:
    return [extended().key for _ in range(20)]


def test_a_file_that_was_being_made_is_not_there_and_the_next_holds_all(own_database, keys):
    killed_before_its_last_step(own_database, MAKE)

    assert (ChangeFile.objects.count(), Change.objects.filter(file=None).count()) == (0, 20)
    assert (made().number, Change.objects.filter(file=None).count()) == (1, 0)
    assert AuditEvent.objects.filter(action="change file made").count() == 1


def test_answers_that_were_being_taken_are_not_and_the_file_is_taken_again(own_database, keys, tmp_path):
    downloaded()
    path = tmp_path / "answers.csv"
    path.write_bytes(answers(*(f"{key},受理,," for key in keys)))

    killed_before_its_last_step(own_database, TAKE.format(path=path))

    assert (AnswerFile.objects.count(), Change.objects.filter(acknowledged_at=None).count()) == (0, 20)
    file = answering.take(scheme=regionpay(), name="a.csv", data=path.read_bytes(), who="jimu", at=NEXT)
    assert (file.accepted_count, Change.objects.filter(acknowledged_at=None).count()) == (20, 0)


def test_shops_answers_that_were_being_taken_are_not_and_the_file_is_taken_again(own_database, tmp_path):
    cases = two_cases()
    path = tmp_path / "shops.csv"
    path.write_text("\n".join(["受付番号,結果,ご担当者", *(f"{case.receipt_no},一致,山城" for case in cases)]))

    killed_before_its_last_step(own_database, TAKE_SHOPS.format(path=path))

    assert (StoreAnswerFile.objects.count(), StoreAttempt.objects.count()) == (0, 0)
    assert [stands(case) for case in cases] == [("open", "")] * 2
    given = {"scheme": regionpay(), "name": "a.csv", "data": path.read_bytes(), "by": staff("clerk")}
    assert shop_answers.take(**given).agrees_count == 2
