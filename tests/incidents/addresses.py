"""The staff addresses of case (B) for the role matrix: what each needs, and of which kind its row is."""

from claims.models import IncidentDecision
from tests.makers import cancel_unnamed, coupon, incident, japan, staff

ADDRESSES = {
    "desk_incidents": ("desk.search", ""),
    "desk_incident_take": ("desk.incident", ""),
    "desk_cancellations": ("desk.settle_cancellation", ""),
    "desk_cancellation_settle": ("desk.settle_cancellation", "coupons.entry"),
    "desk_incident": ("desk.search", "claims.incident"),
    "desk_incident_open": ("desk.incident", "claims.incident"),
    "desk_incident_close": ("desk.incident", "claims.incident"),
    "desk_incident_decide": ("desk.decide_incident", "claims.incident"),
    "desk_incident_decline": ("desk.decide_incident", "claims.incident"),
    "desk_incident_answer": ("desk.incident", "claims.incident"),
    "desk_incident_undo": ("desk.decide_incident", "claims.incident"),
    "desk_incident_again": ("desk.decide_incident", "claims.incident"),
    "desk_incident_reopen": ("desk.decide_incident", "claims.incident"),
    "desk_incident_attach": ("desk.incident", "claims.incident"),
    "desk_incident_contact": ("desk.incident", "claims.incident"),
    "desk_incident_approve": ("desk.approve_incident", "claims.incidentdecision"),
    "desk_incident_send_back": ("desk.approve_incident", "claims.incidentdecision"),
    "desk_incident_take_back": ("desk.decide_incident", "claims.incidentdecision"),
}


def rows() -> dict[str, int]:
    """An inquiry, and a decision on it that waits."""
    reported = incident(None, kind="other")
    made = IncidentDecision.objects.create(
        incident=reported,
        choices=[],
        total_yen=1,
        reason="test",
        digest=b"x",
        made_by=staff("asker-of-yen"),
        made_at=japan("2023-04-05 12:00"),
    )
    cancelled = cancel_unnamed(coupon(), 100, "2023-03-20 10:00")
    return {"claims.incident": reported.pk, "claims.incidentdecision": made.pk, "coupons.entry": cancelled.pk}
