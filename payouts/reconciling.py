"""Reconciling: every hour a scheme is asked whether each yen of it is in order; if not, nothing more is issued.

A breach that a person looked at and let pass, with a reason (`holds.start_again`), does not stop the scheme again as
long as it is the same rows; it stays red until they are in order.
"""

import hashlib
import json
from datetime import datetime, timedelta

from django.db import connection, transaction

from config import clock
from coupons.models import Scheme
from notifications import releases
from notifications.models import CHANGED
from payouts import audit, entitlements
from payouts.invariants.words import said
from payouts.models import Reconciliation
from payouts.opening import RELEASE
from payouts.reminding import RELEASES
from trail import duties
from trail.record import record

EVERY, WHILE_RED = timedelta(hours=1), timedelta(minutes=5)
WHO = "duty:reconcile"
OF_URLS = (RELEASE, CHANGED, *RELEASES)  # kinds of mass sending
PAUSED = "支払が止まっているため"
REASON = "照合で差が見つかりました：{names}"
# True for a minute behind every load, until the duties have seen it: these stop the scheme only when found twice.
SETTLES = {
    "every coupon of case (A) is extended",
    "owed is what the formula says, where nothing is on a payout or lapsed",
}
Breaches = dict[str, list[list]]


def reconcile(scheme: Scheme, at: datetime | None = None) -> int:
    """If it is due: ask all invariants of one moment's rows, note what they find, stop the scheme for what is new.

    Returns how many invariants are broken. Raises duties.Elsewhere while another run is at it.
    """
    at = at or clock.now()
    if not _is_due(scheme, at):
        return 0
    found = _found_at_one_moment(scheme, at)
    with transaction.atomic():
        duties.alone("reconcile", scheme.pk)
        entitlements.lock(scheme.pk)
        _note(scheme, at, found)
    return len(found)


def _is_due(scheme: Scheme, at: datetime) -> bool:
    last = Reconciliation.objects.filter(scheme=scheme).first()
    return last is None or at - last.at >= (EVERY if last.is_clean else WHILE_RED)


def _found_at_one_moment(scheme: Scheme, at: datetime) -> Breaches:
    """The breaches in one snapshot: query by query, a payout ordered in between would look like one."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:  # inside another transaction it is too late to ask for this
            with connection.cursor() as cursor:
                cursor.execute("set transaction isolation level repeatable read, read only")
        return json.loads(json.dumps(audit.breaches(scheme, at), default=str))


def _note(scheme: Scheme, at: datetime, found: Breaches) -> None:
    before = Reconciliation.objects.filter(scheme=scheme).first() or Reconciliation(scheme=scheme)
    known, digest = before.breaches, _digest(found)
    if digest != before.digest:
        record("reconciled", who=WHO, about=scheme, breaches={name: len(rows) for name, rows in found.items()})
    before.at, before.breaches, before.digest = at, found, digest
    before.save()
    to_stop_for = [name for name in sorted(found) if name not in SETTLES or known.get(name) == found[name]]
    if to_stop_for and digest != before.cleared:
        _stop(scheme, at, to_stop_for)


def _digest(found: Breaches) -> str:
    """What the same breaches always give; '' for none."""
    return hashlib.sha256(json.dumps(found, sort_keys=True).encode()).hexdigest() if found else ""


def _stop(scheme: Scheme, at: datetime, names: list[str]) -> None:
    """Nothing is opened, ordered or lapsed until a person clears it (design 5 "Statement"), and no URL leaves in mass:
    its page would only say that one should call.
    """
    reason = REASON.format(names="".join(dict.fromkeys(said(name).wrong for name in names)))
    if Scheme.objects.filter(pk=scheme.pk, stopped_at=None).update(stopped_at=at, stopped_reason=reason):
        record("stopped", who=WHO, about=scheme, reason=reason)
        releases.pause_all(scheme=scheme.slug, kinds=OF_URLS, who=WHO, reason=PAUSED)
