"""Case (B) on the telephone: what the caller says is saved, whether the records know of it or not (notice 2.B1)."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from claims import incident_asking_again, incident_claims, incident_deciding, incident_telling, incidents, receipt
from claims.models import CallNote, Incident, RouteChange
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


class SavedDifferently(Exception):
    """What this form said before is saved as `incident`, and now it says something else."""

    def __init__(self, incident: Incident):
        self.incident = incident


class HasACoupon(Exception):
    """It is known which coupon it is: what was reported of one, and confirmed, is not another's."""


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
    """Save what was reported, and the call. The coupon is found by its number; without one it is saved all the same.

    A `nonce` that was used before gives the incident that it made: a double click is one. `tell`: the receipt number is
    sent at once, too. Raises SavedDifferently if the form has changed since.
    """
    at = at or clock.now()
    said = asdict(report) | {"store": store}
    with transaction.atomic():
        incident, is_new = Incident.objects.get_or_create(
            form_nonce=nonce,
            defaults={
                **said,
                "scheme": scheme,
                "receipt_no": receipt.free_number(receipt.INCIDENT, Incident.objects),
                "coupon": Coupon.objects.filter(scheme=scheme, inquiry_no=report.stated_no).first(),
                "taken_by": by,
                "taken_at": at,
            },
        )
        if is_new:
            record("incident taken", who=by.get_username(), about=incident, incident_kind=incident.kind)
            _note_call(incident)
            if tell:
                incident_telling.tell_taken(incident, at)
        elif any(getattr(incident, field) != value for field, value in said.items()):
            raise SavedDifferently(incident)
    return incident


def _note_call(incident: Incident) -> None:
    """A call about a report ends with it."""
    CallNote.objects.create(
        form_nonce=incident.form_nonce,
        scheme=incident.scheme,
        coupon=incident.coupon,
        clerk=incident.taken_by.get_username(),
        disposition=CallNote.Disposition.INCIDENT_TAKEN,
        text=incident.receipt_no,
        at=incident.taken_at,
    )


def attach(*, incident_id: int, inquiry_no: str, by: User, seen: str, at: datetime | None = None) -> Incident:
    """Staff have found which coupon it is (question 16). A shop that has agreed is asked again: what it said was of no
    coupon that anybody knew.

    Raises Coupon.DoesNotExist, HasACoupon, incidents.NotNow once decided, incident_deciding.ChangedMeanwhile,
    WaitsForASecondPerson.
    """
    at = at or clock.now()
    scheme_id = Incident.objects.values_list("scheme_id", flat=True).get(pk=incident_id)
    with transaction.atomic():
        known = Coupon.objects.select_for_update(of=("self",), no_key=True)
        coupon = known.get(scheme=scheme_id, inquiry_no=inquiry_no)
        incident = _to_change(incident_id, seen, by)
        if incident.coupon_id is not None:
            raise HasACoupon
        if incident.state in incident_asking_again.ANSWERED:
            incident_asking_again.take_answer_back(incident, by=by, at=at)
        incident.coupon = coupon
        incident.save(update_fields=["coupon"])
        incident.route_changes.create(what=RouteChange.What.COUPON, by=by, at=at)
        record("coupon attached", who=by.get_username(), about=incident, coupon=incident.coupon_id)
    return incident


class HasItsClaim(Exception):
    """A claim that it has filed stands: where that goes is changed on the claim, by two persons. `receipt_no`."""

    def __init__(self, receipt_no: str):
        self.receipt_no = receipt_no


CONTACT = ("name", "name_kana", "phone", "deliver_by", "deliver_to")


def correct(*, incident_id: int, by: User, seen: str, at: datetime | None = None, **contact: str) -> Incident:
    """Put right how the caller is reached (`CONTACT`). Who did so does not decide alone that yen go there.

    Raises incidents.NotNow once decided, incident_deciding.ChangedMeanwhile, WaitsForASecondPerson, HasItsClaim.
    """
    at = at or clock.now()
    with transaction.atomic():
        incident = _to_change(incident_id, seen, by)
        was = incident_telling.where(incident)
        changed = sorted(field for field in CONTACT if field in contact and getattr(incident, field) != contact[field])
        for field in changed:
            setattr(incident, field, contact[field])
        claim = incident_claims.standing_claim(incident)
        if claim and incident_telling.where(incident) != was:
            raise HasItsClaim(claim.receipt_no)
        incident.save(update_fields=changed)
        if changed:
            incident.route_changes.create(what=RouteChange.What.CONTACT, by=by, at=at)
        record("incident contact corrected", who=by.get_username(), about=incident, fields=changed)
    return incident


def _to_change(incident_id: int, seen: str, by: User) -> Incident:
    """Locked, as the page showed it, not decided and not before a second person."""
    incident = incidents.locked(incident_id)
    if incident.state not in Incident.UNDECIDED:
        raise incidents.NotNow(incident.state)
    incident_deciding.must_be_free(incident)
    incident_deciding.must_be_as_seen(incident, seen, by)
    return incident
