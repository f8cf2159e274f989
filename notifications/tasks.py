"""Duties on messages: thin. Any number of workers help: rows are leased with SKIP LOCKED, so nobody need be alone."""

from celery import shared_task

from notifications import dispatch, reports
from trail import duties


# A worker that hangs is ended before its lease is (dispatch.LEASE_SECONDS).
@shared_task(name="notifications.send_messages", soft_time_limit=120, time_limit=180)
def send_messages() -> int:
    """Send what is due, and note what became of what was sent (design 6)."""
    return duties.run("send_messages", lambda: dispatch.send_messages() + reports.apply_waiting())
