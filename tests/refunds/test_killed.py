"""kill -9 at every named point of a batch: what was done stands whole, the rest is done by the next worker, once."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from claims.models import Branch
from payouts.audit import breaches
from payouts.batches import checks, drafting, exporting, lines, working
from payouts.models import Payout, RefundBatch
from tests.makers import regionpay
from tests.refunds import bank_reader, many, people
from trail.models import AuditEvent

ROOT = Path(__file__).parents[2]
# A function of the product, and whether the worker dies before it does its work or right after.
POINTS = {
    "before the first part of a draft": ("build", "drafting._add", "before"),
    "a part is in, and not committed": ("build", "drafting._add", "after"),
    "one part is committed, the next is not": ("build", "drafting._add", "second"),
    "before the draft's last checks": ("build", "checks.check_the_whole", "before"),
    "the draft is built and not committed": ("build", "drafting._finish", "after"),
    "before a draft is checked again": ("check", "checks.check", "before"),
    "one part is checked again, the next is not": ("check", "checks.check", "second"),
    "all is checked again, and not noted": ("check", "checks.check_the_whole", "after"),
    "before any file is made": ("export", "exporting.write_zengin", "before"),
    "one file is made": ("export", "exporting.write_zengin", "after"),
    "both files are made, and nothing is stored": ("export", "exporting.store", "before"),
    "the batch has left, and nothing is committed": ("export", "exporting._tell_claimants", "after"),
    "all is committed": ("export", "exporting.store", "after"),
}
WORKER = """
import os, signal, sys, django
django.setup()
from payouts.batches import checks, drafting, exporting, working
module, name = sys.argv[1].split(".")
module = {"checks": checks, "drafting": drafting, "exporting": exporting}[module]
deed, calls = getattr(module, name), []
def dying(*args, **more):
    calls.append(1)
    if sys.argv[2] == "before" or len(calls) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    done = deed(*args, **more)
    if sys.argv[2] == "after":
        os.kill(os.getpid(), signal.SIGKILL)
    return done
setattr(module, name, dying)
drafting.CHUNK = 3
working.work()
"""


def killed_at(address: str, function: str, when: str) -> None:
    environment = os.environ | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings"}
    worker = subprocess.run([sys.executable, "-c", WORKER, function, when], cwd=ROOT, env=environment, check=False)
    assert worker.returncode == -signal.SIGKILL


def bank_left_the_list() -> None:
    """Every branch has left the list since the draft was built: what a second check finds in each part."""
    Branch.objects.update(listed_on=people.LISTED_ON - timedelta(days=1))


def the_lease_is_over() -> None:
    RefundBatch.objects.filter(exported_at=None).update(leased_until=None)


@pytest.mark.parametrize("point", POINTS)
def test_killed_and_gone_on(own_database, point):
    part, function, when = POINTS[point]
    people.house()
    owed = {payout.pk: payout.amount_yen for payout in many.refunds(5)}
    drafting.ask(scheme=regionpay(), by="maker", transfer_on=people.ON)

    if part == "build":
        killed_at(own_database, function, when)
        assert working.work() == 0  # its place is kept for a minute
        the_lease_is_over()
    working.work()
    if part == "check":
        bank_left_the_list()
        working.ask_to_check(RefundBatch.objects.get().pk, by="maker")
        killed_at(own_database, function, when)
        with pytest.raises(lines.BeingWorkedOn):  # it is not asked to be approved on half a check
            people.submitted(RefundBatch.objects.get())
        the_lease_is_over()
        working.work()
        assert checks.counts(RefundBatch.objects.get())[checks.Finding.BANK] == 5
        assert AuditEvent.objects.filter(action="batch checked").count() == 1
    batch = people.approved(people.submitted(RefundBatch.objects.get()))
    exporting.ask(batch_id=batch.pk, by="operator")
    if part == "export":
        killed_at(own_database, function, when)
        the_lease_is_over()
    working.work()

    batch = RefundBatch.objects.get()
    found = bank_reader.read(bytes(batch.zengin))
    assert {int(one["reference"]): int(one["yen"]) for one in found.transfers} == owed
    assert (batch.state, batch.work, found.total_yen) == ("exported", "", sum(owed.values()))
    assert set(Payout.objects.values_list("state", flat=True)) == {"ordered"}
    assert breaches(regionpay()) == {}
