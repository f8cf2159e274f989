"""Codes bought in advance: one of the exact value is reserved for the order, or the order waits.

Two workers never reserve one code: each takes one that nobody else has locked, and an order holds one code at most. A
code that does not open is set aside, and the next one is taken.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from config.clock import JAPAN
from config.sealing import SealBroken
from payouts.brands import BrandCard, card_of
from payouts.codes import open_code
from payouts.issuers.answers import Answer, Asked, Issued, NoSuchKey, NotYet
from payouts.models import PointCode, PointOrder
from trail.record import record

CODES_TRIED = 10  # at one request: whoever waits at the screen does not wait for a whole stock that does not open


def in_stock(card: BrandCard, at: datetime) -> QuerySet[PointCode]:
    """Codes of a brand that can be given: opened so far, given to nobody, and good for as long as they must be."""
    enough = at.astimezone(JAPAN).date() + timedelta(days=card.code_days_min)
    good = Q(expires_on=None) | Q(expires_on__gte=enough)
    return PointCode.objects.filter(good, brand=card.brand, order=None, quarantined_at=None)


def request(asked: Asked, at: datetime) -> Answer:
    """The code reserved for the order, or else the oldest of its brand and exact value that opens."""
    for _ in range(CODES_TRIED):
        with transaction.atomic():
            order = PointOrder.objects.select_for_update(of=("self",), no_key=True).get(pk=asked.order_id)
            if order.state == PointOrder.State.REFUSED:  # since it was asked for: its code would be nobody's
                return NotYet()
            reserved = PointCode.objects.filter(order=order).first()
            code = reserved or _oldest(order, asked, at)
            if code is None:
                return NotYet()
            try:
                answer = _issued(code)
            except SealBroken:
                if reserved:
                    raise
                _set_aside(code, at)
                continue
            PointCode.objects.filter(pk=code.pk, order=None).update(order=order)
        return answer
    return NotYet()


def look_up(asked: Asked, at: datetime) -> Answer:
    """What is reserved for the order: a run may have been killed before it could hand it on. Raises SealBroken."""
    code = PointCode.objects.filter(order=asked.order_id).first()
    return _issued(code) if code else NoSuchKey()


def _oldest(order: PointOrder, asked: Asked, at: datetime) -> PointCode | None:
    fitting = in_stock(card_of(order.payout.scheme, asked.brand), at).filter(face_value_yen=asked.amount_yen)
    return fitting.order_by("id").select_for_update(skip_locked=True, of=("self",)).first()


def _issued(code: PointCode) -> Issued:
    """Raises SealBroken."""
    return Issued(open_code(code), code.brand, code.face_value_yen, code.expires_on)


def _set_aside(code: PointCode, at: datetime) -> None:
    """Nobody is given this code; staff see it in the stock, and `codes --recheck` takes it back once it opens."""
    code.quarantined_at = at
    code.save(update_fields=["quarantined_at"])
    record("code set aside", who="orders", about=code)
