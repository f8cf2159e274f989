"""What the rows say of one claim, read once: its lines, what leaves for it, and what its coupons are worth."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from django.db import connection
from django.db.models import Q

from claims.models import Claim, ClaimLine
from coupons.balances import last_uses
from coupons.models import Entry, Scheme
from notifications.models import Message
from payouts.models import AccountRequest, Entitlement, Payout, PayoutItem, PointOrder, ReceiveLink, RefundLine

State = ClaimLine.State
TELLS_THE_URL = Q(template__startswith="receive_link")


class Where(StrEnum):
    """Where a payout is, for its claimant."""

    SENDING = "sending"  # its URL has not been sent yet
    SENT = "sent"  # the claimant can take it
    UNREACHED = "unreached"  # the URL could not be delivered, or was locked by wrong answers
    HELD = "held"  # staff are looking at it
    STOPPED = "stopped"  # nothing of the scheme leaves just now
    ORDERED = "ordered"  # points chosen, no code yet; or a transfer that was submitted
    PAID = "paid"
    RETURNED = "returned"  # the bank gave it back
    OVER = "over"  # not received in time
    TRANSFER_WAITS = "transfer_waits"  # a refund before its turn


@dataclass(frozen=True)
class Leaving:
    """A payout that was not taken back, with all that it hangs on.

    `said` is the last message with a URL of it, `sent_at` when one with the newest URL left last: what was sent to a
    place that is none any more says nothing of the next, which may wait for a second person.
    """

    payout: Payout
    link: ReceiveLink | None
    order: PointOrder | None
    transfer: RefundLine | None
    said: Message | None
    sent_at: datetime | None
    at: datetime

    @cached_property
    def where(self) -> Where:
        state = self.payout.state
        if state == Payout.State.OPEN:
            return self._where_open()
        fixed = {
            Payout.State.ORDERED: Where.ORDERED,
            Payout.State.PAID: Where.PAID,
            Payout.State.RETURNED: Where.RETURNED,
        }
        return fixed.get(state, Where.OVER)

    def _where_open(self) -> Where:
        if self.payout.held_at:
            return Where.HELD
        if self.payout.scheme.stopped_at:
            return Where.STOPPED
        if self.payout.method == Claim.Method.REFUND:
            return Where.TRANSFER_WAITS
        if self.at >= self.payout.receive_until:
            return Where.OVER
        if self.link and self.link.locked_at:
            return Where.UNREACHED
        if self.said and self.said.state == Message.State.UNDELIVERABLE:
            return Where.UNREACHED
        return Where.SENT if self.sent_at else Where.SENDING

    @property
    def paid_at(self) -> datetime | None:
        """When points were received."""
        return self.order.settled_at if self.order else None


@dataclass(frozen=True)
class Facts:
    """A claim `at` one moment. `leaving` is in the order in which it was opened; `asked`: for another account."""

    claim: Claim
    at: datetime
    lines: list[ClaimLine]
    leaving: list[Leaving]
    worth: dict[int, "Worth"]
    asked: AccountRequest | None = None

    @property
    def scheme(self) -> Scheme:
        return self.claim.scheme

    def worth_of(self, line: ClaimLine) -> "Worth":
        return self.worth.get(line.coupon_id, UNKNOWN)

    def wheres(self) -> set[Where]:
        return {one.where for one in self.leaving}

    def accepted(self) -> list[ClaimLine]:
        return [line for line in self.lines if line.state in (State.ACCEPTED, State.GRANTED)]

    def is_undecided(self) -> bool:
        """Whether a coupon is not matched yet, or looked at by a person."""
        return any(line.state in (State.FILED, State.REVIEW) for line in self.lines)

    def is_live(self) -> bool:
        return self.is_undecided() or bool(self.accepted())

    def is_superseded(self) -> bool:
        """Whether a newer claim of the same contact has taken all of it over (question 4)."""
        reasons = {line.reason for line in self.lines}
        return reasons == {ClaimLine.Reason.SUPERSEDED}

    def decided_at(self) -> datetime | None:
        """When the last of its coupons was decided."""
        return max((line.decided_at for line in self.lines if line.decided_at), default=None)

    def has_yen_waiting(self) -> bool:
        """Whether an accepted coupon is worth something that is on no payout yet, or may be."""
        return any(self.worth_of(line).is_waiting for line in self.accepted())


@dataclass(frozen=True)
class Worth:
    """Yen of a coupon for this claim, None while unknown: before the freeze, or while another payout gives way."""

    yen: int | None
    is_waiting: bool
    last_use: Entry | None = None


UNKNOWN = Worth(None, is_waiting=True)


def facts(claim: Claim, at: datetime) -> Facts:
    """Everything that is told of a claim, in a handful of statements; nothing is changed."""
    lines = list(claim.lines.select_related("coupon", "claim").order_by("pk"))
    leaving = _leaving(claim, at)
    coupons = [line.coupon_id for line in lines if line.coupon_id]
    is_frozen = at >= claim.scheme.usable_until
    spent = last_uses(coupons) if coupons else {}
    worth = _worths(claim, coupons) if coupons and is_frozen else {pk: UNKNOWN for pk in coupons}
    known = {pk: Worth(one.yen, one.is_waiting, spent.get(pk)) for pk, one in worth.items()}
    asked = AccountRequest.objects.filter(claim=claim).order_by("-pk").first()
    return Facts(claim, at, lines, leaving, known, asked)


def _leaving(claim: Claim, at: datetime) -> list[Leaving]:
    payouts = (
        Payout.objects.filter(claim=claim).exclude(state=Payout.State.VOID).select_related("scheme").order_by("pk")
    )
    found = [of_payout(payout, at) for payout in payouts]
    settled = [one.payout.pk for one in found if one.where in (Where.ORDERED, Where.PAID)]
    # What came back from the bank is told until it has left again.
    return [one for one in found if one.where != Where.RETURNED or not any(pk > one.payout.pk for pk in settled)]


def of_payout(payout: Payout, at: datetime) -> Leaving:
    """A payout with all that it hangs on; the desk asks for a member's too."""
    messages = Message.objects.filter(TELLS_THE_URL, about=f"payouts.payout/{payout.pk}").order_by("-pk")
    said = list(messages.exclude(state=Message.State.CANCELLED))
    newest = payout.links.order_by("-pk").first()
    of_newest = [one for one in said if newest and (one.context.get("link") or {}).get("id") == newest.pk]
    return Leaving(
        payout=payout,
        link=newest if newest and newest.revoked_at is None else None,
        order=payout.orders.exclude(state=PointOrder.State.REFUSED).first(),
        transfer=payout.refund_lines.filter(excluded_at=None).select_related("batch").first(),
        said=said[0] if said else None,
        sent_at=next((message.sent_at for message in of_newest if message.sent_at), None),
        at=at,
    )


