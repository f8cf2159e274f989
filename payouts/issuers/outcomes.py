"""What becomes of an order when its issuer has answered: its code, a new choice, another question, or quarantine.

Every answer is taken under the locks of payout and order, in that order, and only for what it says itself: an amount, a
brand or a code that cannot be right is kept apart and shown to nobody.
"""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import translation
from psycopg.errors import UniqueViolation

from config import clock
from notifications import outbox
from payouts import links, time_to_receive
from payouts.brands import BrandCard, card_of
from payouts.codes import bare, code_of, mark_of, sealed_for_order, sealed_for_quarantine, sealed_for_stock
from payouts.issuers.answers import Answer, Issued, Refused, Unknown
from payouts.models import Brand, Payout, PointCode, PointOrder, QuarantinedAnswer
from trail.record import record

WHO, ISSUER = "orders", "issuer"
State = PointOrder.State
Why, How = QuarantinedAnswer.Why, QuarantinedAnswer.How
LIVE = (State.REQUESTED, State.UNKNOWN)


class NothingToRefuse(Exception):
    """The order has its code, or was refused before."""


def take(*, order_id: int, answer: Answer, at: datetime) -> bool:
    """Write down what the issuer answered. True if the order has its code by now."""
    with transaction.atomic():
        found = locked(order_id)
        match answer:
            case Issued():
                return _take_code(found, answer, at)
            case Refused() if found.state in LIVE:
                _refuse(found, who=ISSUER, reason=answer.reason, at=at)
            case Unknown() if found.state in LIVE:
                _not_known(found, answer.why)
        return found.state == State.ISSUED


def refuse(*, order_id: int, who: str, reason: str, at: datetime | None = None) -> None:
    """The issuer clearly refused: the payout is open again, with the days a receiver must have (case 28).

    They are told, because they went away with their choice confirmed. What may be out wants two persons or the issuer
    itself (refusing.py, trigger). Raises NothingToRefuse.
    """
    with transaction.atomic():
        _refuse(locked(order_id), who=who, reason=reason, at=at or clock.now())


def locked(order_id: int) -> PointOrder:
    """The order with its payout, both locked, the payout first."""
    payouts = Payout.objects.select_for_update(of=("self",), no_key=True).select_related("scheme")
    payout = payouts.get(pk=PointOrder.objects.values("payout").get(pk=order_id)["payout"])
    found = PointOrder.objects.select_for_update(of=("self",), no_key=True).get(pk=order_id)
    found.payout = payout
    return found


def must_be_live(found: PointOrder) -> None:
    """Raises NothingToRefuse for what is settled, or holds a code from the stock."""
    if found.state not in LIVE or PointCode.objects.filter(order=found).exists():
        raise NothingToRefuse(found.state)


def misfit(found: PointOrder, answer: Issued, card: BrandCard, at: datetime) -> Why | None:
    """Why an answer cannot be this order's, whatever else is known of its code; None if it can."""
    if found.state == State.REFUSED:
        return Why.LATE
    if found.state == State.ISSUED:
        return Why.SECOND
    if answer.brand != found.brand:
        return Why.BRAND
    if answer.amount_yen != found.payout.amount_yen:
        return Why.AMOUNT
    if answer.expires_on and answer.expires_on < at.astimezone(clock.JAPAN).date() + timedelta(card.code_days_min):
        return Why.EXPIRY
    return None


def _doubt(found: PointOrder, answer: Issued, at: datetime) -> Why | None:
    """Why the code is kept apart; None if it can be given. What was reserved from our own stock was judged then."""
    mark = mark_of(answer.brand, answer.code)
    if found.state in LIVE and PointCode.objects.filter(order=found, code_fingerprint=mark).exists():
        return None
    why = misfit(found, answer, card_of(found.payout.scheme, found.brand), at)
    return Why.KNOWN if why is None and _is_known(found, answer) else why


def _is_known(found: PointOrder, answer: Issued) -> bool:
    """Whether the code, or the issuer's own number, came before for another order, or lies in stock.

    What is out, or lies in stock, is nobody else's for ever. What only came, and was kept apart from another order, is
    this one's once a person has asked its issuer about it and had it asked for again: issuers mix up two codes.
    """
    ref = answer.provider_ref
    if PointCode.objects.filter(code_fingerprint=mark_of(answer.brand, answer.code)).exclude(order=found).exists():
        return True
    if ref and PointOrder.objects.exclude(pk=found.pk).filter(provider_ref=ref).exists():
        return True
    came = QuarantinedAnswer.objects.filter(Q(code_fingerprint__in=_marks(answer.code)) | Q(provider_ref=ref or None))
    is_asked_about = came.filter(order=found, how=How.AGAIN, code_fingerprint__in=_marks(answer.code)).exists()
    return came.exclude(order=found).exists() and not is_asked_about


