"""What was given back by an approved incident and would be paid to nobody: the claim that was not needed then is filed.

At the approval the coupon was in the app, or somebody's claim was being looked at (claims/incident_claims.py). Since
then the member has left or can be reached no more, or that claim was declined. A claim that came from the same call and
ended is not filed again.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from claims import incident_claims, incidents
from claims.models import ClaimLine, Incident
from config import clock
from coupons.models import Scheme
from coupons.usable_until import MOBILE
from trail import duties
from trail.record import record

WHO = "duty:match_claims"
State = ClaimLine.State


def without_a_payee(scheme: Scheme) -> QuerySet[Incident]:
    """Approved, and neither a member whom a message reaches nor a claim has the coupon now: for a person to look at,
    unless the duty files the claim.
    """
    in_the_app = Q(coupon__charged_at__isnull=False, coupon__member__isnull=False) & (
        Q(coupon__member__left_at=None) | Q(coupon__member__left_at__gte=F("scheme__usable_until"))
    )
    is_told = Q(coupon__member__email__gt="") | Q(coupon__member__phone__regex=MOBILE)
    rows = Incident.objects.filter(scheme=scheme, state=Incident.State.APPROVED).exclude(in_the_app & is_told)
    standing = ClaimLine.objects.filter(claim__scheme=OuterRef("scheme"), claim__withdrawn_at=None)
    holding = standing.filter(coupon=OuterRef("coupon"), state__in=[State.REVIEW, State.ACCEPTED])
    asking = standing.filter(stated_no=OuterRef("coupon__inquiry_no"), state__in=incident_claims.ASKED)
    return rows.filter(~Exists(holding), ~Exists(asking)).order_by("pk")


def _never_filed(scheme: Scheme) -> QuerySet[Incident]:
    """Whose own claim was withdrawn or declined is not filed for again: a person has said so, and a person looks."""
    # What went with an approval that was undone is of no account: what is approved now is filed anew.
    # One that stood at the approval and ended after it was ended by a person as well.
    own = ClaimLine.objects.filter(claim__desk__incident=OuterRef("pk")).filter(
        Q(claim__filed_at__gte=OuterRef("decided_at")) | Q(decided_at__gt=OuterRef("decided_at"))
    )
    return without_a_payee(scheme).filter(~Exists(own))


def file_missing(at: datetime | None = None) -> int:
    """The duty, before matching: file a claim for each that has a destination. How many. As often as you like."""
    at = at or clock.now()
    schemes = Scheme.objects.filter(receive_until__gt=at).order_by("pk")
    waiting = [pk for scheme in schemes for pk in _never_filed(scheme).values_list("pk", flat=True)]
    return duties.each(lambda pk: _file(pk, at), waiting)


def _file(incident_id: int, at: datetime) -> int:
    with transaction.atomic():
        incident = incidents.locked(incident_id)
        is_so_still = _never_filed(incident.scheme).filter(pk=incident_id).exists()
        if not is_so_still or incident_claims.destination(incident) is None:
            return 0
        claim = incident_claims.new_claim(incident, at)
        claim.save()
        incident_claims.note_call(claim, incident, at)
        # Filed like any other: matching judges it, also by how much goes to one place already (case 25).
        ClaimLine.objects.create(claim=claim, stated_no=incident.coupon.inquiry_no)
        record("filed by an incident", who=WHO, about=claim, incident=incident.pk)
    return 1
