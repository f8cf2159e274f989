"""A real worker on the real broker does the duties; what Redis forgets is only asked for again."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import redis

from config import clock
from config.celery import app
from coupons.models import Extension
from payouts.models import Entitlement
from tests.makers import coupon, japan
from trail.models import DutyRun

ROOT = Path(__file__).parents[2]
WORKER = [sys.executable, "-m", "celery", "-A", "config", "worker", "-c", "1", "--without-mingle", "--without-gossip"]


@contextmanager
def worker(database: str) -> Iterator[None]:
    """A worker process on this test's database."""
    process = subprocess.Popen([*WORKER, "-l", "ERROR"], cwd=ROOT, env=os.environ | {"DATABASE_URL": database})
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)


def wait_for(what: Callable[[], bool], seconds: float = 90) -> bool:
    """Whether `what` came true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.05)
    return False


def test_a_woken_worker_extends_and_freezes_by_the_moved_clock(own_database):
    coupon(yen=3000)
    clock.move_to(japan("2023-04-05 12:00"))

    with worker(own_database):
        app.send_task("coupons.extend")
        assert wait_for(Extension.objects.exists)
        app.send_task("payouts.freeze")
        assert wait_for(Entitlement.objects.filter(amount_yen=3000).exists)
        assert wait_for(DutyRun.objects.filter(name="freeze").exists)

    legal_at = DutyRun.objects.get(name="freeze").legal_at
    assert legal_at.astimezone(clock.JAPAN).date() == japan("2023-04-05 12:00").date()


def test_a_wake_up_lost_with_redis_is_made_good_by_the_next(own_database):
    coupon()
    clock.move_to(japan("2023-04-05 12:00"))
    app.send_task("coupons.extend")  # nobody listens yet
    redis.Redis.from_url(os.environ["REDIS_URL"]).flushdb()

    with worker(own_database):
        assert not wait_for(Extension.objects.exists, seconds=3)
        app.send_task("coupons.extend")
        assert wait_for(Extension.objects.exists)
