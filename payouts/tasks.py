"""Duties on what is owed."""

from celery import shared_task

from coupons.models import Scheme
from payouts import entitlements
from trail import duties


@shared_task(name="payouts.freeze")
def freeze() -> int:
    """Write and heal what is owed, in every scheme (notice 2.A2)."""
    return duties.run("freeze", lambda: sum(entitlements.freeze(scheme) for scheme in Scheme.objects.all()))
