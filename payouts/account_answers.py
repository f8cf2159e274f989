"""How it ends that a claimant was asked for an account (payouts/account_requests.py).

The claimant gives one by the link; or by phone or letter, and then one person writes it and another compares it, as
with every destination that changes at the desk (design 5). Or nothing was wrong with the account on record. Or none
ever comes, and two persons close it (case 15): what was owed lapses, and the accounts list it by itself.
"""

import json
from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import QuerySet, Sum

from claims import decisions, limits, matching, telling
from claims.filing import account_seal_name
from claims.models import BankAccount, Claim, ClaimLine
from config import clock
from config.sealing import fingerprint, seal, unseal
from coupons.models import Scheme
from payouts import account_requests, releasing
from payouts.account_requests import AlreadyAnswered, free_for, locked
from payouts.batches.lines import NoReason
from payouts.models import AccountProposal, AccountRequest, Entitlement, Payout
from trail import persons
from trail.record import record

SITE = "account site"
Deed, State = AccountProposal.Deed, AccountProposal.State


class LinkOver(Exception):
    """The link was sent anew, or wrong answers have locked it, since its pages were opened."""


class CameBack(Exception):
    """The bank has given money back from this account: it does not stand."""


class AlreadyProposed(Exception):
    """Something about this account waits for a second person."""


class AlreadySettled(Exception):
    """It was approved or sent back."""


class SamePerson(Exception):
    """Who asked for it does not approve it."""


class AtTheBank(Exception):
    """A transfer for the claim is with the bank: nobody knows yet that it does not arrive."""


def by_link(*, asked: AccountRequest, account: dict, at: datetime | None = None) -> Claim:
    """The claimant's own answer, by the link as `asked` had it (the part `account` of a draft).

    Raises AlreadyAnswered, LinkOver.
    """
    at = at or clock.now()
    with transaction.atomic():
        row = locked(asked.pk)
        if row.salt != asked.salt or row.locked_at or account_requests.get(row.pk) is None:
            raise LinkOver
        return _answer(row, account, who=SITE, at=at)


def stands(*, request_id: int, by: User, reason: str, at: datetime | None = None) -> AccountRequest:
    """A check was the reason, and somebody has found the account on record to be right: what is owed goes on.

    Raises NoReason, AlreadyAnswered, CameBack.
    """
    at = at or clock.now()
    if not reason.strip():
        raise NoReason
    with transaction.atomic():
        asked = locked(request_id)
        if asked.returned_id or asked.closed_at:
            raise CameBack
        asked.answered_at, asked.answered_by, asked.stands = at, by.get_username(), True
        asked.save(update_fields=["answered_at", "answered_by", "stands"])
        nothing_waits(asked.claim, who=by.get_username(), at=at)
        record("account stands", who=by.get_username(), about=asked.claim, request=asked.pk, reason=reason.strip())
    return asked


def give(*, request_id: int, account: dict, by: User, reason: str, at: datetime | None = None) -> AccountProposal:
    """An account that was given by phone or letter, for a second person to compare. `reason`: how, and how the claimant
    was identified. Raises NoReason, AlreadyAnswered, AlreadyProposed.
    """
    at = at or clock.now()
    sealed = seal(json.dumps(account), about=_seal_name(request_id))
    return _propose(request_id, AccountProposal(deed=Deed.GIVE, account_sealed=sealed), by, reason, at)


def close(*, request_id: int, by: User, reason: str, at: datetime | None = None) -> AccountProposal:
    """No account will come: ask a second person to end it. Raises NoReason, AlreadyAnswered, AlreadyProposed."""
    return _propose(request_id, AccountProposal(deed=Deed.CLOSE), by, reason, at or clock.now())


def _propose(request_id: int, proposal: AccountProposal, by: User, reason: str, at: datetime) -> AccountProposal:
    if not reason.strip():
        raise NoReason
    with transaction.atomic():
        asked = locked(request_id)
        if asked.claim.withdrawn_at or asked.closed_at:
            raise AlreadyAnswered
        proposal.request, proposal.reason, proposal.made_by, proposal.made_at = asked, reason.strip()[:300], by, at
        try:
            with transaction.atomic():
                proposal.save()
        except IntegrityError as refusal:
            if refusal.__cause__.diag.constraint_name == "one_thing_about_an_account_waits":
                raise AlreadyProposed from refusal
            raise
        about = {"deed": proposal.deed, "proposal": proposal.pk}
        record("second person asked about account", who=by.get_username(), about=asked.claim, **about)
    return proposal


def approve(*, proposal_id: int, by: User, at: datetime | None = None) -> AccountProposal:
    """The second person has compared it: the account is written, or nothing more is tried.

    Raises AlreadySettled, SamePerson, AlreadyAnswered, AtTheBank.
    """
    at = at or clock.now()
    with transaction.atomic():
        asked = locked(AccountProposal.objects.values_list("request_id", flat=True).get(pk=proposal_id))
        proposal = _waiting(proposal_id)
        if proposal.made_by_id == by.pk or persons.are_one(proposal.made_by.get_username(), by.get_username()):
            raise SamePerson
        _settle(proposal, State.APPROVED, by, at)
        if proposal.deed == Deed.GIVE:
            _answer(asked, account_of(proposal), who=by.get_username(), at=at)
        else:
            _close(asked, by, proposal.reason, at)
    return proposal


def send_back(*, proposal_id: int, by: User, answer: str, at: datetime | None = None) -> AccountProposal:
    """All stays as it was; who asked takes it back this way too. Raises NoReason, AlreadySettled, AlreadyAnswered."""
    at = at or clock.now()
    if not answer.strip():
        raise NoReason
    with transaction.atomic():
        proposal = _waiting(proposal_id)
        proposal.answer = answer.strip()[:300]
        _settle(proposal, State.REFUSED, by, at)
        record("second person refused account", who=by.get_username(), about=proposal.request.claim)
    return proposal


