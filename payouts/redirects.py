"""A member's URL goes elsewhere: after identification, by two persons; the old URL is dead, the old place is told.

A claim has a destination of its own, which is changed for all its payouts (payouts/destinations.py); a member's
contact is the app's, so only the URL is sent elsewhere. Until the second person has answered, the payout is held.
"""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from config import clock
from notifications import outbox
from notifications.models import Message
from payouts import holds, links, unseen
from payouts.models import Payout, ReceiveLink, Redirect
from trail import persons
from trail.record import record

CHECKING = "受取URLの新しい送り先を確認中"


class NotOpen(Exception):
    """Nothing waits to be received or seen, or somebody holds it."""


class ForAClaim(Exception):
    """The claim's destination is what changes."""


class NothingNew(Exception):
    """The URL goes there already."""


class AlreadyAsked(Exception):
    """Another destination waits for a second person."""


class AlreadySettled(Exception):
    """It was approved or sent back."""


class SamePerson(Exception):
    """Who asked for it does not approve it."""


def ask(
    *, payout_id: int, by: User, channel: str, destination: str, reason: str, at: datetime | None = None
) -> Redirect:
    """Ask a second person for a new destination, normalised by the caller; the URL does not serve until then.

    Raises NotOpen, ForAClaim, NothingNew, AlreadyAsked, holds.NoReason.
    """
    at = at or clock.now()
    if not reason.strip():
        raise holds.NoReason
    with transaction.atomic():
        payout = holds.locked(payout_id)
        _must_be_free(payout, at)
        if payout.links.filter(revoked_at=None, channel=channel, destination=destination, locked_at=None).exists():
            raise NothingNew
        asked = _write(Redirect(payout=payout, channel=channel, destination=destination, reason=reason.strip()), by, at)
        holds.put_on_hold(payout, who=by.get_username(), reason=CHECKING, at=at)
        record("new destination asked for", who=by.get_username(), about=payout, redirect=asked.pk, channel=channel)
    return asked


def approve(*, redirect_id: int, by: User, at: datetime | None = None) -> Redirect:
    """The second person lets it go: another URL leaves, and who was told of the old one is told so.

    Raises SamePerson, AlreadySettled, NotOpen.
    """
    at = at or clock.now()
    with transaction.atomic():
        asked, payout = _locked(redirect_id)
        if persons.are_one(asked.made_by.get_username(), by.get_username()):
            raise SamePerson
        if not can_be_received(payout, at):
            raise NotOpen
        _settle(asked, Redirect.State.APPROVED, by, at)
        _let_go(payout, by, at)
        for old in payout.links.filter(revoked_at=None):
            links.replace(link_id=old.pk, channel=asked.channel, to=asked.destination, at=at, who=by.get_username())
            _tell_the_old_one(old, payout, asked, at)
    return asked


def send_back(*, redirect_id: int, by: User, answer: str, at: datetime | None = None) -> Redirect:
    """All stays as it was, and the URL serves again; who asked takes it back this way. Raises AlreadySettled,
    holds.NoReason.
    """
    at = at or clock.now()
    if not answer.strip():
        raise holds.NoReason
    with transaction.atomic():
        asked, payout = _locked(redirect_id)
        asked.answer = answer.strip()
        _settle(asked, Redirect.State.REFUSED, by, at)
        _let_go(payout, by, at)
    return asked


def _must_be_free(payout: Payout, at: datetime) -> None:
    if payout.claim_id:
        raise ForAClaim
    if payout.redirects.filter(state=Redirect.State.WAITING).exists():
        raise AlreadyAsked
    if payout.method != "points" or payout.held_at or not can_be_received(payout, at):
        raise NotOpen


def can_be_received(payout: Payout, at: datetime) -> bool:
    """Whether something is to be had by its URL: points, or a code that nobody has seen."""
    return payout.state == Payout.State.OPEN or unseen.order_of(payout, at) is not None


def _write(asked: Redirect, by: User, at: datetime) -> Redirect:
    asked.made_by, asked.made_at = by, at
    try:
        with transaction.atomic():
            asked.save()
    except IntegrityError as refusal:
        if refusal.__cause__.diag.constraint_name == "one_redirect_of_a_payout_waits":
            raise AlreadyAsked from refusal
        raise
    return asked


def _locked(redirect_id: int) -> tuple[Redirect, Payout]:
    """Both locked, the payout first."""
    payout = holds.locked(Redirect.objects.values_list("payout_id", flat=True).get(pk=redirect_id))
    rows = Redirect.objects.select_for_update(of=("self",), no_key=True)
    asked = rows.select_related("made_by", "payout__scheme", "payout__member").get(pk=redirect_id)
    if asked.state != Redirect.State.WAITING:
        raise AlreadySettled(asked.state)
    return asked, payout


def _settle(asked: Redirect, state: str, by: User, at: datetime) -> None:
    asked.state, asked.settled_by, asked.settled_at = state, by, at
    asked.save(update_fields=["state", "settled_by", "settled_at", "answer"])
    record(f"new destination {state}", who=by.get_username(), about=asked.payout, redirect=asked.pk)


def _let_go(payout: Payout, by: User, at: datetime) -> None:
    if payout.held_at and payout.hold_reason == CHECKING:
        holds.take_off_hold(payout, who=by.get_username(), reason="送り先の確認が終わった", at=at)


def _tell_the_old_one(old: ReceiveLink, payout: Payout, asked: Redirect, at: datetime) -> None:
    """Where the URL was sent before, unless nothing ever left for there. No letter: it is dead anyway."""
    if old.channel not in Message.BY_MACHINE or not links.was_told(old):
        return
    outbox.queue(
        key=f"link-moved/{asked.pk}",
        channel=old.channel,
        to=old.destination,
        template="link_moved",
        context=payout.scheme.says("ja"),  # members gave us no language
        about=f"coupons.member/{payout.member_id}",  # what is taken back with the payout's messages stays
        scheme=payout.scheme.slug,
        not_before=outbox.quiet_hours(at),
    )
