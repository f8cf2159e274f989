"""「受付番号をなくした方」: the receipt numbers of a contact, sent to that contact and shown to nobody.

A contact that we do not know gets the same answer for the same work: its message is written, and undone.
"""

from datetime import datetime, timedelta

from django.db import transaction

from claims import contacts, limits, telling
from claims.limits import Limit
from claims.models import Claim
from config import clock
from coupons.models import Scheme
from trail.record import record

PER_CONTACT = Limit("lost receipt number, contact", 3, timedelta(days=1))
PER_ADDRESS = Limit("lost receipt number, address", 20, timedelta(hours=1))
SHOWN = 10  # the newest; more than these has a travel agency, which calls
SHOWN_BY_SMS = 3


def ask(*, scheme: Scheme, contact: str, address: str, language: str = "ja", at: datetime | None = None) -> None:
    """Send the receipt numbers of `contact` (a phone number or a mail address) to it, if it was proved for any.

    Raises limits.TooMany. Nothing tells whether there were any.
    """
    at = at or clock.now()
    with transaction.atomic():
        limits.take(PER_CONTACT, f"{scheme.slug} {contacts.key(contact)}")
        limits.take(PER_ADDRESS, address)
        claims = list(
            Claim.objects.select_related("scheme")
            .filter(scheme=scheme, contact_key=contacts.key(contact), contact_verified_at__isnull=False)
            .order_by("-filed_at", "-pk")
        )
        asked = record("receipt numbers asked for", who="special site", about=scheme)
        with transaction.atomic():
            _tell(claims or [_nobodys(scheme, contact, at)], asked.pk, language, at)
            if not claims:
                transaction.set_rollback(True)


def _tell(claims: list[Claim], asked: int, language: str, at: datetime) -> None:
    newest = claims[0]
    shown = claims[: SHOWN_BY_SMS if newest.deliver_by == Claim.DeliverBy.SMS else SHOWN]
    telling.say(
        newest,
        key=f"lost-receipts/{asked}",
        template="lost_receipts",
        at=at,
        urgent=newest.deliver_by == Claim.DeliverBy.MAIL,  # a stranger may have asked: no telephone rings at night
        language=language,
        claims=[{"receipt_no": claim.receipt_no, "filed_at": claim.filed_at.isoformat()} for claim in shown],
        more=len(claims) - len(shown),
    )


def _nobodys(scheme: Scheme, contact: str, at: datetime) -> Claim:
    """What is written to a contact that has no claim, before it is undone."""
    by = Claim.DeliverBy.MAIL if "@" in contact else Claim.DeliverBy.SMS
    return Claim(
        pk=0,
        scheme=scheme,
        receipt_no="",
        channel=Claim.Channel.SITE,
        deliver_by=by,
        deliver_to=contact,
        filed_at=at,
    )
