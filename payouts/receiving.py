"""What the holder of a receiving URL meets, worked out anew at every look (design 5 "Receiving")."""

import logging
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from claims import deadlines
from config import clock
from notifications import outbox
from notifications.templatetags.wording import yen
from payouts import brands, orders, refund_instead
from payouts.brands import BrandCard
from payouts.issuers import stock
from payouts.models import Brand, Payout, PointOrder, ReceiveLink, Way
from payouts.unseen import SEEN, shown_until
from trail.record import record

WHO = "receiving site"
log = logging.getLogger(__name__)


class Stage(StrEnum):
    """Where a payout stands for whoever receives it; each is a page."""

    CHOOSE = "choose"
    PREPARING = "preparing"  # ordered, and no code yet
    RECEIVED = "received"
    CALL = "call"  # staff are looking at it, or the scheme is stopped
    OVER = "over"


@dataclass(frozen=True)
class Look:
    """A payout as its holder sees it `at` one moment. `until` is the first instant at which nothing is shown."""

    at: datetime
    payout: Payout
    order: PointOrder | None
    until: datetime
    stage: Stage

    @property
    def is_code_over(self) -> bool:
        """The code itself has a last day, and it is past; its page is shown longer."""
        ends = self.order.code_expires_on if self.order else None
        return ends is not None and ends < self.at.astimezone(clock.JAPAN).date()

    @cached_property
    def card(self) -> BrandCard:
        return brands.card_of(self.payout.scheme, self.order.brand)

    @property
    def receipt_no(self) -> str:
        """受取番号, to name this payout on the telephone."""
        digits = f"{self.payout.pk:08}"
        return f"P-{digits[:-4]}-{digits[-4:]}"

    @cached_property
    def cards(self) -> list[tuple[BrandCard, bool]]:
        """The five brands in the notice's order, each with whether it can carry the amount."""
        return [(card, card.carries(self.payout.amount_yen)) for card in brands.cards(self.payout.scheme)]

    @property
    def slow_brands(self) -> list[Brand]:
        """Those that can be chosen, and whose stock has no code of this value just now: one would have to wait."""
        cards = [card for card, carries in self.cards if carries and card.way == Way.STOCK]
        fitting = ((card.brand, stock.in_stock(card, self.at)) for card in cards)
        return [brand for brand, codes in fitting if not codes.filter(face_value_yen=self.payout.amount_yen).exists()]

    @property
    def days_left(self) -> str:
        return deadlines.days_left(self.until, self.at)

    @property
    def brands(self) -> list[Brand]:
        """Those that can."""
        return [card.brand for card, carries in self.cards if carries]

    def yen_of_coupons(self) -> list[tuple[str, int]]:
        """Inquiry number and yen of each coupon that this is for."""
        coupons = self.payout.items.values_list("coupon__inquiry_no").order_by("coupon__inquiry_no")
        return list(coupons.annotate(yen=Sum("amount_yen")))

    def sum_of_coupons(self) -> str:
        """「2,000円＋1,240円」"""
        return _("＋").join(yen(amount) for _inquiry_no, amount in self.yen_of_coupons())

    @property
    def is_refund_asked_for(self) -> bool:
        """Whether the same person has asked for a bank refund, which is not decided yet."""
        return refund_instead.is_asked_for(self.payout)

    @cached_property
    def bank_trips(self) -> list[refund_instead.Trip]:
        """What of it can be had by bank instead."""
        return refund_instead.trips(self.payout)

    def refused_brands(self) -> list[str]:
        """Brands whose issuer could not give the points: one chooses again (case 28)."""
        return [order.get_brand_display() for order in self.payout.orders.filter(state=PointOrder.State.REFUSED)]


def look(link: ReceiveLink, at: datetime) -> Look:
    """The payout of `link` as of `at`."""
    payout = link.payout
    order = payout.orders.exclude(state=PointOrder.State.REFUSED).first()
    until = shown_until(payout, order, at)
    return Look(at, payout, order, until, _stage(payout, until, at))


def _stage(payout: Payout, until: datetime, at: datetime) -> Stage:
    if payout.state in Payout.RELEASED:
        return Stage.OVER
    if payout.held_at:  # also past its date: it does not lapse meanwhile
        return Stage.CALL
    if payout.state != Payout.State.ORDERED and at >= until:
        return Stage.OVER
    if payout.state == Payout.State.OPEN:
        return Stage.CALL if payout.scheme.stopped_at else Stage.CHOOSE
    return Stage.RECEIVED if payout.state == Payout.State.PAID else Stage.PREPARING


def confirm(*, payout_id: int, brand: Brand, at: datetime | None = None) -> None:
    """Order the points and fetch the code, in two transactions. Raises orders.OrderRefused.

    Without a code the order waits for the duty: a confirmed order is never shown as an error.
    """
    with transaction.atomic():
        order = orders.order(payout_id=payout_id, brand=brand, who=WHO, at=at)
        outbox.cancel(about=f"payouts.payout/{payout_id}")  # a reminder would be needless now
    try:
        orders.settle(order_id=order.pk, at=at)
    except Exception:
        log.exception("order %s waits for the duty", order.pk)


def show_code(order: PointOrder) -> str:
    """The code for its owner's eyes; every look is in the trail, without the code."""
    code = orders.code_of(order)  # first: what does not open was not seen
    record(SEEN, who=WHO, about=order.payout, brand=order.brand)
    return code
