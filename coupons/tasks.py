"""Duties on coupons: thin, so that a worker, `duties` and a rehearsal all do the same."""

from celery import shared_task

from coupons import eligibility
from coupons.models import Scheme
from trail import duties


@shared_task(name="coupons.extend")
def extend() -> int:
    """Extend what case (A) covers, in every scheme (notice 2.A1)."""
    return duties.run("extend", lambda: duties.each(eligibility.extend, Scheme.objects.order_by("pk")))
