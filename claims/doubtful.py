"""The payments an incident may be about, as the ledger has them (design 5 "Case B"): a proposal, never a decision.

Listed is what was paid from the outage until the first extension ended; what was not paid during the outage is marked,
because it takes a second person (case 26).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from django.db.models import Q

from claims.decisions import LIVE
from claims.models import ClaimLine, Incident
from coupons.doubles import Double, Payment, suspected
from coupons.models import CancellationAnswer, Coupon, Entry, Scheme

Kind = Entry.Kind


@dataclass(frozen=True)
class Doubtful:
    """A payment with what is left of it: taken, less what was cancelled or restored already.

    `is_proposed`: to be given back, as far as the ledger can tell. `double`: the words of a suspicion.
    """

    payment: Entry
    left_yen: int
    is_outside: bool
    is_proposed: bool = False
    double: str = ""


def doubtful(incident: Incident) -> list[Doubtful]:
    """The payments of the incident's coupon, the earliest first; none while the coupon is not known."""
    if incident.coupon_id is None:
        return []
    listed = paid_in(incident.scheme, [incident.coupon_id])
    doubles = suspected(_standing(listed))
    words = {one.id: double.words for double in doubles for one in double.payments}
    proposed = _proposed(incident, listed, doubles)
    return [
        Doubtful(one.payment, one.left_yen, one.is_outside, one.payment.pk in proposed, words.get(one.payment.pk, ""))
        for one in listed
    ]


def beside(incident: Incident) -> list[tuple[Double, list[Entry]]]:
    """Suspected doubles that span coupons: of the same member, or of the same live claim (一家 pay with several)."""
    others = _coupons_beside(incident)
    if not others:
        return []
    listed = paid_in(incident.scheme, [incident.coupon_id, *others])
    payments = {one.payment.pk: one.payment for one in listed}
    spans = []
    for double in suspected(_standing(listed)):
        entries = [payments[one.id] for one in double.payments]
        if len({entry.coupon_id for entry in entries}) > 1:
            spans.append((double, entries))
    return spans


def _coupons_beside(incident: Incident) -> list[int]:
    if incident.coupon_id is None:
        return []
    claims = ClaimLine.objects.filter(coupon=incident.coupon_id, state__in=LIVE, claim__withdrawn_at=None)
    same_claim = Q(claimline__claim__in=claims.values("claim"), claimline__state__in=LIVE)
    member_id = incident.coupon.member_id
    own = same_claim | Q(member=member_id) if member_id else same_claim
    rows = Coupon.objects.filter(own, scheme=incident.scheme_id).exclude(pk=incident.coupon_id)
    return list(rows.distinct().values_list("pk", flat=True))


def paid_in(scheme: Scheme, coupons: list[int]) -> list[Doubtful]:
    """The payments of the days in question, of these coupons together, the earliest first."""
    rows = Entry.objects.filter(
        coupon__in=coupons,
        kind=Kind.PAYMENT,
        occurred_at__gte=scheme.outage_from,
        occurred_at__lt=scheme.first_extension_until,
    )
    payments = list(rows.select_related("store", "coupon").order_by("occurred_at", "pk"))
    back = given_back(payment.pk for payment in payments)
    return [
        Doubtful(one, -one.amount_yen - back[one.pk], is_outside=one.occurred_at >= scheme.outage_until)
        for one in payments
    ]


def given_back(payments: Iterable[int]) -> Counter:
    """Yen that cancellations (also those a person found to be the payment's) and standing restorations have given back
    already, by payment.
    """
    ids = list(payments)
    cancelled = Entry.objects.filter(cancels__in=ids).values_list("cancels", "amount_yen")
    restored = Entry.objects.filter(restores__in=ids).values_list("restores", "amount_yen")
    reversed_ = Entry.objects.filter(reverses__restores__in=ids).values_list("reverses__restores", "amount_yen")
    back = Counter()
    for payment, yen in chain(cancelled, restored, reversed_, answered_about(ids)):
        back[payment] += yen
    return back


def answered_about(ids: Iterable[int]) -> list[tuple[int, int]]:
    """Payments with the yen of a cancellation that persons have found to be of them, or a share of it."""
    ids = set(ids)
    whole = CancellationAnswer.objects.filter(payment__in=ids).values_list("payment", "entry__amount_yen")
    of_several = CancellationAnswer.objects.filter(shares__has_any_keys=[str(pk) for pk in ids])
    shares = chain.from_iterable(shares.items() for shares in of_several.values_list("shares", flat=True))
    return [*whole, *((int(payment), yen) for payment, yen in shares if int(payment) in ids)]


def _standing(listed: list[Doubtful]) -> list[Payment]:
    left = [one for one in listed if one.left_yen > 0]
    return [
        Payment(one.payment.pk, one.payment.store_id, -one.payment.amount_yen, one.payment.occurred_at) for one in left
    ]


def _proposed(incident: Incident, listed: list[Doubtful], doubles: list[Double]) -> set[int]:
    """B2: all but the first of each group, at the stated shop if it is known. B1: the only deduction that it can be,
    during the outage if there is one.
    """
    at_the_shop = [one for one in listed if incident.store_id in (None, one.payment.store_id) and one.left_yen > 0]
    ids = {one.payment.pk for one in at_the_shop}
    if incident.kind == Incident.Kind.PAID_TWICE:
        return {one.id for double in doubles for one in double.payments[1:]} & ids
    if incident.kind == Incident.Kind.CASH_AND_DEDUCTED:
        fits = [one for one in at_the_shop if incident.stated_yen in (None, -one.payment.amount_yen)]
        fits = [one for one in fits if not one.is_outside] or fits
        return {fits[0].payment.pk} if len(fits) == 1 else set()
    return set()