def _marks(code: str) -> list[bytes]:
    """Of a code in quarantine: an answer may have named a brand that is none of the five."""
    named = QuarantinedAnswer.objects.order_by().values_list("brand", flat=True).distinct()
    return [mark_of(brand, code) for brand in {*Brand.values, *named}]


def _take_code(found: PointOrder, answer: Issued, at: datetime) -> bool:
    if found.state == State.ISSUED and bare(code_of(found)) == bare(answer.code):
        return True  # the same answer once more
    why = _doubt(found, answer, at)
    if why is None:
        try:
            with transaction.atomic():
                _issue(found, answer, at)
            return True
        except IntegrityError as error:  # the same code came for another order at this very moment
            if not isinstance(error.__cause__, UniqueViolation):
                raise
            why = Why.KNOWN
            found.refresh_from_db(fields=["state", "settled_at", "provider_ref", "code_sealed", "code_expires_on"])
    keep_apart(found, answer, why, at)
    return found.state == State.ISSUED


def _issue(found: PointOrder, answer: Issued, at: datetime) -> None:
    """The code goes to the order, sealed for it; with that the payout is paid."""
    mark = mark_of(answer.brand, answer.code)
    if not PointCode.objects.filter(order=found, code_fingerprint=mark).exists():
        PointCode.objects.create(
            brand=answer.brand,
            face_value_yen=answer.amount_yen,
            code_sealed=sealed_for_stock(answer.code, mark),
            code_fingerprint=mark,
            expires_on=answer.expires_on,
            loaded_at=at,
            order=found,
        )
    found.code_sealed = sealed_for_order(answer.code, found.pk)
    found.code_expires_on, found.provider_ref = answer.expires_on, answer.provider_ref
    found.state, found.settled_at = State.ISSUED, at
    found.save(update_fields=["code_sealed", "code_expires_on", "provider_ref", "state", "settled_at"])
    found.payout.state = Payout.State.PAID
    found.payout.save(update_fields=["state"])
    record("issued", who=WHO, about=found.payout, brand=found.brand, amount_yen=found.payout.amount_yen)


def keep_apart(found: PointOrder, answer: Issued, why: Why, at: datetime) -> None:
    """Into quarantine; a live order is not known any more, and nobody asks again before a person has looked.

    For those who hold the order's lock.
    """
    mark = mark_of(answer.brand, answer.code)
    kept = QuarantinedAnswer.objects.create(
        order=found,
        why=why,
        brand=answer.brand[:20],
        amount_yen=answer.amount_yen,
        provider_ref=answer.provider_ref or "",
        code_sealed=sealed_for_quarantine(answer.code, mark),
        code_fingerprint=mark,
        code_expires_on=answer.expires_on,
        at=at,
    )
    if found.state in LIVE:
        _not_known(found, "隔離")
    record("answer quarantined", who=WHO, about=found.payout, why=why, answer=kept.pk)


def _not_known(found: PointOrder, why: str) -> None:
    found.state, found.last_answer = State.UNKNOWN, why[:200]
    found.save(update_fields=["state", "last_answer"])


def _refuse(refused: PointOrder, *, who: str, reason: str, at: datetime) -> None:
    """What holds a code has not been refused, whoever says so. Raises NothingToRefuse."""
    must_be_live(refused)
    payout = refused.payout
    by = PointOrder.RefusedBy.ISSUER if who == ISSUER else PointOrder.RefusedBy.STAFF
    refused.state, refused.settled_at, refused.refused_by = State.REFUSED, at, by
    refused.save(update_fields=["state", "settled_at", "refused_by"])
    payout.state = Payout.State.OPEN
    payout.save(update_fields=["state"])
    time_to_receive.grow(payout, outbox.quiet_hours(at))
    record("refused", who=who, about=payout, brand=refused.brand, reason=reason)
    with translation.override(links.language(payout)):
        brand = refused.get_brand_display()
    for link in payout.links.filter(revoked_at=None):
        links.say(link, payout, template="points_refused", key=f"order-refused/{refused.pk}", at=at, brand=brand)
