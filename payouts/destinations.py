"""Where a claim's messages go changes at the desk, by two persons; its open URL is held meanwhile, and none is made
(payouts/opening.py; design 5; case 24): nor does it show a code that nobody has seen. Nor does its link for another
account serve meanwhile. While points are ordered nothing changes: what comes is told by the link that is out, so one
waits for the code, and asks then.

Then the URL is made anew for the new destination, the old one is dead, and whoever was proved to be there is told.
"""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from claims import proposals, telling
from claims.cases import must_be_as_seen
from claims.models import Claim, Proposal
from config import clock
from notifications import outbox
from payouts import account_requests, entitlements, holds, links
from payouts.models import Payout, ReceiveLink
from trail.record import record

OVER = "送り先の確認が終わった"


class NothingNew(Exception):
    """It is where the messages go already."""


class NotSoFor(Exception):
    """A URL is not read out on the phone: calls are for refunds."""


class PointsAreComing(Exception):
    """Points are ordered: their link cannot be replaced until the code, or the issuer's refusal, has come."""


def ask(
    *,
    claim_id: int,
    by: User,
    seen: str,
    deliver_by: str,
    deliver_to: str,
    reason: str,
    at: datetime | None = None,
) -> Proposal:
    """Ask a second person for another destination, normalised by the caller; the open URL does not serve until then.

    Raises NothingNew, NotSoFor, PointsAreComing, holds.NoReason, WithAColleague, ChangedMeanwhile,
    proposals.AlreadyAsked.
    """
    at = at or clock.now()
    if not reason.strip():
        raise holds.NoReason
    with transaction.atomic():
        claim = _locked(claim_id)
        must_be_as_seen(claim, seen, by)
        if (claim.deliver_by, claim.deliver_to) == (deliver_by, deliver_to):
            raise NothingNew
        if deliver_by == Claim.DeliverBy.CALL and claim.method != Claim.Method.REFUND:
            raise NotSoFor
        payouts = _locked_payouts(claim)
        _must_not_be_coming(payouts)
        details = {"deliver_by": deliver_by, "deliver_to": deliver_to}
        asked = proposals.ask(
            deed=Proposal.Deed.DESTINATION, claim=claim, by=by, reason=reason.strip(), at=at, details=details
        )
        holds.hold_for(asked, payouts, at)
    return asked


def approve(*, proposal_id: int, by: User, at: datetime | None = None) -> Proposal:
    """The second person changes it; void if the claim has changed.

    Raises proposals.SamePerson, AlreadySettled, PointsAreComing.
    """
    at = at or clock.now()
    asked = Proposal.objects.get(pk=proposal_id)
    with transaction.atomic():
        entitlements.lock(asked.scheme_id)
        claim = _locked(asked.claim_id)
        asked = proposals.settle(proposal_id=proposal_id, by=by, at=at)
        if asked.state == Proposal.State.APPROVED:
            _must_not_be_coming(_locked_payouts(claim))
            _tell_the_old_one(claim, asked, at)
            _change(claim, asked, by)
        holds.end_holds_for(asked, who=by.get_username(), reason=OVER, at=at)
        if asked.state == Proposal.State.APPROVED:
            _send_links_anew(claim, at)
            account_requests.send_elsewhere(claim=claim, by=by.get_username(), at=at)
    return asked


def send_back(*, proposal_id: int, by: User, answer: str, at: datetime | None = None) -> Proposal:
    """All stays as it was, and the URL serves again. Raises proposals.AlreadySettled, holds.NoReason."""
    at = at or clock.now()
    if not answer.strip():
        raise holds.NoReason
    with transaction.atomic():
        asked = proposals.send_back(proposal_id=proposal_id, by=by, answer=answer.strip(), at=at)
        holds.end_holds_for(asked, who=by.get_username(), reason=OVER, at=at)
    return asked


def _locked(claim_id: int) -> Claim:
    return Claim.objects.select_for_update(of=("self",), no_key=True).select_related("scheme").get(pk=claim_id)


def _locked_payouts(claim: Claim) -> list[Payout]:
    rows = Payout.objects.select_for_update(of=("self",), no_key=True).select_related("scheme")
    return list(rows.filter(claim=claim).order_by("pk"))


def _must_not_be_coming(payouts: list[Payout]) -> None:
    """By list or net a code may take days. Of locked payouts: who chose a brand meanwhile is seen."""
    if any(payout.state == Payout.State.ORDERED and payout.method == "points" for payout in payouts):
        raise PointsAreComing


def _change(claim: Claim, asked: Proposal, by: User) -> None:
    claim.deliver_by, claim.deliver_to = asked.details["deliver_by"], asked.details["deliver_to"]
    claim.contact_verified_at = None
    claim.save(update_fields=["deliver_by", "deliver_to", "contact_verified_at"])
    record("destination changed", who=by.get_username(), about=claim, asked_by=asked.made_by.get_username())


def _tell_the_old_one(claim: Claim, asked: Proposal, at: datetime) -> None:
    """Only where somebody proved to be there: what a clerk mistyped is a stranger's."""
    if claim.contact_verified_at is None:
        return
    telling.say(claim, key=f"destination-changed/{asked.pk}", template="destination_changed", at=at)


def _send_links_anew(claim: Claim, at: datetime) -> None:
    """What waits to be sent to the old destination is cancelled with its link; so is told of a code that nobody saw."""
    for payout in _locked_payouts(claim):
        if payout.state == Payout.State.OPEN:
            outbox.cancel(about=f"payouts.payout/{payout.pk}")
    for link in ReceiveLink.objects.filter(payout__claim=claim, revoked_at=None).order_by("payout"):
        links.replace(link_id=link.pk, channel=claim.deliver_by, to=claim.deliver_to, at=at)
