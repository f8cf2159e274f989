"""Case (B) on the telephone: what the caller says is saved, whether the records know of it or not (notice 2.B1)."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from claims import incident_telling, incidents, receipt
from claims.models import Incident
from config import clock
from coupons.models import Coupon, Scheme, Store
from trail.record import record


@dataclass(frozen=True, kw_only=True)
class Report:
    """What the caller said, tidied (claims/normalise): the four facts, what happened, and how to reach them."""

    kind: str
    stated_no: str = ""
    stated_expires_on: date | None = None
    prefecture: str
    stated_store: str = ""
    paid_around: str = ""
    stated_yen: int | None = None
    facts_agree: bool = False
    story: str = ""
    name: str
    name_kana: str = ""
    phone: str
    deliver_by: str = ""
    deliver_to: str = ""
    language: str = "ja"


def take(
    *,
    scheme: Scheme,
    report: Report,
    nonce: UUID,
    by: User,
    store: Store | None = None,
    tell: bool = False,
    at: datetime | None = None,
) -> Incident:
    """Save what was reported. The coupon is found by its number; without one it is saved all the same.

    A `nonce` that was used before gives the incident that it made: a double click is one. `tell`: the receipt number is
    sent at once, too.
    """
    at = at or clock.now()
    with transaction.atomic():
        coupon = Coupon.objects.filter(scheme=scheme, inquiry_no=report.stated_no).first()
        incident, is_new = Incident.objects.get_or_create(
            form_nonce=nonce,
            defaults={
                **asdict(report),
                "scheme": scheme,
                "receipt_no": receipt.free_number(receipt.INCIDENT, Incident.objects),
                "coupon": coupon,
                "store": store,
                "taken_by": by,
                "taken_at": at,
            },
        )
        if is_new:
            record("incident taken", who=by.get_username(), about=incident, incident_kind=incident.kind)
            if tell:
                incident_telling.tell_taken(incident, at)
    return incident


def attach(*, incident_id: int, inquiry_no: str, by: User, at: datetime | None = None) -> Incident:
    """Staff have found which coupon it is (question 16). Raises Coupon.DoesNotExist, incidents.NotNow once decided."""
    at = at or clock.now()
    with transaction.atomic():
        incident = incidents.locked(incident_id)
        if incident.state not in Incident.UNDECIDED:
            raise incidents.NotNow(incident.state)
        incident.coupon = Coupon.objects.get(scheme=incident.scheme_id, inquiry_no=inquiry_no)
        incident.save(update_fields=["coupon"])
        record("coupon attached", who=by.get_username(), about=incident, coupon=incident.coupon_id)
    return incident


CONTACT = ("name", "name_kana", "phone", "deliver_by", "deliver_to")


def correct(*, incident_id: int, by: User, at: datetime | None = None, **contact: str) -> Incident:
    """Put right how the caller is reached (`CONTACT`). Raises incidents.NotNow once decided."""
    at = at or clock.now()
    with transaction.atomic():
        incident = incidents.locked(incident_id)
        if incident.state not in Incident.UNDECIDED:
            raise incidents.NotNow(incident.state)
        changed = sorted(field for field in CONTACT if field in contact and getattr(incident, field) != contact[field])
        for field in changed:
            setattr(incident, field, contact[field])
        incident.save(update_fields=changed)
        record("incident contact corrected", who=by.get_username(), about=incident, fields=changed)
    return incident
