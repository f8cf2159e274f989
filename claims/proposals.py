"""What waits for a second person: asked for by one, approved or sent back by another (design 5).

That the two are two is a constraint on user ids, so no role, no superuser and no direct POST passes it. What is to be
approved is fixed with a mark of the rows it is about: if these have changed since, it is void, and asked for anew.
"""

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from claims.cases import facts_of, mark_of
from claims.decisions import STANDS
from claims.models import Claim, ClaimLine, DeskClaim, Proposal
from config import clock
from coupons.models import Coupon
from trail import persons
from trail.record import record

State = Proposal.State


class AlreadyAsked(Exception):
    """The same waits for a second person already."""


class AlreadySettled(Exception):
    """Another has approved it or sent it back, or it became void."""


class SamePerson(Exception):
    """Who asked for it does not approve it, nor whoever took the claim on the phone."""


def ask(
    *, deed: str, claim: Claim, by: User, reason: str, at: datetime, line: ClaimLine | None = None, **more
) -> Proposal:
    """Ask for a deed. `more`: coupon, amount_yen, details. In the caller's transaction. Raises AlreadyAsked."""
    asked = Proposal(
        scheme_id=claim.scheme_id, deed=deed, claim=claim, line=line, reason=reason, made_by=by, made_at=at, **more
    )
    asked.digest = digest(asked)
    try:
        with transaction.atomic():
            asked.save()
    except IntegrityError as refusal:
        if refusal.__cause__.diag.constraint_name in ("one_proposal_of_a_kind_waits", "a_coupon_is_granted_once"):
            raise AlreadyAsked from refusal
        raise
    record("second person asked", who=by.get_username(), about=claim, deed=deed, proposal=asked.pk)
    return asked


def took_it(claim: Claim, by: User) -> bool:
    """Whether this person took the claim on the phone, and so wrote where its money goes."""
    desk = DeskClaim.objects.filter(claim=claim).select_related("taken_by").first()
    return desk is not None and persons.are_one(desk.taken_by.get_username(), by.get_username())


def digest(asked: Proposal) -> bytes:
    """A mark of everything the second person looks at."""
    claim = Claim.objects.get(pk=asked.claim_id)
    account = getattr(claim, "account", None)
    one_line = ClaimLine.objects.select_related("conflicts_with").filter(pk=asked.line_id)
    lines = one_line if asked.line_id else claim.lines.select_related("conflicts_with").order_by("pk")
    held_by = ClaimLine.objects.filter(coupon=asked.coupon_id, state__in=STANDS)
    whose = Coupon.objects.filter(pk=asked.coupon_id).values_list("member", "charged_at", "member__left_at").first()
    mark = mark_of(
        [asked.deed, asked.amount_yen, asked.details, asked.coupon_id],
        [claim.name, claim.method, claim.deliver_by, claim.deliver_to, claim.withdrawn_at],
        [claim.phone, claim.prefecture, claim.travel_on],
        bytes(account.fingerprint).hex() if account else "",
        [facts_of(line) for line in lines],
        whose,
        sorted(held_by.values_list("pk", flat=True)) if asked.coupon_id else [],
    )
    return bytes.fromhex(mark)


def settle(*, proposal_id: int, by: User, at: datetime, still_holds: Callable[[], bool] = lambda: True) -> Proposal:
    """Approve it, or find it void because the rows have changed, or what the caller knows `still_holds` no more: its
    `state` says which. The deed itself is the caller's, in the same transaction, who has locked the rows it is about
    before. Raises SamePerson, AlreadySettled.
    """
    asked = _locked(proposal_id)
    if asked.made_by_id == by.pk or persons.are_one(asked.made_by.get_username(), by.get_username()):
        raise SamePerson
    if asked.deed == Proposal.Deed.TAKE and took_it(asked.claim, by):
        raise SamePerson  # also where a colleague has asked again
    asked.state = State.APPROVED if digest(asked) == bytes(asked.digest) and still_holds() else State.VOID
    asked.settled_by, asked.settled_at = by, at
    asked.save(update_fields=["state", "settled_by", "settled_at"])
    action = "second person approved" if asked.state == State.APPROVED else "second person found it changed"
    record(action, who=by.get_username(), about=asked.claim, deed=asked.deed, proposal=asked.pk)
    return asked


def send_back(*, proposal_id: int, by: User, answer: str, at: datetime | None = None) -> Proposal:
    """Refuse it with an answer; who asked for it takes it back this way. Raises AlreadySettled."""
    at = at or clock.now()
    with transaction.atomic():
        asked = _locked(proposal_id)
        asked.state = State.VOID if asked.made_by_id == by.pk else State.REFUSED
        asked.settled_by, asked.settled_at, asked.answer = by, at, answer
        asked.save(update_fields=["state", "settled_by", "settled_at", "answer"])
        record("second person refused", who=by.get_username(), about=asked.claim, deed=asked.deed, proposal=asked.pk)
    return asked


def _locked(proposal_id: int) -> Proposal:
    rows = Proposal.objects.select_for_update(of=("self",), no_key=True).select_related("claim__scheme", "made_by")
    asked = rows.get(pk=proposal_id)
    if asked.state != State.WAITING:
        raise AlreadySettled(asked.state)
    return asked
