"""Which shop a report is about: named where the caller did not know it, put right where it was the wrong one.

The wrong shop's attempts stay with the wrong shop: they say nothing of the right one (question 9).
"""

from django.contrib.auth.models import User
from django.db import models, transaction

from claims import incidents, leases
from claims.confirming import ASKED, AnsweredMeanwhile
from claims.models import Incident, StoreConfirmation
from coupons.models import Store
from trail.record import record


class Why(models.TextChoices):
    """Why it was the wrong shop. Codes for the trail, which keeps no words that somebody typed."""

    TOLD = "told", "お客様のお話がちがっていた"
    ALIKE = "alike", "名前の似た、別の店舗だった"
    RECORDS = "records", "決済の記録は、別の店舗だった"
    SHOP = "shop", "店舗から、うちではないと言われた"


class NoWhy(Exception):
    """A shop that was named before is changed for a reason."""


class SameShop(Exception):
    """It is this shop's already."""


def name_shop(*, incident_id: int, store_no: str, by: User, why: str = "") -> Incident:
    """The case is this shop's from now on, and waits for it. `why` (of `Why`): it was another's before.

    Raises Store.DoesNotExist, AnsweredMeanwhile, SameShop, NoWhy, leases.WithAColleague.
    """
    with transaction.atomic():
        before = Incident.objects.values_list("store_id", flat=True).get(pk=incident_id)
        if before:
            leases.must_be_free(Store(pk=before), by)
        incident = incidents.locked(incident_id)
        if incident.state not in ASKED or incident.store_id != before:
            raise AnsweredMeanwhile([incident.receipt_no])
        incident.store = Store.objects.get(scheme=incident.scheme_id, no=store_no)
        _must_be_reasoned(incident, before, why)
        incident.save(update_fields=["store"])
        _forget_answers(incident)
        deed, was = ("shop corrected", {"was": before, "why": why}) if before else ("shop named", {})
        record(deed, who=by.get_username(), about=incident, store=incident.store_id, **was)
    return incident


def _must_be_reasoned(incident: Incident, before: int | None, why: str) -> None:
    if incident.store_id == before:
        raise SameShop
    if before and why not in Why:
        raise NoWhy


def _forget_answers(incident: Incident) -> None:
    """What the shop before has said, and when it was to be asked again: it stays with its attempts."""
    nothing = {"by": "", "store_person": "", "store_yen": None, "evidence": "", "next_on": None}
    StoreConfirmation.objects.filter(incident=incident).update(**nothing)
