"""Duties on coupons: thin, so that a worker, `duties` and a rehearsal all do the same."""

from celery import shared_task

from coupons import changes, eligibility
from coupons.models import Scheme
from trail import duties


@shared_task(name="coupons.extend")
def extend() -> int:
    """Extend what case (A) covers, in every scheme (notice 2.A1)."""
    return duties.run("extend", lambda: duties.each(eligibility.extend, Scheme.objects.order_by("pk")))


@shared_task(name="coupons.make_change_files")
def make_change_files() -> int:
    """Put what regionPAY must be told into a file, once a day, in every scheme."""
    return duties.run("make_change_files", lambda: duties.each(changes.make_daily, Scheme.objects.order_by("pk")))
