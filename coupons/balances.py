"""What is left on a coupon at an instant: a sum over its entries, never a stored figure."""

from collections.abc import Collection

from django.db.models import Expression, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from coupons.models import Coupon, Entry


def balance_before(instant: Expression) -> Coalesce:
    """Yen on the outer query's coupon by the entries that count before `instant` (half-open, question 1).

    To annotate a queryset of coupons. One index-only look-up a coupon.
    """
    entries = Entry.objects.filter(coupon=OuterRef("pk"), counts_at__lt=instant)
    return Coalesce(Subquery(entries.values("coupon").annotate(yen=Sum("amount_yen")).values("yen")), 0)


def with_frozen_balance(coupons: QuerySet[Coupon]) -> QuerySet[Coupon]:
    """`coupons` with `frozen_yen`: the ledger balance as of 31 March 23:59, covered or not (notice 2.A2)."""
    return coupons.annotate(frozen_yen=balance_before(OuterRef("scheme__usable_until")))


def last_use(coupon: Coupon) -> Entry | None:
    """Its last payment that was not wholly cancelled, with the store; None if nothing was ever paid with the coupon."""
    return last_uses([coupon.pk]).get(coupon.pk)


def last_uses(coupons: Collection[int]) -> dict[int, Entry]:
    """The same of several coupons (ids), by coupon."""
    payments = Entry.objects.filter(coupon__in=coupons, kind=Entry.Kind.PAYMENT).select_related("store")
    stands = payments.annotate(taken_back=Coalesce(Sum("cancellations__amount_yen"), 0))
    oldest_first = stands.filter(taken_back__lt=-F("amount_yen")).order_by("occurred_at", "pk")
    return {entry.coupon_id: entry for entry in oldest_first}
