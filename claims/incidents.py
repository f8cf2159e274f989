"""How an incident moves (notice 2.B; design 4): its table, its lock, its trail. Who moves it asks here.

Taken: claims/incident_intake.py. Decided: claims/incident_deciding.py. Undone: payouts/incident_undoing.py.
"""

from datetime import datetime

from django.contrib.auth.models import User

from claims.models import Incident
from coupons.models import Coupon
from trail.record import record

State = Incident.State
# Anything else that happened (notice 1.X) is granted by two persons, without any shop.
INQUIRIES_FROM = (State.OPEN, State.CONFIRMING)
INQUIRIES_MOVE = (*((state, State.APPROVED) for state in INQUIRIES_FROM), (State.APPROVED, State.OPEN))


class NotNow(Exception):
    """The incident is not at a point from which it goes there: `state` it is in."""

    def __init__(self, state: str):
        self.state = state


def locked(incident_id: int) -> Incident:
    """The incident, its coupon (if it is known) locked before it. In the caller's transaction."""
    coupon_id = Incident.objects.values_list("coupon_id", flat=True).get(pk=incident_id)
    if coupon_id:
        Coupon.objects.select_for_update(of=("self",), no_key=True).get(pk=coupon_id)
    rows = Incident.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("scheme", "coupon__member", "coupon__scheme", "store").get(pk=incident_id)


def move(incident: Incident, to: str, *, by: User, at: datetime, **facts) -> None:
    """Move a locked incident along its table, with the `facts` (fields) that go with it. Raises NotNow.

    What decides it (approved, declined, closed) is signed; what is no longer decided is nobody's.
    """
    may = Incident.MOVES[State(incident.state)]
    is_inquiry = incident.kind == Incident.Kind.OTHER
    if to not in may and not (is_inquiry and (incident.state, to) in INQUIRIES_MOVE):
        raise NotNow(incident.state)
    signed = to not in Incident.UNDECIDED
    values = facts | {"state": to, "decided_by": by if signed else None, "decided_at": at if signed else None}
    for name, value in values.items():
        setattr(incident, name, value)
    incident.save(update_fields=list(values))
    record(f"incident {to}", who=by.get_username(), about=incident)
