"""Duties on what is owed and what leaves: thin, so that worker, `duties` and rehearsal all do the same."""

from celery import shared_task

from claims import incident_following
from config import clock
from coupons import usable_until
from coupons.models import Scheme
from payouts import entitlements, nothing_left, opening, orders, ready, releasing, reminding, summary, telling
from payouts.batches import drafting, working
from trail import duties


@shared_task(name="payouts.freeze")
def freeze() -> int:
    """Write and heal what is owed, in every scheme (notice 2.A2)."""
    return duties.run("freeze", lambda: duties.each(entitlements.freeze, Scheme.objects.order_by("pk")))


@shared_task(name="payouts.open_payouts")
def open_payouts() -> int:
    """Open payouts for everybody who is owed, in every scheme (notice 2.A2-app)."""
    return duties.run("open_payouts", lambda: duties.each(opening.open_payouts, Scheme.objects.order_by("pk")))


@shared_task(name="payouts.settle_orders")
def settle_orders() -> int:
    """Give codes to the orders that wait for stock."""
    return duties.run("settle_orders", orders.settle_orders)


@shared_task(name="payouts.tell")
def tell() -> int:
    """Follow what could not be delivered by the other channel (case 5); give time to who is told late; say where
    nothing was left (case 6), and when points are ready that somebody had to wait for; and
    what callers of incidents were told in vain. In every scheme.
    """
    return duties.run("tell", lambda: duties.each(_tell, Scheme.objects.order_by("pk")))


def _tell(scheme: Scheme) -> int:
    at = clock.now()
    told = telling.tell(scheme, at) + nothing_left.tell(scheme, at) + ready.tell(scheme, at)
    return told + incident_following.follow(scheme, at)


@shared_task(name="payouts.remind")
def remind() -> int:
    """Tell members until when their coupons can be used, and who has not received until when they can."""
    return duties.run("remind", lambda: duties.each(_remind, Scheme.objects.order_by("pk")))


def _remind(scheme: Scheme) -> int:
    at = clock.now()
    return usable_until.tell(scheme, at) + reminding.remind(scheme, at)


@shared_task(name="payouts.lapse")
def lapse() -> int:
    """Let lapse what was not received in time, in every scheme (question 15)."""
    return duties.run("lapse", lambda: duties.each(releasing.lapse, Scheme.objects.order_by("pk")))


@shared_task(name="payouts.build_refund_batches")
def build_refund_batches() -> int:
    """Begin a draft of transfers on each bank business day from mid-May (notice 2.R), in every scheme."""
    return duties.run("build_refund_batches", lambda: duties.each(drafting.draft, Scheme.objects.order_by("pk")))


@shared_task(name="payouts.work_on_refund_batches")
def work_on_refund_batches() -> int:
    """Build, check and write out the batches that wait for it."""
    return duties.run("work_on_refund_batches", working.work)


@shared_task(name="payouts.summarize")
def summarize() -> int:
    """Work out the figures of every scheme, for the dashboard and the public page."""
    return duties.run("summarize", lambda: duties.each(summary.summarize, Scheme.objects.order_by("pk")))
