"""「発行不可とする」 by people: at once what nobody was asked for, and by two persons what may be out already.

Once an issuer was called about an order, or has it in a list, the code may exist: reopened at one person's word, its
payout would be paid twice. Until the second person has answered, the order stays as it is and is asked about as before.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Min, QuerySet, Sum

from config import clock
from payouts.issuers import outcomes
from payouts.models import OrderRefusal, PointOrder, QuarantinedAnswer
from trail import duties, persons
from trail.record import record

State = OrderRefusal.State
BATCH = 500


class NoReason(Exception):
    """What the issuer said, and where it is written, has to be told; so has why it is not believed."""


class AlreadyAsked(Exception):
    """It waits for a second person."""


class AlreadySettled(Exception):
    """It was approved or sent back."""


class SamePerson(Exception):
    """Who handed it in does not approve it."""


class OtherCount(Exception):
    """There are not as many of them as were seen."""


@dataclass(frozen=True)
class Said:
    """One order and why it was not issued, as a file of its issuer says."""

    order: PointOrder
    reason: str


def waiting() -> QuerySet[OrderRefusal]:
    """What a second person has to settle, the oldest first. Whoever has the code by now needs no answer."""
    rows = OrderRefusal.objects.filter(state=State.WAITING, order__state__in=outcomes.LIVE)
    return rows.order_by("made_at", "pk")


def by_file() -> QuerySet:
    """Those that came in one file together: how many, how much, and one of them to name them by."""
    together = waiting().exclude(file="").order_by().values("file", "made_by", "made_at")
    return together.annotate(
        orders=Count("pk"), yen=Sum("order__payout__amount_yen"), one=Min("pk"), brand=Min("order__brand")
    ).order_by("made_at")


def refuse(*, order_id: int, who: str, reason: str, at: datetime | None = None) -> bool:
    """Refuse what was never asked for; for what may be out ask a second person. Whether it is refused now.

    Raises NoReason, AlreadyAsked, outcomes.NothingToRefuse.
    """
    at = at or clock.now()
    if not reason.strip():
        raise NoReason
    with transaction.atomic():
        order = outcomes.locked(order_id)
        if not may_be_out(order):
            outcomes.refuse(order_id=order_id, who=who, reason=reason.strip(), at=at)
            return True
        ask(order, who=who, reason=reason.strip(), at=at)
    return False


def may_be_out(order: PointOrder) -> bool:
    """Whether its issuer was called about it, or has it in a list."""
    return order.tries > 0 or order.order_list_id is not None


def approve(*, refusal_id: int, who: str, at: datetime | None = None) -> None:
    """The second person believes it: the order is refused, and its receiver chooses again.

    Raises SamePerson, AlreadySettled, outcomes.NothingToRefuse.
    """
    with transaction.atomic():
        _approve(*_locked(refusal_id), who, at or clock.now())


def approve_file(*, refusal_id: int, seen: int, who: str, at: datetime | None = None) -> None:
    """The same for all that came in the file of this one; `seen`: how many the screen said. All of them or none.

    They are believed at once and carried out by the duty: thousands would keep a page waiting for a minute. Raises
    SamePerson, OtherCount.
    """
    at = at or clock.now()
    with transaction.atomic():
        one = OrderRefusal.objects.get(pk=refusal_id)
        if persons.are_one(one.made_by, who):
            raise SamePerson
        alike = waiting().filter(file=one.file, made_by=one.made_by, made_at=one.made_at).exclude(file="")
        found = list(alike.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
        if len(found) != seen or not found:
            raise OtherCount(len(found))
        OrderRefusal.objects.filter(pk__in=found).update(state=State.APPROVED, settled_by=who, settled_at=at)
        record("refusals approved", who=who, about=one, file=one.file, orders=seen, asked_by=one.made_by)


def carry_out(at: datetime) -> int:
    """Refuse what two persons have agreed on; whoever got the code meanwhile keeps it. How many, a batch of them."""
    agreed = OrderRefusal.objects.filter(state=State.APPROVED, order__state__in=outcomes.LIVE)
    return duties.each(lambda pk: _carry_out(pk, at), list(agreed.order_by("pk").values_list("pk", flat=True)[:BATCH]))


def _carry_out(refusal_id: int, at: datetime) -> int:
    with transaction.atomic():
        order = outcomes.locked(OrderRefusal.objects.values_list("order", flat=True).get(pk=refusal_id))
        if order.state not in outcomes.LIVE:
            return 0
        _refuse(OrderRefusal.objects.get(pk=refusal_id), order, at)
    return 1


def send_back(*, refusal_id: int, who: str, why_not: str, at: datetime | None = None) -> None:
    """Not believed: the order stays as it was. Who handed it in takes it back this way.

    Raises NoReason, AlreadySettled.
    """
    if not why_not.strip():
        raise NoReason
    with transaction.atomic():
        refusal, order = _locked(refusal_id)
        refusal.why_not = why_not.strip()
        _settle(refusal, State.SENT_BACK, who, at or clock.now())
        record("refusal sent back", who=who, about=order.payout, brand=order.brand, reason=refusal.why_not)


# -- for those who hold the order's lock


def ask(
    order: PointOrder, *, who: str, reason: str, at: datetime, answer: QuarantinedAnswer | None = None
) -> OrderRefusal:
    """Hand it in for a second person. Raises AlreadyAsked, outcomes.NothingToRefuse."""
    outcomes.must_be_live(order)
    if order.refusals.filter(state=State.WAITING).exists():
        raise AlreadyAsked
    asked = OrderRefusal.objects.create(order=order, answer=answer, reason=reason, made_by=who, made_at=at)
    record("refusal handed in", who=who, about=order.payout, brand=order.brand, reason=reason)
    return asked


def ask_by_file(said: Iterable[Said], *, file: str, who: str, at: datetime) -> int:
    """Hand in what a file says, but for what waits already. How many that was."""
    said = list(said)
    there = OrderRefusal.objects.filter(state=State.WAITING, order__in=[one.order for one in said])
    asked_before = set(there.values_list("order", flat=True))
    new = [one for one in said if one.order.pk not in asked_before]
    OrderRefusal.objects.bulk_create(
        (OrderRefusal(order=one.order, reason=one.reason, file=file, made_by=who, made_at=at) for one in new),
        batch_size=2_000,
    )
    return len(new)


def _locked(refusal_id: int) -> tuple[OrderRefusal, PointOrder]:
    """Both locked, the order first. Raises AlreadySettled."""
    order = outcomes.locked(OrderRefusal.objects.values_list("order", flat=True).get(pk=refusal_id))
    refusal = OrderRefusal.objects.select_for_update(of=("self",), no_key=True).get(pk=refusal_id)
    if refusal.state != State.WAITING:
        raise AlreadySettled(refusal.state)
    return refusal, order


def _approve(refusal: OrderRefusal, order: PointOrder, who: str, at: datetime) -> None:
    if persons.are_one(refusal.made_by, who):
        raise SamePerson
    _settle(refusal, State.APPROVED, who, at)
    record("refusal approved", who=who, about=order.payout, brand=order.brand, asked_by=refusal.made_by)
    _refuse(refusal, order, at)


def _refuse(refusal: OrderRefusal, order: PointOrder, at: datetime) -> None:
    """With it every answer that is kept apart is settled."""
    who = refusal.settled_by
    for answer in order.quarantined.filter(settled_at=None):
        answer.how, answer.settled_by, answer.settled_at = QuarantinedAnswer.How.REFUSED, who, at
        answer.reason = refusal.reason
        answer.save(update_fields=["how", "settled_by", "settled_at", "reason"])
    outcomes.refuse(order_id=order.pk, who=who, reason=refusal.reason, at=at)


def _settle(refusal: OrderRefusal, state: str, who: str, at: datetime) -> None:
    refusal.state, refusal.settled_by, refusal.settled_at = state, who, at
    refusal.save(update_fields=["state", "settled_by", "settled_at", "why_not"])
