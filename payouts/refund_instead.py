"""「ポイントではなく、銀行振込を希望する」: from an open receiving URL to a refund claim with its coupons filled in.

A claim is for one trip, as on the site; a URL may be for several. It can be filed as long as the URL is open (question
13), and matched like any other: the URL dies when the refund's payout opens (case 14), points may be taken until then.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from claims import contacts, drafts
from claims.decisions import TRIP_DAYS
from claims.filing import COUPONS_MAX
from claims.models import Claim, ClaimLine, Draft
from coupons.prefectures import PREFECTURES
from payouts.models import Payout, PayoutItem
from trail.record import record

WHO = "receiving site"
State = ClaimLine.State
OUT = (Payout.State.ORDERED, Payout.State.PAID)


class NoSuchTrip(Exception):
    """The payout has no trip of this number."""


@dataclass
class Trip:
    """Coupons that one claim can name: one prefecture, travel days within 14 of the first, 20 at most."""

    prefecture: str
    travel_on: date
    inquiry_nos: list[str]
    yen: int

    @property
    def place(self) -> str:
        """「沖縄県」"""
        return PREFECTURES[self.prefecture]

    def takes(self, prefecture: str, travel_on: date) -> bool:
        """Whether a coupon of that day, later than those before it, belongs to this claim, too."""
        is_near = travel_on - self.travel_on <= timedelta(TRIP_DAYS)
        return prefecture == self.prefecture and is_near and len(self.inquiry_nos) < COUPONS_MAX


def trips(payout: Payout) -> list[Trip]:
    """The claims that it takes to ask by bank for all of the payout that can go there, the earliest trip first."""
    items = payout.items.exclude(coupon__in=_kept_by_its_line(payout))
    coupons = items.order_by("coupon__prefecture", "coupon__travel_on", "coupon__inquiry_no")
    found: list[Trip] = []
    fields = ("coupon__prefecture", "coupon__travel_on", "coupon__inquiry_no")
    for prefecture, travel_on, number, yen in coupons.values_list(*fields).annotate(Sum("amount_yen")):
        if not found or not found[-1].takes(prefecture, travel_on):
            found.append(Trip(prefecture, travel_on, [], 0))
        found[-1].inquiry_nos.append(number)
        found[-1].yen += yen
    return sorted(found, key=lambda trip: trip.travel_on)


def _kept_by_its_line(payout: Payout) -> list[int]:
    """Coupons of a claim of which other points are ordered or paid: their line stays accepted, for these points, and no
    newer claim can have the rest. What a member was given is on no line, and keeps nothing.
    """
    if payout.claim_id is None:
        return []
    others = PayoutItem.objects.filter(payout__claim=payout.claim_id, payout__state__in=OUT)
    return list(others.exclude(payout=payout).values_list("coupon", flat=True))


def begin(payout: Payout, nth: int) -> Draft:
    """A refund claim with the coupons of the `nth` trip (from 0) filled in. Raises NoSuchTrip.

    Nothing of the person is filled in: the page was opened by less than a name or a contact is worth.
    """
    found = trips(payout)
    if not 0 <= nth < len(found):
        raise NoSuchTrip(nth)
    trip = found[nth]
    draft = drafts.begin(scheme=payout.scheme, method=Claim.Method.REFUND, open_until=payout.receive_until)
    values = {
        "prefecture": trip.prefecture,
        "travel_on": trip.travel_on.isoformat(),
        "inquiry_nos": trip.inquiry_nos,
    }
    drafts.save(draft, "trip", values)
    record("refund begun", who=WHO, about=payout, coupons=len(trip.inquiry_nos))
    return draft


def is_asked_for(payout: Payout) -> bool:
    """Whether a refund claim from the payee's own contact for one of these coupons waits for its turn."""
    return _refund_lines(payout).filter(state__in=[State.FILED, State.REVIEW, State.ACCEPTED]).exists()


def is_by_bank_now(payout: Payout) -> bool:
    """Whether a voided payout gave way to a refund of one of its coupons."""
    accepted = ClaimLine.objects.filter(
        _for_its_coupons(payout), state=State.ACCEPTED, claim__method=Claim.Method.REFUND
    )
    return accepted.filter(claim__withdrawn_at=None).exists()


def _for_its_coupons(payout: Payout) -> Exists:
    items = PayoutItem.objects.filter(payout=payout, coupon__inquiry_no=OuterRef("stated_no"))
    return Exists(items)


def _refund_lines(payout: Payout) -> QuerySet[ClaimLine]:
    payee = payout.member or payout.claim
    known = {contact for contact in (payee.phone, payee.email, getattr(payee, "deliver_to", "")) if contact}
    own = Q(claim__contact_key__in=[contacts.key(contact) for contact in known])
    mine = ClaimLine.objects.filter(own, _for_its_coupons(payout), claim__scheme=payout.scheme)
    return mine.filter(
        claim__method=Claim.Method.REFUND, claim__withdrawn_at=None, claim__contact_verified_at__isnull=False
    )