def nothing_waits(claim: Claim, *, who: str, at: datetime) -> None:
    """The question about a claim's account is answered, or its claim taken back: what one person had asked of a second
    about it is over. For those who hold the scheme's lock."""
    for proposal in AccountProposal.objects.filter(request__claim=claim, state=State.WAITING).order_by("pk"):
        proposal.state, proposal.settled_at = State.OVER, at
        proposal.save(update_fields=["state", "settled_at"])
        record("second person not needed about account", who=who, about=claim, proposal=proposal.pk)


def account_of(proposal: AccountProposal) -> dict:
    """What was written, in the clear, for whoever compares it. Raises SealBroken."""
    return json.loads(unseal(proposal.account_sealed, about=_seal_name(proposal.request_id)))


def waiting(scheme: Scheme) -> QuerySet[AccountProposal]:
    """What a second person has to settle: not of a claim that a newer one has replaced."""
    rows = AccountProposal.objects.filter(
        request__claim__scheme=scheme, request__claim__superseded_by=None, state=State.WAITING
    )
    return rows.select_related("request__claim", "made_by").order_by("pk")


def _seal_name(request_id: int) -> str:
    return f"payouts.accountproposal of {request_id}"


def _waiting(proposal_id: int) -> AccountProposal:
    rows = AccountProposal.objects.select_for_update(of=("self",), no_key=True)
    proposal = rows.select_related("made_by", "request__claim__scheme").get(pk=proposal_id)
    if proposal.state == State.OVER:
        raise AlreadyAnswered
    if proposal.state != State.WAITING:
        raise AlreadySettled(proposal.state)
    return proposal


def _settle(proposal: AccountProposal, state: str, by: User, at: datetime) -> None:
    proposal.state, proposal.settled_by, proposal.settled_at = state, by, at
    proposal.save(update_fields=["state", "settled_by", "settled_at", "answer"])


# -- for those who hold the scheme's and the request's lock


def _answer(asked: AccountRequest, account: dict, *, who: str, at: datetime) -> Claim:
    """Write the claim's account anew; what is owed goes on, once. Lines that left keep the account they had."""
    mark = _mark(account)
    limits.one_at_a_time(matching.place_of_account(asked.claim.scheme_id, mark))
    claim = _locked_claim(asked)
    if claim.withdrawn_at or claim.superseded_by_id or asked.closed_at:
        raise AlreadyAnswered
    is_new = bytes(BankAccount.objects.values_list("fingerprint", flat=True).get(claim=claim)) != mark
    _write(claim, account, mark)
    asked.answered_at, asked.answered_by = at, who
    asked.save(update_fields=["answered_at", "answered_by"])
    nothing_waits(claim, who=who, at=at)
    record("account given", who=who, about=claim, request=asked.pk, ends=account["account_no"][-3:])
    if is_new and decisions.is_too_much_for_its_account(claim, at):
        _to_be_looked_at(claim, who, at)
    telling.say(claim, key=f"account-given/{asked.pk}", template="account_given", at=at, urgent=True)
    return claim


def _locked_claim(asked: AccountRequest) -> Claim:
    rows = Claim.objects.select_for_update(of=("self",), no_key=True).select_related("scheme")
    return rows.get(pk=asked.claim_id)


def _mark(account: dict) -> bytes:
    same = "|".join([account["bank_code"], account["branch_code"], account["account_type"], account["account_no"]])
    return fingerprint(same, purpose="bank account")


def _write(claim: Claim, account: dict, mark: bytes) -> None:
    number = account["account_no"]
    names = ("bank_code", "bank_name", "branch_code", "branch_name", "account_type", "holder_kana")
    BankAccount.objects.filter(claim=claim).update(
        **{name: account[name] for name in names},
        number_sealed=seal(number, about=account_seal_name(claim)),
        number_ends=number[-3:],
        fingerprint=mark,
    )


def _to_be_looked_at(claim: Claim, who: str, at: datetime) -> None:
    """More to one account than the machine accepts (case 25), by whatever way it became so: a person looks."""
    _void_open(claim, who, "口座への返金が多いため、審査に回した", at)
    live = Entitlement.objects.filter(payout__claim=claim).values("coupon")
    accepted = claim.lines.filter(state=ClaimLine.State.ACCEPTED).exclude(coupon__in=live)
    values = {"state": ClaimLine.State.REVIEW, "reason": ClaimLine.Reason.MANY, "decided_by": who, "decided_at": at}
    record("account to be looked at", who=who, about=claim, lines=accepted.update(**values))


def _void_open(claim: Claim, who: str, reason: str, at: datetime) -> None:
    for payout in Payout.objects.filter(claim=claim, state=Payout.State.OPEN).order_by("pk"):
        releasing.void(payout_id=payout.pk, who=who, reason=reason, at=at)


def _close(asked: AccountRequest, by: User, reason: str, at: datetime) -> None:
    """What is owed to the claim lapses at this instant, by which the accounts know it (payouts/statement.py)."""
    claim = _locked_claim(asked)
    if Payout.objects.filter(claim=claim, state=Payout.State.ORDERED).exists():
        raise AtTheBank
    _void_open(claim, by.get_username(), reason, at)
    lapsing = free_for(claim)
    yen = lapsing.aggregate(yen=Sum("amount_yen"))["yen"] or 0
    lapsing.update(lapsed_at=at)
    asked.closed_at = at
    asked.save(update_fields=["closed_at"])
    record("closed without account", who=by.get_username(), about=claim, request=asked.pk, yen=yen, reason=reason)
