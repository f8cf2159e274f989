"""A worker is killed while it loads a great file: nothing is half done, the job says so, and one press loads it all.

In the suite a part of the 200,000 rows (HOSHO_MANY_ROWS says how many).
"""

import os
import time

import psycopg
import pytest
import redis
from django.test import Client
from django.urls import reverse

from coupons.models import Coupon, Entry
from tests.coupons.load_files import HEADERS, contents
from tests.crashes.test_two_hosts_one_killed import come_true, die, host
from tests.makers import issuer, regionpay
from tests.staff.people import client_of, staff
from trail import jobs
from trail.models import AuditEvent, Job

MANY = int(os.environ.get("HOSHO_MANY_ROWS", "10000"))
WAITS = """
    select exists (select from pg_locks where relation = 'coupons_entry'::regclass and not granted
        and database = (select oid from pg_database where datname = current_database()))
"""


@pytest.fixture
def operator(own_database) -> Client:
    issuer(regionpay())
    redis.Redis.from_url(os.environ["REDIS_URL"]).flushdb()
    return client_of(staff("ope", "operator"))


def great_file() -> bytes:
    row = "{},47,I1,3000,2023-02-23 15:00,2023-02-23,2023-02-24 23:59,,\n"
    return f"{HEADERS['coupons']}\n{''.join(row.format(300_000_000_000 + n) for n in range(MANY))}".encode()


def page(operator: Client, job: Job) -> str:
    return operator.get(reverse("operations_job", args=[job.pk])).content.decode()


def test_killed_in_the_middle_it_says_so_and_one_press_loads_every_row(operator, own_database):
    before = contents()
    job = jobs.ask(kind="load", scheme="regionpay-2023", who="ope", files={"coupons.csv": great_file()})
    with psycopg.connect(own_database) as holder, psycopg.connect(own_database, autocommit=True) as looking:
        holder.execute("lock coupons_entry in exclusive mode")  # every coupon is in, the ledger must wait
        with host("first", own_database) as worker:
            assert come_true(lambda: looking.execute(WAITS).fetchone()[0], "jobs")
            assert "coupons.csv: " in page(operator, job) and "行を読みました" in page(operator, job)
            die(worker)
    began = time.monotonic()
    with host("second", own_database):
        assert come_true(lambda: Job.objects.get().state == "interrupted", "jobs")
        assert (contents(), AuditEvent.objects.filter(action="loaded").count()) == (before, 0)
        assert "途中までの作業は取り消され、何も変わっていません。" in page(operator, job)

        operator.post(reverse("operations_job_again", args=[job.pk]))
        assert come_true(lambda: Job.objects.get().ended_at is not None, "jobs", seconds=300)
    assert Job.objects.get().result["files"]["coupons.csv"]["added"] == MANY
    assert (Coupon.objects.count(), Entry.objects.filter(kind="issue").count()) == (MANY, MANY)
    print(f"{MANY} rows: {time.monotonic() - began:.0f} s from the second worker's start to the end")
