"""Staff are told when the reconciliation finds something: whoever may start the scheme again, and the secretariat."""

from datetime import datetime

from django.contrib.auth.models import User

from config import clock
from notifications import outbox
from notifications.models import Message
from payouts.invariants.words import said
from payouts.models import Reconciliation

WHO = ("operator", "approver")  # roles of desk/roles.py


def tell_of_breaches(at: datetime | None = None) -> int:
    """A mail to each of them for each thing found, once. How many mails were queued now."""
    at = at or clock.now()
    told = 0
    for found in Reconciliation.objects.exclude(digest="").select_related("scheme"):
        for user in _to_tell():
            key = f"breach {found.scheme.slug} {found.digest[:16]} {user.pk}"
            if not Message.objects.filter(key=key).exists():
                _tell(found, user, key, at)
                told += 1
    return told


def _to_tell() -> list[User]:
    staff = User.objects.filter(groups__name__in=WHO, is_active=True).exclude(email="")
    return list(staff.distinct().order_by("pk"))


def _tell(found: Reconciliation, user: User, key: str, at: datetime) -> None:
    """At night too: money waits for them."""
    outbox.queue(
        key=key,
        channel=Message.Channel.MAIL,
        to=user.email,
        template="breach_found",
        context={
            "at": found.at.isoformat(),
            "breaches": {said(name).wrong: len(rows) for name, rows in found.breaches.items()},
            "is_stopped": found.scheme.stopped_at is not None,
            "sender": found.scheme.sender,
        },
        about=f"coupons.scheme/{found.scheme.pk}",
        scheme=found.scheme.slug,
        not_before=at,
        urgent=True,
    )
