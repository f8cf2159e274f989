"""Two hosts, each with a worker and its children; one dies for good in the middle of its work. The other does all that
is due, and /readyz says all along what is so.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest
import redis
from django.test import Client

from claims.models import ClaimLine
from config import clock
from config.celery import app
from coupons.models import Store
from desk.duties import DUTIES
from desk.rehearsal import release
from notifications.models import Message
from payouts import orders
from payouts.audit import breaches
from payouts.models import Payout, PointOrder
from tests.crashes.restored import ROOT
from tests.makers import code, coupon, hanako, japan, opened, regionpay
from tests.matching.people import filed
from trail import jobs
from trail.models import Job

AT = "2023-04-10 12:00"
STUCK = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
STORES = "店舗番号,店舗名,都道府県コード,電話番号\n0012,北の店,01,\n".encode()
WORKER = [sys.executable, "-m", "celery", "-A", "config", "worker", "-c", "2", "--queues", "celery,long", "-l", "ERROR"]
CHAIN = ("extend", "match_claims", "freeze")


@contextmanager
def host(name: str, database: str) -> Iterator[subprocess.Popen]:
    """A worker as it runs on a host of its own: a tree of processes that share nothing with another's."""
    worker = subprocess.Popen(
        [*WORKER, "--hostname", name], cwd=ROOT, env=os.environ | {"DATABASE_URL": database}, start_new_session=True
    )
    try:
        yield worker
    finally:
        die(worker)


def die(host: subprocess.Popen) -> None:
    """kill -9, the parent and every child at once: the power is gone."""
    if host.poll() is None:
        os.killpg(host.pid, signal.SIGKILL)
        host.wait()


def wake(*names: str) -> None:
    """What beat does, without waiting for its intervals."""
    for name in names:
        app.send_task(DUTIES[name].name)


def come_true(what: Callable[[], bool], *waking: str, seconds: float = 90) -> bool:
    """Whether it did, while beat wakes these."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        wake(*waking)
        for _ in range(10):
            if what():
                return True
            time.sleep(0.1)
    return False


def both_children_at_work(first: subprocess.Popen, second: subprocess.Popen, holder: psycopg.Connection) -> None:
    """One of the first host's children opens payouts, the other loads a file, and both wait for a lock.

    The second host sleeps until then, so that it is the first that has them.
    """
    holder.execute("lock table payouts_payoutitem, coupons_store in share mode")
    os.killpg(second.pid, signal.SIGSTOP)
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as looking:
        assert come_true(lambda: looking.execute(STUCK).fetchone()[0] == 2, *CHAIN, "open_payouts", "jobs")
    os.killpg(second.pid, signal.SIGCONT)


def state(made: dict[str, int]) -> str:
    return Job.objects.get(pk=made["job"]).state


def problems() -> list[str]:
    """What /readyz says; its status fits."""
    answer = Client().get("/readyz")
    found = answer.json()["problems"]
    assert answer.status_code == (503 if found else 200)
    return found


def work_for_every_worker() -> dict[str, int]:
    """An order without a code, a claim to match, members to pay and tell, a file to load."""
    clock.move_to(japan(AT))
    release(regionpay())
    [waits] = opened(coupon(member=hanako(regionpay())), at=AT)
    ordered = orders.order(payout_id=waits.pk, brand="nanaco", who="test", at=japan(AT))
    code("nanaco", 3000)
    claim = filed(coupon(), filed_at=japan(AT), contact_verified_at=japan(AT))
    for _ in range(5):
        coupon(member=hanako(regionpay()))
    job = jobs.ask(kind="load", scheme="regionpay-2023", who="ope", files={"stores.csv": STORES})
    return {"order": ordered.pk, "claim": claim.pk, "job": job.pk}


def done(made: dict[str, int]) -> dict[str, object]:
    return {
        "order": PointOrder.objects.get(pk=made["order"]).state,
        "claim": list(ClaimLine.objects.filter(claim=made["claim"]).values_list("state", flat=True)),
        "payouts": Payout.objects.filter(state="open").count(),
        "sent": Message.objects.filter(template="receive_link", state="sent").count(),
        "unsent": Message.objects.filter(state__in=("queued", "sending"), channel__in=("mail", "sms")).count(),
        "stores": list(Store.objects.filter(no="0012").values_list("name", flat=True)),
    }


ALL = {"order": "issued", "claim": ["accepted"], "payouts": 6, "sent": 7, "unsent": 0, "stores": ["北の店"]}


@pytest.fixture
def short_patience(monkeypatch):
    """/readyz misses the duty `jobs` after five seconds, not after 25."""
    monkeypatch.setitem(app.conf.beat_schedule["jobs"], "schedule", 1)


def test_what_a_dead_host_held_another_does_and_readyz_says_what_is_so(own_database, short_patience):
    redis.Redis.from_url(os.environ["REDIS_URL"]).flushdb()
    made = work_for_every_worker()
    assert len(problems()) == len(DUTIES)

    with host("first", own_database) as first, host("second", own_database) as second:
        with psycopg.connect(own_database) as holder:
            both_children_at_work(first, second, holder)
            assert come_true(lambda: done(made)["order"] == "issued", "settle_orders")  # the other goes on meanwhile
            die(first)
        assert come_true(lambda: state(made) == "interrupted", "jobs")
        jobs.again(job_id=made["job"], who="ope")
        assert come_true(lambda: (done(made), problems()) == (ALL, []), *DUTIES)
        assert breaches(regionpay()) == {}

        die(second)
        assert come_true(lambda: [said.partition(":")[0] for said in problems()] == ["duty jobs"])
    with host("third", own_database):
        assert come_true(lambda: problems() == [], *DUTIES)
