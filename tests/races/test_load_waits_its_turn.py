"""Two loads of a scheme at once: the second waits for the first and finds all known. Another scheme's does not."""

import json
import subprocess
import sys
from contextlib import contextmanager

import psycopg

from coupons.models import Coupon, Entry
from tests.makers import other_scheme, regionpay
from tests.tools.processes import wait_until

WAITING = "select count(*) from pg_locks where locktype = 'advisory' and not granted"
HELD_UP = "select count(*) from pg_locks where relation = 'coupons_entry'::regclass and not granted"


@contextmanager
def loading(scheme: str):
    """A real `manage.py load` of the sample."""
    command = [sys.executable, "manage.py", "load", "data/sample", "--json", "--scheme", scheme]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def added(process: subprocess.Popen) -> int:
    files = json.loads(process.communicate(timeout=60)[0])["files"]
    return sum(file["added"] for file in files.values())


def test_the_second_load_waits_and_adds_nothing(own_database):
    with psycopg.connect(own_database) as other, psycopg.connect(own_database, autocommit=True) as looking:
        other.execute("lock coupons_entry in exclusive mode")
        with loading(regionpay().slug) as first:
            assert wait_until(lambda: looking.execute(HELD_UP).fetchone() == (1,))
            with loading(regionpay().slug) as second:
                assert wait_until(lambda: looking.execute(WAITING).fetchone() == (1,))
                other.rollback()

                assert (added(first), added(second)) == (4169, 0)

    assert (Coupon.objects.count(), Entry.objects.count()) == (2000, 3737)


def test_the_load_of_another_scheme_does_not_wait(own_database):
    scheme = other_scheme()
    with psycopg.connect(own_database) as other:
        other.execute("select pg_advisory_xact_lock(hashtext('load'), %s)", [regionpay().pk])
        with loading(scheme.slug) as process:
            assert added(process) == 4169

    assert set(Coupon.objects.values_list("scheme", flat=True)) == {scheme.pk}
