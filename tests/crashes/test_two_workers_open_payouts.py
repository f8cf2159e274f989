"""Two worker processes run *open_payouts* at once, and one of them dies in the middle: nobody is paid twice."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg

from config import clock
from payouts import opening
from payouts.audit import breaches
from payouts.models import Payout, ReceiveLink
from tests.makers import coupon, hanako, japan, owed, regionpay

ROOT = Path(__file__).parents[2]
OPEN = [
    sys.executable,
    "-c",
    "import django; django.setup(); from payouts.tasks import open_payouts; open_payouts()",
]


def start(address: str) -> subprocess.Popen:
    environment = os.environ | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings"}
    return subprocess.Popen(OPEN, cwd=ROOT, env=environment)


def people(count: int) -> None:
    owed(*[coupon(member=hanako(regionpay())) for _ in range(count)])
    clock.move_to(japan("2023-04-03 12:00"))


def test_two_processes_at_once_open_each_payout_once(own_database):
    people(30)

    workers = [start(own_database), start(own_database)]

    assert [worker.wait(60) for worker in workers] == [0, 0]
    opening.open_payouts(regionpay())
    assert (Payout.objects.count(), ReceiveLink.objects.count()) == (30, 30)
    assert breaches(regionpay()) == {}


def test_one_that_is_killed_in_the_middle_leaves_nothing_half_done(own_database):
    people(30)
    with psycopg.connect(own_database) as holder:
        holder.execute("lock table payouts_payoutitem in share mode")  # the worker will stop here, payouts inserted
        worker = start(own_database)
        wait_until_blocked(own_database)
        worker.send_signal(signal.SIGKILL)
        worker.wait(20)

    assert Payout.objects.count() == 0
    opening.open_payouts(regionpay())
    assert (Payout.objects.count(), ReceiveLink.objects.count()) == (30, 30)
    assert breaches(regionpay()) == {}


def wait_until_blocked(address: str) -> None:
    waiting = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
    with psycopg.connect(address, autocommit=True) as looker:
        for _ in range(400):
            if looker.execute(waiting).fetchone()[0]:
                return
            time.sleep(0.05)
    raise AssertionError("the worker never came to the lock")
