"""The duty that does long work; thin like the other rooms' duties, with more time than they have."""

from celery import shared_task

from desk.jobs import WORKS
from trail import duties, jobs

SECONDS = 3600


@shared_task(name="desk.jobs", time_limit=SECONDS, soft_time_limit=SECONDS - 60)
def run_jobs() -> int:
    """Do the long work that waits (trail/jobs.py)."""
    return duties.run("jobs", lambda: jobs.run_waiting(WORKS))
