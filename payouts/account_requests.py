"""A claimant is asked for another account, by a link to where the claim's messages go (cases 14 and 15).

While the answer is awaited, nothing is opened or put into a batch for the claim. After three returns, or where nobody
can be written to, no more links are sent by themselves: it stands on the desk's list, and a person decides.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from claims import telling
from claims.filing import account_seal_name
from claims.models import BankAccount, Claim
from config import clock, tokens
from config.sealing import fingerprint, seal
from coupons.models import Scheme
from notifications.models import Message
from payouts import entitlements
from payouts.links import Answer
from payouts.models import AccountRequest, Payout
from payouts.models.account_request import PURPOSE
from trail.record import record

TRIES = 5
MOST_RETURNS = 3  # then a person decides (case 15)
SILENT_FOR = timedelta(days=90)
# k = a claim. What is owed to it waits until its claimant has said where to.
WAITS_FOR_ACCOUNT = """exists (
    select from payouts_accountrequest asked where asked.claim_id = k.id and asked.answered_at is null)"""


class AlreadyAnswered(Exception):
    """Another tab was quicker, or a person has settled it."""


def ask(
    *, claim: Claim, by: str, reason: str, at: datetime, returned: Payout | None = None, has_link: bool | None = None
) -> AccountRequest:
    """Ask once: what waits for an answer already is not asked again. In the caller's transaction.

    `has_link`: False for the desk's list only; otherwise it depends on how often a transfer has come back.
    """
    waiting = AccountRequest.objects.filter(claim=claim, answered_at=None).first()
    if waiting:
        return waiting
    if has_link is None:
        has_link = AccountRequest.objects.filter(claim=claim, returned__isnull=False).count() < MOST_RETURNS - 1
    channel, _to = telling.where(claim)
    asked = AccountRequest.objects.create(
        claim=claim,
        returned=returned,
        reason=reason[:200],
        key_id=tokens.newest_key(),
        asked_by=by,
        asked_at=at,
        has_link=has_link and channel in Message.BY_MACHINE,
        channel=channel,
    )
    record("asked for account", who=by, about=claim, request=asked.pk, returned=returned is not None)
    if asked.has_link:
        _tell(asked, claim, at, key=f"account-asked/{asked.pk}")
    return asked


def ask_again(*, request_id: int, by: str, at: datetime | None = None) -> AccountRequest:
    """A person sends the link (again), a new one: the old one is dead, and its wrong answers are forgotten.

    Raises AlreadyAnswered.
    """
    at = at or clock.now()
    with transaction.atomic():
        asked = _locked(request_id)
        channel, _to = telling.where(asked.claim)
        asked.salt, asked.key_id = _new_salt(), tokens.newest_key()
        asked.asked_by, asked.asked_at, asked.tries, asked.locked_at = by, at, 0, None
        asked.has_link, asked.channel = channel in Message.BY_MACHINE, channel
        asked.save()
        record("asked for account", who=by, about=asked.claim, request=asked.pk, again=True)
        if asked.has_link:
            _tell(asked, asked.claim, at, key=f"account-asked/{asked.pk}/{asked.salt}")
    return asked


def _new_salt() -> UUID:
    return AccountRequest._meta.get_field("salt").get_default()


def _tell(asked: AccountRequest, claim: Claim, at: datetime, key: str) -> None:
    telling.say(
        claim,
        key=key,
        template="account_asked",
        at=at,
        link={"purpose": PURPOSE, "id": asked.pk, "key_id": asked.key_id, "salt": str(asked.salt)},
        came_back=asked.returned_id is not None,
        reason=asked.reason,
    )


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
    """It, while it waits for an answer and its claim was not taken back."""
    rows = AccountRequest.objects.select_related("claim__scheme")
    return rows.filter(pk=request_id, answered_at=None, has_link=True, claim__withdrawn_at=None).first()


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


def answer(*, request_id: int, account: dict, by: str, at: datetime | None = None) -> Claim:
    """Write the claim's account anew (the part `account` of a draft); what is owed goes on, once.

    Lines that were made before keep the account they were made with. Raises AlreadyAnswered.
    """
    at = at or clock.now()
    with transaction.atomic():
        scheme_id = AccountRequest.objects.values_list("claim__scheme_id", flat=True).get(pk=request_id)
        entitlements.lock(scheme_id)
        asked = _locked(request_id)
        claim = (
            Claim.objects.select_for_update(of=("self",), no_key=True).select_related("scheme").get(pk=asked.claim_id)
        )
        if claim.withdrawn_at:
            raise AlreadyAnswered
        _write(claim, account)
        asked.answered_at, asked.answered_by = at, by
        asked.save(update_fields=["answered_at", "answered_by"])
        record("account given", who=by, about=claim, request=asked.pk, ends=account["account_no"][-3:])
        telling.say(claim, key=f"account-given/{asked.pk}", template="account_given", at=at, urgent=True)
    return claim


def _write(claim: Claim, account: dict) -> None:
    number = account["account_no"]
    same = "|".join([account["bank_code"], account["branch_code"], account["account_type"], number])
    BankAccount.objects.filter(claim=claim).update(
        **{name: value for name, value in account.items() if name != "account_no"},
        number_sealed=seal(number, about=account_seal_name(claim)),
        number_ends=number[-3:],
        fingerprint=fingerprint(same, purpose="bank account"),
    )


def _locked(request_id: int) -> AccountRequest:
    rows = AccountRequest.objects.select_for_update(of=("self",), no_key=True).select_related("claim__scheme")
    asked = rows.get(pk=request_id)
    if asked.answered_at:
        raise AlreadyAnswered
    return asked


def for_the_desk(scheme: Scheme, at: datetime) -> QuerySet[AccountRequest]:
    """What only a person can bring on: no link, a link that was locked, or no answer for 90 days (case 15)."""
    stuck = Q(has_link=False) | Q(locked_at__isnull=False) | Q(asked_at__lte=at - SILENT_FOR)
    rows = AccountRequest.objects.filter(stuck, claim__scheme=scheme, answered_at=None, claim__withdrawn_at=None)
    return rows.select_related("claim", "returned").order_by("asked_at", "pk")
