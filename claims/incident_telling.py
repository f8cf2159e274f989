"""What the caller of an incident is told, at the destination they left or else where we call back.

Until 31 March a restored balance is good in shops, afterwards it is not: the words follow the moment at which a message
leaves (notifications/render.py), because one that was written in the evening may leave the next morning. What is
approved on the last day is in no file for regionPAY before that day ends: nobody is sent to a shop with it.
"""

from datetime import datetime
from enum import StrEnum

from django.db.models import Q

from claims.decisions import LIVE, is_paid_as_member
from claims.models import Claim, ClaimLine, Incident, IncidentDecision, IncidentPayment
from claims.normalise.contacts import MOBILE
from claims.telling import words
from coupons import changes
from coupons.models import Extension
from notifications import outbox
from notifications.models import Message


def tell_taken(incident: Incident, at: datetime) -> None:
    """The receipt number; they are on the telephone, so it goes at once."""
    _queue(incident, "incident_taken", key=f"incident-taken/{incident.pk}", at=at, urgent=True)


def tell_approved(incident: Incident, decision: IncidentDecision, at: datetime) -> None:
    """What was given back, and how it can be used when this is read."""
    _queue(incident, "incident_approved", key=_approved_key(decision), at=at, **_given_back(incident, at))


def _given_back(incident: Incident, at: datetime) -> dict:
    scheme = incident.scheme
    return {
        "amount_yen": incident.approved_yen,
        "usable_until": scheme.usable_until.isoformat(),
        "points_from": scheme.points_from.isoformat(),
        "paid_to": paid_to(incident),
        "reaches_shops": changes.reaches_shops(scheme, at),
    }


def tell_answered(incident: Incident, at: datetime) -> None:
    """Declined, or an inquiry answered: in the words that a person wrote."""
    more = {"answer": incident.words, "is_declined": incident.state == Incident.State.DECLINED, "stays_extended": False}
    extension = standing_extension(incident)
    if extension is not None and at < incident.scheme.receive_until:
        more |= {"stays_extended": True, **_what_may_be_left(incident, extension, at)}
    _queue(incident, "incident_answered", key=f"{_answered_key(incident)}{at.timestamp()}", at=at, **more)


def standing_extension(incident: Incident) -> Extension | None:
    """What is left of an approval that was undone: the coupon stays extended, so its own balance is owed. Whoever was
    told that they need not apply has to hear that they do.
    """
    if not incident.decisions.filter(state=IncidentDecision.State.UNDONE).exists():
        return None
    return Extension.objects.filter(coupon=incident.coupon_id).first()


def _what_may_be_left(incident: Incident, extension: Extension, at: datetime) -> dict:
    """No amount, nor whose the coupon is: who reported something need not have it."""
    scheme = incident.scheme
    return {
        "usable_until": scheme.usable_until.isoformat(),
        "reaches_shops": changes.reaches_shops(scheme, extension.made_at),
        "site_opens_at": scheme.site_opens_at.isoformat(),
        "claims_until": scheme.claims_until.isoformat(),
        "may_apply": outbox.quiet_hours(at) < scheme.claims_until,  # when it leaves
    }


def take_answer_back(incident: Incident) -> None:
    """It is opened again: what has not left does not leave."""
    waiting = Message.objects.filter(key__startswith=_answered_key(incident), state=Message.State.QUEUED)
    waiting.update(state=Message.State.CANCELLED)


def _answered_key(incident: Incident) -> str:
    """Of all that it was ever answered: it may have been opened again."""
    return f"incident-answered/{incident.pk}/"


class ByTheShop(StrEnum):
    """Whether the shop has given back itself what is taken back here."""

    NOT = ""
    IN_PART = "in part"  # one payment, or less than it: how much is given back is decided anew
    WHOLLY = "wholly"


def take_back(
    incident: Incident, decision: IncidentDecision, yen: int, at: datetime, by_the_shop: ByTheShop = ByTheShop.NOT
) -> None:
    """The decision, which gave back `yen`, is undone: a message that waits does not leave. Who was told of it already,
    is told of this, too.
    """
    if _was_told(decision):
        more = {"amount_yen": yen, "by_the_shop": by_the_shop.value, "stands_yen": 0}
        _queue(incident, "incident_undone", key=f"incident-undone/{decision.pk}", at=at, **more)


def take_some_back(incident: Incident, payments: list[IncidentPayment], at: datetime) -> None:
    """The shop has given these payments of one decision back itself; the others stand. Who was told of the sum already,
    is told of this, too; who was not, is told of the sum that is left.
    """
    decision, first = payments[0].decision, payments[0].pk
    if _was_told(decision):
        more = {
            "amount_yen": sum(one.amount_yen for one in payments),
            "by_the_shop": ByTheShop.WHOLLY.value,
            "stands_yen": incident.approved_yen,
        }
        _queue(incident, "incident_undone", key=f"incident-undone/{decision.pk}/{first}", at=at, **more)
    else:
        key = f"{_approved_key(decision)}/{first}"
        _queue(incident, "incident_approved", key=key, at=at, **_given_back(incident, at))


def _was_told(decision: IncidentDecision) -> bool:
    """What waits to be said of it does not leave any more (not what is said of one before); whether it had left."""
    key = _approved_key(decision)
    said = Message.objects.filter(Q(key=key) | Q(key__startswith=f"{key}/"))
    is_told = said.exclude(state__in=(Message.State.QUEUED, Message.State.CANCELLED)).exists()
    said.filter(state=Message.State.QUEUED).update(state=Message.State.CANCELLED)
    return is_told


def _approved_key(decision: IncidentDecision) -> str:
    return f"incident-approved/{decision.pk}"


def paid_to(incident: Incident) -> str:
    """Where what is not used goes: `member` (the app's contact), `refund` (the account of a claim), `claim`."""
    live = ClaimLine.objects.filter(coupon=incident.coupon_id, state__in=LIVE, claim__withdrawn_at=None)
    line = live.select_related("claim").first()
    if line:
        return "refund" if line.claim.method == Claim.Method.REFUND else "claim"
    return "member" if incident.coupon and is_paid_as_member(incident.coupon) else "claim"


def where(incident: Incident) -> tuple[str, str]:
    """By what and to where: the destination left, else an SMS to a mobile number, else somebody calls."""
    if incident.deliver_by:
        return incident.deliver_by, incident.deliver_to
    if MOBILE.fullmatch(incident.phone):
        return Message.Channel.SMS, incident.phone
    return Message.Channel.CALL, incident.phone


def _queue(incident: Incident, template: str, *, key: str, at: datetime, urgent: bool = False, **more) -> None:
    channel, to = where(incident)
    outbox.queue(
        key=key,
        channel=channel,
        to=to,
        template=template,
        context=words(incident, incident.language) | more,
        about=f"claims.incident/{incident.pk}",
        scheme=incident.scheme.slug,
        not_before=at if urgent else outbox.quiet_hours(at),
        urgent=urgent,
    )
