"""Long work: whole or not at all, one at a time where it must be, and a dead worker is seen at once."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction

from config import clock
from desk import roles
from desk.operations.jobs import KINDS
from tests.makers import japan
from trail import jobs
from trail.models import AuditEvent, Job

ROOT = Path(__file__).parents[2]
HELD = """
    select count(*) from pg_locks l join pg_database d on d.oid = l.database
    where l.locktype = 'advisory' and d.datname = current_database()
"""
SLEEPER = """
import django, sys, time; django.setup()
from trail import jobs
from coupons.models import Store, Scheme
def work(job, progress):
    Store.objects.create(scheme=Scheme.objects.get(), no="half", name="x", prefecture="01")
    progress(1, 2, "半分")
    print("at it", flush=True); time.sleep(60)
jobs.run_waiting({"slow": work})
"""


def asked(kind="test", **more) -> Job:
    return jobs.ask(kind=kind, scheme="regionpay-2023", who="taro", **more)


def states() -> list[str]:
    return list(Job.objects.order_by("pk").values_list("state", flat=True))


def test_a_job_is_done_by_whoever_comes_and_its_files_are_kept(own_database):
    def work(job, progress):
        [file] = job.files.all()
        jobs.hand_out(job, "out.csv", bytes(file.content).upper())
        progress(5, 5, "終わりました")
        return {"rows": 5}

    job = asked(files={"in.csv": b"abc"}, note="x")
    assert jobs.run_waiting({"test": work}) == 1
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.says, job.result, job.wanted) == (
        "done",
        5,
        5,
        "",
        {"rows": 5},
        {"note": "x"},
    )
    assert [(file.way, file.name, bytes(file.content)) for file in job.files.order_by("pk")] == [
        ("in", "in.csv", b"abc"),
        ("out", "out.csv", b"ABC"),
    ]
    assert list(AuditEvent.objects.order_by("pk").values_list("who", "action")) == [
        ("taro", "asked for a job"),
        ("job:test", "job done"),
    ]
    assert jobs.run_waiting({"test": work}) == 0


@pytest.mark.parametrize(
    ("error", "words"),
    [(jobs.CannotBeDone("読めません。"), "読めません。"), (ZeroDivisionError(), "ZeroDivisionError")],
)
def test_what_fails_changes_nothing_says_why_and_may_run_again(own_database, error, words):
    def work(job, progress):
        jobs.hand_out(job, "half.csv", b"")
        raise error

    job = asked()
    assert jobs.run_waiting({"test": work}) == 1
    job.refresh_from_db()
    assert (job.state, words in job.problem, job.files.count()) == ("failed", True, 0)
    jobs.again(job_id=job.pk, who="hana")
    assert jobs.run_waiting({"test": lambda job, progress: {}}) == 1
    job.refresh_from_db()
    assert (job.state, job.problem) == ("done", "")
    with pytest.raises(jobs.NotToBeRepeated):
        jobs.again(job_id=job.pk, who="hana")


def test_one_of_a_lane_at_a_time_and_other_lanes_beside_it(own_database):
    done = []

    def work(job, progress):
        done.append(job.pk)
        return {}

    def outer(job, progress):
        if not done:
            beside = threading.Thread(target=another_worker, args=({"outer": work, "other": work},))
            beside.start()
            beside.join()
        return work(job, progress)

    first, second, other = asked("outer"), asked("outer"), asked("other")
    assert jobs.run_waiting({"outer": outer, "other": work}) == 2
    assert done == [other.pk, first.pk, second.pk]


def another_worker(works) -> None:
    assert jobs.run_waiting(works) == 1
    connection.close()


@pytest.mark.django_db
def test_the_schema_keeps_a_lane_to_one_running_job():
    Job.objects.create(kind="a", scheme="s", lane="l", state="running", asked_by="x")
    with pytest.raises(IntegrityError, match="one_job_of_a_lane_runs_at_a_time"), transaction.atomic():
        Job.objects.create(kind="a", scheme="s", lane="l", state="running", asked_by="x")


def test_a_job_whose_worker_was_killed_says_so_and_left_nothing(own_database):
    job = asked("slow")
    environment = os.environ | {"DATABASE_URL": own_database, "DJANGO_SETTINGS_MODULE": "config.settings"}
    worker = subprocess.Popen(
        [sys.executable, "-c", SLEEPER], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    assert worker.stdout.readline() == "at it\n"
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.says) == ("running", 1, 2, "半分")
    assert (jobs.mark_interrupted(), jobs.run_waiting({"slow": lambda job, progress: {}})) == (0, 0)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    worker.stdout.close()
    wait_until_gone(own_database)
    assert jobs.mark_interrupted() == 1
    with psycopg.connect(own_database) as line:
        assert line.execute("select count(*) from coupons_store").fetchone() == (0,)
    jobs.again(job_id=job.pk, who="taro")
    assert (jobs.run_waiting({"slow": lambda job, progress: {}}), states()) == (1, ["done"])


def wait_until_gone(address: str) -> None:
    """Until the database has seen that the killed worker's lock has no holder."""
    with psycopg.connect(address, autocommit=True) as line:
        for _ in range(200):
            held = line.execute(HELD).fetchone()[0]
            if not held:
                return
            time.sleep(0.05)
    raise AssertionError("the lock of a killed worker is still held")


def test_every_kind_of_job_asks_for_a_capability_of_the_table():
    assert {kind.needs for kind in KINDS.values()} <= {capability.name for capability in roles.CAPABILITIES}


def test_the_day_of_a_job_is_the_legal_one(own_database):
    clock.move_to(japan("2023-04-05 12:00"))
    asked()
    assert Job.objects.get().asked_at.astimezone(clock.JAPAN).date() == japan("2023-04-05 12:00").date()
