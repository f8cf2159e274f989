"""An approval written row by row, past the program: what only the database looks at."""

from claims.models import Incident, IncidentDecision, IncidentPayment
from coupons.reinstatement import reinstate
from tests.makers import incident, japan, shop_says, staff

AT = japan("2023-03-12 10:00")


def decision(reported: Incident, yen: int = 1000, **more) -> IncidentDecision:
    return IncidentDecision.objects.create(
        **{
            "incident": reported,
            "choices": [],
            "total_yen": yen,
            "reason": "店の記録と一致",
            "digest": b"x",
            "made_by": staff("reviewer"),
            "made_at": AT,
        }
        | more
    )


def settle(made: IncidentDecision, by: str = "reviewer", state: str = "approved") -> None:
    IncidentDecision.objects.filter(pk=made.pk).update(state=state, settled_by=staff(by), settled_at=AT)


def restored(made: IncidentDecision, payment, yen: int = 1000, incident=None) -> IncidentPayment:
    entry = reinstate(payment=payment, amount_yen=yen, ground="B2", who="test", at=AT)
    return IncidentPayment.objects.create(
        incident=incident or made.incident, decision=made, payment=payment, amount_yen=yen, restoration=entry
    )


def approve(reported: Incident, yen: int = 1000) -> None:
    Incident.objects.filter(pk=reported.pk).update(
        state="approved", approved_yen=yen, decided_by=staff("reviewer"), decided_at=AT
    )


def standing(payment, yen: int = 1000, by: str = "reviewer", **more) -> Incident:
    """Confirmed, decided and restored; only its state is still to be moved."""
    reported = shop_says(incident(payment.coupon, **more))
    made = decision(reported, yen)
    settle(made, by)
    restored(made, payment, yen)
    return reported
