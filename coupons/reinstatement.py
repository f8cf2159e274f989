"""Putting a wrong deduction back on a coupon (notice 2.B2), and undoing that again.

The database decides what may be put back (trigger `entry_gives_back_what_was_taken`, under the coupon's lock); here its
refusals get a name.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, transaction

from config import clock
from coupons.models import Change, Coupon, Entry, Extension
from trail.record import record


class NotThisPayment(Exception):
    """Only a payment can be restored, and only a reinstatement reversed."""


class MoreThanTaken(Exception):
    """More would be given back than the payment took, cancellations by the shop included."""


class AboveFaceValue(Exception):
    """The balance would exceed the coupon's face value."""


class MoreThanRestored(Exception):
    """More would be reversed than was restored."""


REFUSALS = {
    "an_entry_undoes_its_own_coupon": NotThisPayment,
    "no_more_is_given_back_than_was_taken": MoreThanTaken,
    "no_restoration_lifts_a_balance_above_face_value": AboveFaceValue,
    "no_more_is_reversed_than_was_restored": MoreThanRestored,
}


def reinstate(
    *, payment: Entry, amount_yen: int, ground: Extension.Ground, who: str, at: datetime | None = None
) -> Entry:
    """Give `amount_yen` of `payment` back to its coupon, extend it on `ground`, and note both for regionPAY.

    Restoration and extension are one step (notice 2.B2). A coupon already covered keeps its ground (case 27).
    Raises NotThisPayment, MoreThanTaken, AboveFaceValue.
    """
    at = at or clock.now()
    with transaction.atomic():
        coupon = _lock(payment.coupon_id)
        key = f"HOSHO-R{payment.pk}-{payment.reinstatements.count() + 1}"
        entry = Entry(
            kind=Entry.Kind.REINSTATEMENT,
            entry_no=key,
            amount_yen=amount_yen,
            counts_at=at,
            store_id=payment.store_id,
            restores=payment,
        )
        _write(entry, coupon, Change.Kind.REINSTATEMENT, at)
        _cover(coupon, ground, at)
        record("reinstated", who=who, about=coupon, entry=key, amount_yen=amount_yen, ground=ground)
    return entry


def reverse(*, reinstatement: Entry, amount_yen: int, who: str, at: datetime | None = None) -> Entry:
    """Take `amount_yen` of a reinstatement back; it counts as if that much had never been restored (case 31).

    Raises NotThisPayment, MoreThanRestored.
    """
    at = at or clock.now()
    with transaction.atomic():
        coupon = _lock(reinstatement.coupon_id)
        key = f"HOSHO-V{reinstatement.pk}-{reinstatement.reversals.count() + 1}"
        entry = Entry(
            kind=Entry.Kind.REVERSAL,
            entry_no=key,
            amount_yen=-amount_yen,
            counts_at=reinstatement.counts_at,
            store_id=reinstatement.store_id,
            reverses=reinstatement,
        )
        _write(entry, coupon, Change.Kind.REVERSAL, at)
        record("reversed", who=who, about=coupon, entry=key, amount_yen=amount_yen)
    return entry


def _lock(coupon_id: int) -> Coupon:
    return Coupon.objects.select_for_update(of=("self",), no_key=True).select_related("scheme").get(pk=coupon_id)


def _write(entry: Entry, coupon: Coupon, kind: Change.Kind, at: datetime) -> None:
    """Put the entry on the coupon's ledger, and note it for regionPAY under the same number."""
    entry.scheme, entry.coupon, entry.occurred_at = coupon.scheme, coupon, at
    with _named_refusals():
        entry.save(force_insert=True)
    Change.objects.create(
        scheme_id=entry.scheme_id, key=entry.entry_no, kind=kind, coupon_id=entry.coupon_id, entry=entry, made_at=at
    )


def _cover(coupon: Coupon, ground: Extension.Ground, at: datetime) -> None:
    until = coupon.scheme.usable_until
    _, is_new = Extension.objects.get_or_create(
        coupon=coupon,
        defaults={"scheme": coupon.scheme, "ground": ground, "until": until, "rule": "B/2023-03-13", "made_at": at},
    )
    if is_new:
        Change.objects.create(
            scheme=coupon.scheme,
            key=f"HOSHO-E{coupon.pk}",
            kind=Change.Kind.EXTENSION,
            coupon=coupon,
            until=until,
            made_at=at,
        )


@contextmanager
def _named_refusals() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        refusal = REFUSALS.get(error.__cause__.diag.constraint_name)
        if refusal is None:
            raise
        raise refusal(str(error.__cause__.diag.message_primary)) from error
