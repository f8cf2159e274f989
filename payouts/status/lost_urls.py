"""「受取URLが見つからない方」: the URLs that were sent to a contact, once more to that contact, members' too.

A contact to which nothing was sent gets the same answer for the same work: its message is written, and undone. What was
locked, is held or was never sent is not sent this way either.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models.functions import Lower

from claims import contacts, limits
from claims.limits import Limit
from claims.models import Claim
from config import clock
from coupons.models import Member, Scheme
from notifications import outbox
from payouts.models import Payout, ReceiveLink, Redirect
from payouts.models.link import PURPOSE
from payouts.status import resending
from payouts.status.facts import Leaving, Where, of_payout
from trail.record import record

PER_CONTACT = Limit("lost receiving URL, contact", 3, timedelta(days=1))
PER_ADDRESS = Limit("lost receiving URL, address", 20, timedelta(hours=1))
MOST = 10  # the newest; who has more of them calls
WHO = "special site"


def ask(*, scheme: Scheme, contact: str, address: str, language: str = "ja", at: datetime | None = None) -> None:
    """Send every URL that was sent to `contact` (a phone number or a mail address) there again, if it is of use still.

    Raises limits.TooMany. Nothing tells whether there were any.
    """
    at = at or clock.now()
    with transaction.atomic():
        limits.take(PER_CONTACT, f"{scheme.slug} {contacts.key(contact)}")
        limits.take(PER_ADDRESS, address)
        asked = record("receiving URLs asked for", who=WHO, about=scheme)
        theirs = _sent_to(scheme, contact, at)
        for one in theirs:
            # A stranger may have asked: no telephone rings at night for it.
            resending.queue(one, language, at, who=WHO, urgent=one.link.channel == "mail")
        if not theirs:
            _write_and_undo(scheme, contact, language, at, asked.pk)


def _sent_to(scheme: Scheme, contact: str, at: datetime) -> list[Leaving]:
    """What can be received, or seen, by a URL that went to the contact; its payouts locked."""
    key = contacts.key(contact)
    links = ReceiveLink.objects.filter(payout__in=_payouts_of(scheme, contact), payout__scheme=scheme, revoked_at=None)
    mine = [link.payout_id for link in links if contacts.key(link.destination) == key]
    rows = Payout.objects.select_for_update(of=("self",), no_key=True).select_related("scheme", "member", "claim")
    found = [of_payout(payout, at) for payout in rows.filter(pk__in=sorted(mine)[-MOST:]).order_by("pk")]
    return [one for one in found if one.link and (one.where == Where.SENT or resending.is_shown(one, at))]


def _payouts_of(scheme: Scheme, contact: str) -> list[int]:
    """Of members and claims with this contact, and what was moved to it: one look-up a column, never an OR."""
    members = Member.objects.alias(small=Lower("email")).filter(scheme=scheme)
    members = members.filter(small=contact.lower()) if "@" in contact else members.filter(phone=contact)
    claims = Claim.objects.filter(scheme=scheme, contact_key=contacts.key(contact))
    moved = Redirect.objects.filter(state=Redirect.State.APPROVED, destination__iexact=contact)
    return [
        *Payout.objects.filter(member__in=list(members)).values_list("pk", flat=True),
        *Payout.objects.filter(claim__in=list(claims)).values_list("pk", flat=True),
        *moved.values_list("payout", flat=True),
    ]


def _write_and_undo(scheme: Scheme, contact: str, language: str, at: datetime, asked: int) -> None:
    nobodys = {"purpose": PURPOSE, "id": 0, "key_id": "", "salt": ""}
    with transaction.atomic():
        record("link sent again", who=WHO, about=scheme)
        outbox.queue(
            key=f"receive-link/0/asked/{asked}",
            channel="mail" if "@" in contact else "sms",
            to=contact,
            template="receive_link_again",
            context=scheme.says(language) | {"link": nobodys, "amount_yen": 0, "until": at.isoformat()},
            about="payouts.payout/0",
            scheme=scheme.slug,
            not_before=at,
            urgent="@" in contact,
        )
        transaction.set_rollback(True)
