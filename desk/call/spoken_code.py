"""Six digits to the contact on record, read back by the caller: who can, is the person (instead of two facts)."""

from django.db import transaction

from claims import normalise, verification
from claims.models import Claim
from claims.normalise import NotUnderstood
from coupons.models import Member

DIGITS = 6


class NowhereToSend(Exception):
    """Neither a mobile number nor a mail address is on record."""


def destination(row: Claim | Member) -> dict[str, str] | None:
    """Where a code goes: a claim's own way if it takes no days, a member's mobile phone or else their mail."""
    if isinstance(row, Claim):
        is_at_once = row.deliver_by in (Claim.DeliverBy.SMS, Claim.DeliverBy.MAIL)
        return {"deliver_by": row.deliver_by, "deliver_to": row.deliver_to} if is_at_once else None
    if _is_mobile(row.phone):
        return {"deliver_by": Claim.DeliverBy.SMS, "deliver_to": row.phone}
    return {"deliver_by": Claim.DeliverBy.MAIL, "deliver_to": row.email} if row.email else None


def send(row: Claim | Member, *, who: str) -> None:
    """Send a code while the caller waits. Raises NowhereToSend, verification.TooSoon, limits.TooMany."""
    delivery = destination(row)
    if delivery is None:
        raise NowhereToSend
    with transaction.atomic():
        type(row).objects.select_for_update(no_key=True).get(pk=row.pk)  # two codes at once would both be the first
        code = verification.new_code(about=_about(row), scheme=row.scheme, delivery=delivery, address=f"desk {who}")
        language = row.language if isinstance(row, Claim) else Claim.Language.JAPANESE
        verification.queue(code, delivery, language, template="desk_code")


def check(row: Claim | Member, typed: str) -> None:
    """The digits that the caller read back, once. Raises verification.REFUSALS, normalise.NotUnderstood."""
    digits = normalise.digits(typed, DIGITS)
    verification.use_up(verification.try_code(about=_about(row), delivery=destination(row), typed=digits))


def _about(row: Claim | Member) -> str:
    return f"{row._meta.label_lower}/{row.pk}"


def _is_mobile(phone: str) -> bool:
    try:
        normalise.mobile(phone)
    except NotUnderstood:
        return False
    return True
