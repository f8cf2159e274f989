"""A claimant is asked for another account, by a link to where the claim's messages go (cases 14 and 15).

While the answer is awaited, nothing is opened or put into a batch for the claim, and what is in a draft or waits for an
approval is taken out: all of it would go to the account in doubt. After three returns, or where nobody can be written
to, no more links are sent by themselves: it stands on the desk's list. How it ends is in payouts/account_answers.py.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from claims import telling
from claims.models import Claim, ClaimLine, Proposal
from config import clock, tokens
from coupons.models import Scheme
from notifications.models import Message
from payouts import entitlements
from payouts.batches import lines
from payouts.links import Answer
from payouts.models import AccountRequest, Entitlement, Payout
from payouts.models.account_request import PURPOSE
from trail.record import record

TRIES = 5
MOST_RETURNS = 3  # then a person decides (case 15)
SILENT_FOR = timedelta(days=90)
CHECKING = "口座の確認中"
TEMPLATE = "account_asked"
# k = a claim. What is owed to it waits until its claimant has said where to, and where it was closed, for ever.
WAITS_FOR_ACCOUNT = """exists (
    select from payouts_accountrequest asked where asked.claim_id = k.id and asked.answered_at is null)"""


class AlreadyAnswered(Exception):
    """Another tab was quicker, or a person has settled it; or the claim was taken back."""


@dataclass
class Told:
    """Of claimants who were asked: how many have a link, were asked before, and only a person can ask."""

    by_link: int = 0
    before: int = 0
    by_nobody: int = 0


@transaction.atomic
def ask(
    *, claim: Claim, by: str, reason: str, at: datetime, returned: Payout | None = None, has_link: bool | None = None
) -> tuple[AccountRequest, bool]:
    """Ask once: what waits for an answer already is not asked again. Whether it was asked now.

    A transfer that comes back while a check is being asked about is told: `reason` and link are new then. `has_link`:
    False for the desk's list only; otherwise it depends on how often a transfer has come back.
    """
    entitlements.lock(claim.scheme_id)
    _take_out(claim, by, at)
    waiting = AccountRequest.objects.select_for_update(of=("self",), no_key=True).filter(claim=claim, answered_at=None)
    asked = waiting.select_related("claim__scheme").first()
    if asked and (returned is None or asked.returned_id or asked.closed_at):
        return asked, False
    asked = asked or AccountRequest(claim=claim)
    asked.returned, asked.reason = returned, reason[:200]
    _ask_by_link(asked, by, at, has_link=_comes_by_itself(claim, returned) if has_link is None else has_link)
    record("asked for account", who=by, about=claim, request=asked.pk, returned=returned is not None)
    return asked, True


def _comes_by_itself(claim: Claim, returned: Payout | None) -> bool:
    before = AccountRequest.objects.filter(claim=claim, returned__isnull=False).exclude(returned=returned)
    return before.count() < MOST_RETURNS - 1


def _take_out(claim: Claim, by: str, at: datetime) -> None:
    """Of drafts, and of what waits for an approval: every refund of the claim would go to the account in doubt."""
    for payout in Payout.objects.filter(claim=claim, state=Payout.State.OPEN, method=Claim.Method.REFUND).order_by(
        "pk"
    ):
        lines.take_out(payout, who=by, reason=CHECKING, at=at)


def ask_claimants(
    *, batch_id: int, line_ids: Collection[int], by: str, reason: str, at: datetime | None = None
) -> Told:
    """Leave lines out, and ask their claimants for another account by a link. `reason` is what they read.

    Raises lines.NoReason, NotADraft, NothingToExclude.
    """
    at = at or clock.now()
    told = Told()
    with transaction.atomic():
        out = lines.exclude(batch_id=batch_id, line_ids=line_ids, by=by, reason=f"{CHECKING}：{reason}", at=at)
        payouts = Payout.objects.filter(pk__in=[one.payout_id for one in out]).select_related("claim__scheme")
        for payout in payouts.order_by("pk"):
            asked, is_new = ask(claim=payout.claim, by=by, reason=reason.strip(), at=at)
            told.before += not is_new
            told.by_link += is_new and asked.has_link
            told.by_nobody += is_new and not asked.has_link
    return told


def ask_again(*, request_id: int, by: str, at: datetime | None = None) -> AccountRequest:
    """A person sends the link (again), a new one: the old one is dead, and its wrong answers are forgotten. What was
    closed is asked once more.

    Raises AlreadyAnswered.
    """
    at = at or clock.now()
    with transaction.atomic():
        asked = locked(request_id)
        asked.closed_at = None
        _ask_by_link(asked, by, at, has_link=True)
        record("asked for account", who=by, about=asked.claim, request=asked.pk, again=True)
    return asked


def send_elsewhere(*, claim: Claim, by: str, at: datetime) -> None:
    """The claim's messages go elsewhere now (payouts/destinations.py): so does its link, and the old one is dead. In
    the caller's transaction, which has locked the claim.
    """
    rows = AccountRequest.objects.select_for_update(of=("self",), no_key=True).select_related("claim__scheme")
    asked = rows.filter(claim=claim, answered_at=None, closed_at=None).first()
    if asked:
        _ask_by_link(asked, by, at, has_link=_comes_by_itself(claim, asked.returned))
        record("asked for account", who=by, about=claim, request=asked.pk, again=True)


def _ask_by_link(asked: AccountRequest, by: str, at: datetime, *, has_link: bool) -> None:
    """Write a locked request with a new secret, and send it if it `has_link` and its channel carries one."""
    channel, _to = telling.where(asked.claim)
    asked.salt, asked.key_id = _new_salt(), tokens.newest_key()
    asked.asked_by, asked.asked_at, asked.tries, asked.locked_at = by, at, 0, None
    asked.has_link, asked.channel = has_link and channel in Message.BY_MACHINE, channel
    asked.save()
    about_it = Message.objects.filter(about=f"claims.claim/{asked.claim_id}", template=TEMPLATE)
    about_it.filter(state__in=Message.WAITING).update(state=Message.State.CANCELLED)  # its link is dead
    if asked.has_link:
        telling.say(
            asked.claim,
            key=f"account-asked/{asked.pk}/{asked.salt}",
            template=TEMPLATE,
            at=at,
            link={"purpose": PURPOSE, "id": asked.pk, "key_id": asked.key_id, "salt": str(asked.salt)},
            came_back=asked.returned_id is not None,
            reason=asked.reason,
        )


def _new_salt() -> UUID:
    return AccountRequest._meta.get_field("salt").get_default()


def find(token: str) -> AccountRequest | None:
    """The request that `token` opens while it waits for an answer, or None."""
    row_id = tokens.row_id_of(token)
    asked = None if row_id is None else get(row_id)
    return asked if asked and _is_ours(asked, token) else None


def _is_ours(asked: AccountRequest, token: str) -> bool:
    try:
        return tokens.is_token_of(token, PURPOSE, asked.pk, asked.salt, asked.key_id)
    except tokens.UnknownKey:
        return False


def was_answered(token: str) -> AccountRequest | None:
    """The request that `token` opened until it was answered: its holder may be told that nothing is to be done."""
    row_id = tokens.row_id_of(token)
    asked = AccountRequest.objects.select_related("claim__scheme").filter(pk=row_id, answered_at__isnull=False).first()
    return asked if asked and _is_ours(asked, token) else None


def get(request_id: int) -> AccountRequest | None:
    """It, while it waits for an answer by its link: not of a claim that was taken back or taken over, nor while a
    second person looks at where its messages are to go.
    """
    moving = Proposal.objects.filter(claim=OuterRef("claim"), deed=Proposal.Deed.DESTINATION, state="waiting")
    rows = AccountRequest.objects.select_related("claim__scheme").filter(~Exists(moving), waiting_ones())
    return rows.filter(pk=request_id, has_link=True, closed_at=None).first()


def waiting_ones() -> Q:
    """Nobody has answered, and the claim still stands."""
    return Q(answered_at=None, claim__withdrawn_at=None, claim__superseded_by=None)


def asks_for_digits(asked: AccountRequest) -> bool:
    """Mail carries no phone number: ask for its last four digits. Otherwise prefecture and travel date of the claim."""
    return asked.channel != Message.Channel.SMS and len(asked.claim.phone) >= 4


def check(*, asked: AccountRequest, answer: Answer, at: datetime | None = None) -> bool:
    """Whether the answer is right; a wrong one counts, and the fifth locks the link, under its lock."""
    at = at or clock.now()
    with transaction.atomic():
        row = AccountRequest.objects.select_for_update(of=("self",), no_key=True).get(pk=asked.pk)
        if row.locked_at or row.answered_at or row.salt != asked.salt:
            return False
        if _is_right(asked, answer):
            return True
        row.tries += 1
        if row.tries >= TRIES:
            row.locked_at = at
            record("link locked", who="account site", about=row)
        row.save(update_fields=["tries", "locked_at"])
        return False


def _is_right(asked: AccountRequest, answer: Answer) -> bool:
    if asks_for_digits(asked):
        return len(answer.digits) == 4 and asked.claim.phone.endswith(answer.digits)
    return (answer.prefecture, answer.travel_on) == (asked.claim.prefecture, asked.claim.travel_on)


def locked(request_id: int) -> AccountRequest:
    """Its scheme first, as whatever changes batches and payouts. Raises AlreadyAnswered."""
    entitlements.lock(AccountRequest.objects.values_list("claim__scheme_id", flat=True).get(pk=request_id))
    rows = AccountRequest.objects.select_for_update(of=("self",), no_key=True).select_related("claim__scheme")
    asked = rows.get(pk=request_id)
    if asked.answered_at:
        raise AlreadyAnswered
    return asked


def for_the_desk(scheme: Scheme, at: datetime) -> QuerySet[AccountRequest]:
    """What only a person can bring on: no link, a link that was locked, or no answer for 90 days (case 15). What was
    closed comes back when something is owed to it again.
    """
    owed = Entitlement.objects.filter(
        payout=None, lapsed_at=None, coupon__claimline__claim=OuterRef("claim"), coupon__claimline__state="accepted"
    )
    stuck = Q(has_link=False) | Q(locked_at__isnull=False) | Q(asked_at__lte=at - SILENT_FOR)
    owed_again = Q(closed_at__isnull=False) & Exists(owed)
    rows = AccountRequest.objects.filter(waiting_ones(), Q(closed_at=None) & stuck | owed_again, claim__scheme=scheme)
    return rows.select_related("claim", "returned").order_by("asked_at", "pk")


def owed_to(claim: Claim) -> QuerySet[Entitlement]:
    """What a closing gives up: what is free for it, and what is on its open payouts."""
    return free_for(claim) | Entitlement.objects.filter(payout__claim=claim, payout__state=Payout.State.OPEN)


def free_for(claim: Claim) -> QuerySet[Entitlement]:
    """What is owed to it and on no payout: by its accepted coupons, without what was granted beside it (case 16)."""
    accepted = claim.lines.filter(state=ClaimLine.State.ACCEPTED).values("coupon")
    granted = claim.lines.filter(state=ClaimLine.State.GRANTED).values("coupon")
    elsewhere = ClaimLine.objects.filter(state=ClaimLine.State.GRANTED).exclude(claim=claim).values("coupon")
    free = Entitlement.objects.filter(payout=None, lapsed_at=None)
    ours = free.filter(coupon__in=accepted).exclude(cause=Entitlement.Cause.DECISION, coupon__in=elsewhere)
    return ours | free.filter(coupon__in=granted, cause=Entitlement.Cause.DECISION)
