"""Undoing what an incident gave back: by reversal entries, never by deleting, and only until the money is on a payout.

It stands here and not beside the decision, because whether yen are on a payout is known in this room.
"""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import QuerySet, Sum

from claims import incident_claims, incident_deciding, incident_telling, incidents, leases, proposals
from claims.incident_deciding import NoReason
from claims.incident_telling import ByTheShop
from claims.models import Claim, Incident, IncidentDecision, IncidentPayment, Proposal, StoreConfirmation
from config import clock
from coupons.models import Entry
from coupons.reinstatement import reverse
from payouts import entitlements, withdrawal
from payouts.models import Payout
from trail.record import record

# What would be out, on payouts or lapsed, beyond what the ledger then says is owed.
TOO_LATE = """
    select from coupon_target t where t.coupon_id = %(coupon)s and t.target_yen < (
        select coalesce(sum(amount_yen), 0) from payouts_entitlement
        where coupon_id = %(coupon)s and cause = 'ledger' and (payout_id is not null or lapsed_at is not null)
    )
"""
# To whoever asked for another destination of a claim that is gone.
ASK_ANEW = (
    "お申し出{receipt_no}の戻入を取り消したので、この申請はなくなりました。"
    "送り先を変えるときは、お申し出の連絡先を直してください。"
)


class OnAPayout(Exception):
    """What was given back is on a payout, or has lapsed: it stays, and the statement lists what is too much."""


class AlreadyUsed(Exception):
    """The restored yen were spent in shops."""


def undo(*, incident_id: int, why: str, by: User, seen: str, at: datetime | None = None) -> Incident:
    """Reverse every restoration of the incident, which is confirmed (an inquiry: open) again and may be decided anew.
    The claim that it has filed goes with it: what is approved next goes where the incident says then.

    Raises incident_deciding.ChangedMeanwhile, incidents.NotNow, NoReason, OnAPayout, AlreadyUsed.
    """
    at = at or clock.now()
    if not why.strip():
        raise NoReason
    with transaction.atomic():
        incident = _locked(incident_id)
        incident_deciding.must_be_as_seen(incident, seen, by)
        _must_stand(incident)
        _reverse(incident.payments.filter(reversal=None).order_by("pk"), by, at)
        _must_be_early_enough(incident)
        _undone(incident, why.strip(), by, at)
        _take_its_claim_back(incident, by, at)
    return incident


def give_way(*, incident_id: int, too_much: dict[int, int], why: str, by: User, at: datetime) -> Incident:
    """The shop has cancelled payments itself, more of each (yen by payment) than there is room for: what the incident
    gave back of them is reversed. Its other payments stand. Where those are all that it gave back, or less than all of
    one is too much, it is undone, and what is left of it decided anew. Its claim stays in any case: what the shop has
    put back is paid by it.

    Also where the yen are out: two persons have said so (payouts/unnamed_cancellations.py). The ledger then says what
    is true, the coupon has less than nothing or the statement lists what is too much on its payout, and nobody is asked
    for it.

    Raises leases.WithAColleague.
    """
    with transaction.atomic():
        incident = _locked(incident_id)
        leases.must_be_free(incident, by)
        _must_stand(incident)
        standing = incident.payments.filter(reversal=None).order_by("pk")
        ours = [one for one in standing if one.payment_id in too_much]
        is_in_part = any(too_much[one.payment_id] < one.amount_yen for one in ours)
        if is_in_part or len(ours) == len(standing):
            _reverse(standing, by, at)
            _undone(incident, why.strip(), by, at, ByTheShop.IN_PART if is_in_part else ByTheShop.WHOLLY)
        else:
            _take_some_back(incident, ours, by, at)
    return incident


def _locked(incident_id: int) -> Incident:
    """The scheme's payouts are locked before it."""
    entitlements.lock(Incident.objects.values_list("scheme_id", flat=True).get(pk=incident_id))
    return incidents.locked(incident_id)


def _must_stand(incident: Incident) -> None:
    if incident.state != Incident.State.APPROVED:
        raise incidents.NotNow(incident.state)


