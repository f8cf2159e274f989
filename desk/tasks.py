"""Duties that cross rooms: long work, and the reconciliation of whose findings staff are told. Thin, like others."""

from celery import shared_task

from coupons.models import Scheme
from desk import purging
from desk.operations import alarms, job_load
from desk.operations.jobs import WORKS
from desk.refunds import news
from payouts import reconciling
from trail import duties, jobs

SECONDS = 3600


@shared_task(name="desk.jobs", time_limit=SECONDS, soft_time_limit=SECONDS - 60)
def run_jobs() -> int:
    """Do the long work that waits (trail/jobs.py)."""
    job_load.sweep()
    return duties.run("jobs", lambda: jobs.run_waiting(WORKS))


@shared_task(name="desk.tell_of_batches")
def tell_of_batches() -> int:
    """Tell staff by mail what has become of batches of transfers. How many mails were queued."""
    return duties.run("tell_of_batches", news.tell_of_batches)


@shared_task(name="desk.reconcile")
def reconcile() -> int:
    """Ask whether every yen is in order, in every scheme; tell staff what is not. How many invariants are broken."""
    return duties.run("reconcile", _reconcile)


def _reconcile() -> int:
    broken = duties.each(reconciling.reconcile, Scheme.objects.order_by("pk"))
    alarms.tell_of_breaches()
    return broken


@shared_task(name="desk.purge", time_limit=SECONDS, soft_time_limit=SECONDS - 60)
def purge() -> int:
    """Erase personal data whose time is over, in every scheme."""
    return duties.run("purge", lambda: duties.each(purging.purge_when_due, Scheme.objects.order_by("pk")))
