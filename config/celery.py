"""Workers and the beat that wakes them. Beat knows intervals only; what is due is written in the rows (design 6)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("hosho")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def every(seconds: int, task: str) -> dict:
    """Wake `task` each `seconds`; a wake-up that nobody heard in time is dropped, the next one does the same."""
    return {"task": task, "schedule": seconds, "options": {"expires": seconds}}


# Ten minutes at most, also for what is done once a day: beat begins to count when it starts, so a new installation, or
# one that is started again often, would wait for the longest of them, and /readyz with it.
app.conf.beat_schedule = {
    "extend": every(60, "coupons.extend"),
    "make_change_files": every(300, "coupons.make_change_files"),
    "match_claims": every(10, "claims.match_claims"),
    "forget": every(300, "claims.forget"),
    "freeze": every(60, "payouts.freeze"),
    "open_payouts": every(60, "payouts.open_payouts"),
    "build_refund_batches": every(300, "payouts.build_refund_batches"),
    "work_on_refund_batches": every(10, "payouts.work_on_refund_batches"),
    "tell_of_batches": every(30, "desk.tell_of_batches"),
    "settle_orders": every(20, "payouts.settle_orders"),
    "tell": every(300, "payouts.tell"),
    "remind": every(600, "payouts.remind"),
    "lapse": every(300, "payouts.lapse"),
    "summarize": every(60, "payouts.summarize"),
    "reconcile": every(60, "desk.reconcile"),
    "jobs": every(5, "desk.jobs"),
    "purge": every(600, "desk.purge"),
    "send_messages": every(10, "notifications.send_messages"),
}