def _worths(claim: Claim, coupons: list[int]) -> dict[int, Worth]:
    """After the freeze: what is on this claim's payouts or lapsed with them, and what is free."""
    items = PayoutItem.objects.filter(coupon__in=coupons, payout__claim=claim)
    on_payouts = _sums(items.exclude(payout__state__in=[Payout.State.VOID, Payout.State.RETURNED]))
    entitlements = list(Entitlement.objects.filter(coupon__in=coupons))
    lines = ClaimLine.objects.filter(coupon__in=coupons, state=State.GRANTED)
    granted_to = dict(lines.values_list("coupon", "claim"))
    free = _sums(one for one in entitlements if _is_free(one) and _is_theirs(one, claim, granted_to))
    owed_at_all = {one.coupon_id for one in entitlements}
    targets = _targets(coupons)
    return {pk: _worth(on_payouts.get(pk), free.get(pk), pk in owed_at_all, targets.get(pk)) for pk in coupons}


def _is_free(one: Entitlement) -> bool:
    return one.payout_id is None and one.lapsed_at is None


def _is_theirs(one: Entitlement, claim: Claim, granted_to: dict[int, int]) -> bool:
    """A sum granted to one claim stands beside what another has for the same coupon: neither sees the other's."""
    to = granted_to.get(one.coupon_id)
    return to is None or (to == claim.pk) == (one.cause == Entitlement.Cause.DECISION)


def _worth(on_payouts: int | None, free: int | None, is_owed: bool, target: int | None) -> Worth:
    if on_payouts or free:
        return Worth((on_payouts or 0) + (free or 0), is_waiting=bool(free))
    if is_owed or target is None:
        return UNKNOWN  # on somebody's payout that gives way, or not covered any more: a person will say
    return Worth(target, is_waiting=target > 0)


def _sums(rows) -> dict[int, int]:
    sums: dict[int, int] = {}
    for row in rows:
        sums[row.coupon_id] = sums.get(row.coupon_id, 0) + row.amount_yen
    return sums


def _targets(coupons: list[int]) -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute("select coupon_id, target_yen from coupon_target where coupon_id = any(%s)", [coupons])
        return dict(cursor.fetchall())
