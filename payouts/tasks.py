"""Duties on what is owed and what leaves: thin, so that worker, `duties` and rehearsal all do the same."""

from celery import shared_task

from coupons.models import Scheme
from payouts import entitlements, links, opening, orders, releasing
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
    """Follow an undeliverable mail by an SMS (case 5)."""
    return duties.run("tell", links.tell_by_sms)


@shared_task(name="payouts.lapse")
def lapse() -> int:
    """Let lapse what was not received in time, in every scheme (question 15)."""
    return duties.run("lapse", lambda: duties.each(releasing.lapse, Scheme.objects.order_by("pk")))