def _undone(incident: Incident, why: str, by: User, at: datetime, by_the_shop: ByTheShop = ByTheShop.NOT) -> None:
    yen = incident.approved_yen
    decision = _mark(incident, why, by, at)
    _heal(incident, at)
    incident_telling.take_back(incident, decision, yen, at, by_the_shop)


def _take_some_back(incident: Incident, ours: list[IncidentPayment], by: User, at: datetime) -> None:
    _reverse(IncidentPayment.objects.filter(pk__in=[one.pk for one in ours]).order_by("pk"), by, at)
    incident.approved_yen -= sum(one.amount_yen for one in ours)
    incident.save(update_fields=["approved_yen"])
    for one in ours:
        record("incident payment taken back", who=by.get_username(), about=incident, payment=one.payment_id)
    _heal(incident, at)
    incident_telling.take_some_back(incident, ours, at)


def _reverse(standing: QuerySet[IncidentPayment], by: User, at: datetime) -> None:
    for one in standing.select_related("restoration"):
        one.reversal = reverse(reinstatement=one.restoration, amount_yen=one.amount_yen, who=by.get_username(), at=at)
        one.save(update_fields=["reversal"])


def _heal(incident: Incident, at: datetime) -> None:
    if at >= incident.scheme.usable_until:
        entitlements.heal(incident.scheme_id, at, [incident.coupon_id])


def _take_its_claim_back(incident: Incident, by: User, at: datetime) -> None:
    """Raises OnAPayout: whatever else of the coupon went out by that claim, it was the incident's."""
    claim = incident_claims.standing_claim(incident)
    if claim is None:
        return
    if Payout.objects.filter(claim=claim).exclude(state__in=Payout.RELEASED).exists():
        raise OnAPayout
    others = Incident.objects.filter(coupon=incident.coupon_id, state=Incident.State.APPROVED).exclude(pk=incident.pk)
    if others.exists():  # what those gave back is paid by it
        return
    _end_what_is_asked(incident, claim, by, at)
    withdrawal.withdraw(claim_id=claim.pk, who=by.get_username(), at=at)
    incident_claims.follow(incident, claim, by, at)


def _end_what_is_asked(incident: Incident, claim: Claim, by: User, at: datetime) -> None:
    """What waits for a second person is about a claim that goes. Who asked for it reads so: what is approved next goes
    where the report says, and they alone know that to be wrong.
    """
    Claim.objects.select_for_update(of=("self",), no_key=True).get(pk=claim.pk)  # nobody asks anything of it meanwhile
    waiting = claim.proposals.select_for_update(of=("self",), no_key=True).filter(state=Proposal.State.WAITING)
    answer = ASK_ANEW.format(receipt_no=incident.receipt_no)
    for asked in waiting.order_by("pk"):
        proposals.send_back(proposal_id=asked.pk, by=by, answer=answer, at=at)
        record("what was asked of its claim ended", who=by.get_username(), about=incident, proposal=asked.pk)


def _must_be_early_enough(incident: Incident) -> None:
    balance = Entry.objects.filter(coupon=incident.coupon_id).aggregate(yen=Sum("amount_yen"))["yen"]
    if balance < 0:
        raise AlreadyUsed
    with connection.cursor() as cursor:
        cursor.execute(TOO_LATE, {"coupon": incident.coupon_id})
        if cursor.fetchone() is not None:
            raise OnAPayout


def _mark(incident: Incident, why: str, by: User, at: datetime) -> IncidentDecision:
    decision = incident.decisions.get(state=IncidentDecision.State.APPROVED)
    undone = {"state": IncidentDecision.State.UNDONE, "undone_by": by, "undone_at": at, "undone_why": why}
    IncidentDecision.objects.filter(pk=decision.pk).update(**undone)
    is_confirmed = StoreConfirmation.objects.filter(incident=incident, result__in=["agrees", "records"]).exists()
    back_to = Incident.State.CONFIRMED if is_confirmed else Incident.State.OPEN
    incidents.move(incident, back_to, by=by, at=at, approved_yen=0)
    record("incident undone", who=by.get_username(), about=incident)  # why: on the decision
    return decision
