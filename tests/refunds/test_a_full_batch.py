"""9,999 transfers, the most a bank takes in one file: built, checked and written out by a worker, in flat memory."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from payouts.batches import drafting, exporting, working
from payouts.models import RefundBatch
from tests.makers import regionpay
from tests.refunds import bank_reader, many, people

ROOT = Path(__file__).parents[2]
LINES = 9_999
MOST_MIB = 45  # beyond what a worker has before; 22 were measured, with both files in memory at the end
WORKER = """
import re, django
django.setup()
from django.db import connection
from payouts.batches import working
from payouts.models import RefundBatch
connection.ensure_connection()
def most():
    # KiB. Not what `resource` says: that begins with the parent's.
    return int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
before = most()
working.work()
print((most() - before) // 1024)
"""


def work(address: str) -> int:
    """A worker's run; by how many MiB its memory grew."""
    environment = os.environ | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings"}
    worker = subprocess.run([sys.executable, "-c", WORKER], cwd=ROOT, env=environment, check=True, capture_output=True)
    return int(worker.stdout)


@pytest.mark.timeout(900)  # seconds of work, but on a busy machine they are long
def test_a_full_batch(own_database):
    people.house()
    payouts = many.refunds(LINES)
    asked = drafting.ask(scheme=regionpay(), by="maker", transfer_on=people.ON)
    assert (asked.work, asked.work_total) == ("build", LINES)

    built = work(own_database)
    batch = people.submitted(RefundBatch.objects.get())
    assert (batch.work_done, batch.line_count) == (LINES, LINES)
    exporting.ask(batch_id=people.approved(batch).pk, by="operator")
    written = work(own_database)

    batch = RefundBatch.objects.get()
    found = bank_reader.read(bytes(batch.zengin))
    assert (batch.state, batch.work_done, found.count) == ("exported", LINES, LINES)
    assert found.total_yen == batch.total_yen == sum(payout.amount_yen for payout in payouts)
    assert max(built, written) < MOST_MIB


@pytest.mark.django_db
def test_how_far_it_is_is_seen_while_it_goes_on(monkeypatch):
    """In smaller parts than the product's, so that it has several."""
    monkeypatch.setattr(drafting, "CHUNK", 10)
    monkeypatch.setattr(exporting, "CHUNK", 5)
    people.house()
    many.refunds(11)
    seen = []
    asked = drafting.ask(scheme=regionpay(), by="maker", transfer_on=people.ON)
    assert drafting.build(asked) is True
    seen.append(RefundBatch.objects.values_list("work_done", "work_total").get())
    working.work()
    exporting.ask(batch_id=people.approved(people.submitted(RefundBatch.objects.get())).pk, by="operator")
    batch = RefundBatch.objects.select_related("scheme").get()
    exporting.export(batch, lambda done: seen.append((done, batch.line_count)))

    assert seen == [(10, 11), (5, 11), (10, 11), (11, 11)]
