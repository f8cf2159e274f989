"""`load` is one transaction: killed in the middle, it leaves nothing behind, and the next one does it all."""

import subprocess
import sys

import psycopg
import pytest

from coupons.models import Coupon
from tests.coupons.load_files import contents
from tests.tools.processes import wait_until
from trail.models import AuditEvent

COMMAND = [sys.executable, "manage.py", "load", "data/sample", "--json"]
WAITS_FOR_THE_LEDGER = """
    select exists (select from pg_locks where relation = 'coupons_entry'::regclass and not granted),
        (select count(*) from pg_stat_activity where pid in (select pid from pg_locks where not granted))
"""


@pytest.fixture
def started():
    """A real `manage.py load` of the sample, which is killed at the latest when the test is over."""
    pipe = subprocess.PIPE
    process = None

    def start() -> subprocess.Popen:
        nonlocal process
        process = subprocess.Popen(COMMAND, stdout=pipe, stderr=pipe, text=True)
        return process

    yield start
    if process:
        process.kill()
        process.communicate()


def test_kill_9_in_the_middle_leaves_nothing_and_the_next_load_does_it_all(own_database, started):
    before = contents()
    with psycopg.connect(own_database) as other, psycopg.connect(own_database, autocommit=True) as looking:
        other.execute("lock coupons_entry in exclusive mode")  # the members and coupons are in, the ledger must wait
        process = started()
        assert wait_until(lambda: looking.execute(WAITS_FOR_THE_LEDGER).fetchone()[0])
        process.kill()
        process.wait()
        other.rollback()
        assert wait_until(lambda: looking.execute(WAITS_FOR_THE_LEDGER).fetchone()[1] == 0)

    assert contents() == before
    assert AuditEvent.objects.filter(action="loaded").count() == 0
    assert subprocess.run(COMMAND, capture_output=True, check=False).returncode == 0
    assert Coupon.objects.count() == 2000


def test_an_error_in_the_last_file_leaves_nothing_of_the_first(own_database, tmp_path):
    with psycopg.connect(own_database) as other:
        other.execute("alter table coupons_entry add constraint nothing_goes_in check (false) not valid")
    before = contents()

    finished = subprocess.run(COMMAND, capture_output=True, check=False)

    assert (finished.returncode, contents()) == (1, before)
