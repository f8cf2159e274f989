"""What the records say of the numbers that a caller has stated, while the caller is there to be asked once more.

For staff alone, at the desk: nobody learns from us that a number is known, in the app or claimed (question 10). What a
line becomes is decided by the rule of matching when the claim is filed (claims/decisions.py); here its parts are named.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models

from claims import decisions
from claims.models import Claim, ClaimLine
from coupons.models import Coupon, Scheme


class Doubt(models.TextChoices):
    """What does not fit, or will not be paid for this claim."""

    UNKNOWN = "unknown", "記録にない番号です"
    PREFECTURE = "prefecture", "都道府県が記録と違います"
    DAYS = "days", "旅行日が記録と合いません"
    IN_APP = "in_app", "アプリに追加されています"
    NOT_COVERED = "not_covered", "(A)の対象ではありません"
    CLAIMED = "claimed", "別の申請があります"


@dataclass(frozen=True)
class Stated:
    """A number as the caller said it, and what speaks against it."""

    number: str
    doubts: list[Doubt]


def compare(trip: dict, scheme: Scheme) -> list[Stated]:
    """The numbers of a draft's trip, each with its doubts."""
    numbers = trip["inquiry_nos"]
    coupons = Coupon.objects.filter(scheme=scheme, inquiry_no__in=numbers).select_related("scheme", "member")
    known = {coupon.inquiry_no: coupon for coupon in coupons}
    stated = Claim(scheme=scheme, prefecture=trip["prefecture"], travel_on=date.fromisoformat(trip["travel_on"]))
    return [Stated(number, _doubts(stated, known.get(number), number)) for number in numbers]


def _doubts(stated: Claim, coupon: Coupon | None, number: str) -> list[Doubt]:
    if coupon is None:
        return [Doubt.UNKNOWN]
    days = coupon.travel_on - stated.travel_on
    found = {
        Doubt.PREFECTURE: coupon.prefecture != stated.prefecture,
        Doubt.DAYS: not timedelta(0) <= days <= timedelta(decisions.TRIP_DAYS),
        Doubt.IN_APP: decisions.is_sent_to_member(coupon),
        Doubt.NOT_COVERED: decisions.why_not_covered(coupon) is not None,
        Doubt.CLAIMED: _is_claimed(stated.scheme, number),
    }
    return [doubt for doubt, holds in found.items() if holds]


def _is_claimed(scheme: Scheme, number: str) -> bool:
    lines = ClaimLine.objects.filter(stated_no=number, claim__scheme=scheme, claim__withdrawn_at=None)
    return lines.filter(state__in=decisions.UNDER_WAY).exists()
