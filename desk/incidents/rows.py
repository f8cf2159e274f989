"""Reports of case (B) as lines of a coupon's timeline, and what to tell of them."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from claims.models import Incident
from coupons.models import Coupon
from desk.call.answers import Answer
from desk.call.rows import Group, Row
from payouts.status.incidents import tell_incident

OPENS = "お申し出を開く"


def incidents_of(coupon: Coupon) -> list[Incident]:
    """Those that are about the coupon, or name its number without having it. The newest first."""
    naming = Q(coupon=None, stated_no=coupon.inquiry_no, scheme=coupon.scheme_id)
    rows = Incident.objects.filter(Q(coupon=coupon) | naming)
    return list(rows.select_related("scheme", "coupon__member", "coupon__scheme").order_by("-pk"))


def of_incidents(incidents: Iterable[Incident]) -> list[Row]:
    """Taken, and decided."""
    return [row for incident in incidents for row in _rows(incident)]


def _rows(incident: Incident) -> list[Row]:
    url = reverse("desk_incident", args=[incident.pk])
    words = f"{incident.receipt_no}　{incident.get_kind_display()}"
    found = [Row(incident.taken_at, Group.CLAIM, "お申し出", words, url=url, opens=OPENS)]
    if incident.decided_at:
        worth = f"　{incident.approved_yen:,}円" if incident.approved_yen else ""
        title = f"お申し出の{incident.get_state_display()}"
        found.append(
            Row(incident.decided_at, Group.CLAIM, title, f"{incident.receipt_no}{worth}", url=url, opens=OPENS)
        )
    return found


def answers(incidents: Iterable[Incident], at: datetime) -> list[Answer]:
    """What the caller's own page says."""
    return [_answer(incident, at) for incident in incidents]


def _answer(incident: Incident, at: datetime) -> Answer:
    told = tell_incident(incident, at)
    return Answer(f"お申し出 {incident.receipt_no}", [f"{told.headline}。", *told.words, told.answer])
