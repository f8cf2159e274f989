"""The money of a scheme in the words of the dashboard, from its summary. Every number has an address."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from coupons.prefectures import PREFECTURES
from payouts.models import Brand

PLACES = {  # where owed yen is, by the statement's column; what is left of them is the difference
    "unclaimed_yen": "申請待ち",
    "waiting_yen": "送付待ち",
    "open_yen": "受取待ち",
    "ordered_yen": "手続き中",
    "paid_points_yen": "ポイントで支払済",
    "paid_bank_yen": "振込で支払済",
    "returned_yen": "組戻し",
    "lapsed_yen": "期限切れ",
}
PAID = ("paid_points_yen", "paid_bank_yen")
ON_THE_WAY = ("open_yen", "ordered_yen", "returned_yen")
STEPS = {  # a payout's method and state in words
    ("points", "open"): "ポイント：受取待ち",
    ("points", "ordered"): "ポイント：手続き中",
    ("points", "paid"): "ポイント：受取済",
    ("points", "lapsed"): "ポイント：期限切れ",
    ("refund", "open"): "振込：準備中",
    ("refund", "ordered"): "振込：手続き中",
    ("refund", "paid"): "振込：振込済",
    ("refund", "returned"): "振込：組戻し",
}


@dataclass(frozen=True)
class Step:
    """A step of the way: how many of what, worth how much, and where its rows are."""

    label: str
    count: int
    unit: str
    yen: int
    address: str


@dataclass(frozen=True)
class Equation:
    """Owed = the sum of where it is, and what is missing."""

    owed: int
    places: list[tuple[str, int]]
    difference: int


@dataclass(frozen=True)
class OfPrefecture:
    """A prefecture's share. Coupons with something owed; yen."""

    name: str
    address: str
    coupons: int
    owed: int
    unclaimed: int
    waiting: int
    on_the_way: int
    paid: int
    lapsed: int


def equation(totals: dict[str, int]) -> Equation:
    """「補償額 = 申請待ち + … + 期限切れ　差額 0円」"""
    return Equation(totals["owed_yen"], [(label, totals[name]) for name, label in PLACES.items()], totals["check_yen"])


def funnel(figures: dict[str, Any]) -> list[Step]:
    """From the coupons that are covered to the yen that has arrived."""
    totals = figures["totals"]
    covered = reverse("admin:coupons_coupon_changelist")
    owed = reverse("admin:payouts_entitlement_changelist")
    return [
        Step("延長した対象クーポン", totals["extended_coupons"], "枚", totals["extended_yen"], covered),
        Step("補償額のあるクーポン", totals["owed_coupons"], "枚", totals["owed_yen"], owed),
        *_by_path(figures, owed),
        *_by_state(figures["ways"]),
    ]


def _by_path(figures: dict[str, Any], address: str) -> list[Step]:
    labels = {"member": "うち手続き不要（アプリの会員）", "claim": "うち申請によるもの"}
    return [
        Step(
            label,
            sum(part["owed_coupons"] for part in figures["parts"] if part["path"] == path),
            "枚",
            sum(part["owed_yen"] for part in figures["parts"] if part["path"] == path),
            address,
        )
        for path, label in labels.items()
    ]


def _by_state(ways: list[dict[str, Any]]) -> list[Step]:
    """What left, by method and state; what was taken back again (void) is elsewhere by now."""
    return [
        Step(
            label,
            sum(way["payouts"] for way in ways if (way["method"], way["state"]) == key),
            "件",
            sum(way["yen"] for way in ways if (way["method"], way["state"]) == key),
            _payouts(method__exact=key[0], state__exact=key[1]),
        )
        for key, label in STEPS.items()
    ]


def held(ways: list[dict[str, Any]]) -> tuple[int, int]:
    """How many payouts are held, and their yen."""
    ones = [way for way in ways if way["is_held"]]
    return sum(way["payouts"] for way in ones), sum(way["yen"] for way in ones)


def prefectures(parts: list[dict[str, Any]]) -> list[OfPrefecture]:
    """The prefectures with something owed, from north to south."""
    codes = sorted({part["prefecture"] for part in parts if part["owed_coupons"]})
    return [_of_prefecture(code, [part for part in parts if part["prefecture"] == code]) for code in codes]


def _of_prefecture(code: str, parts: list[dict[str, Any]]) -> OfPrefecture:
    def total(*names: str) -> int:
        return sum(part[name] for part in parts for name in names)

    return OfPrefecture(
        name=str(PREFECTURES[code]),
        address=f"{reverse('admin:coupons_coupon_changelist')}?{urlencode({'prefecture__exact': code})}",
        coupons=total("owed_coupons"),
        owed=total("owed_yen"),
        unclaimed=total("unclaimed_yen"),
        waiting=total("waiting_yen"),
        on_the_way=total(*ON_THE_WAY),
        paid=total(*PAID),
        lapsed=total("lapsed_yen"),
    )


def brands(figures: dict[str, Any]) -> list[Step]:
    """What was received as which brand, the most first."""
    return [
        Step(
            Brand(one["brand"]).label,
            one["payouts"],
            "件",
            one["yen"],
            _payouts(method__exact="points", state__exact="paid"),
        )
        for one in figures["brands"]
    ]


def _payouts(**wanted: str) -> str:
    return f"{reverse('admin:payouts_payout_changelist')}?{urlencode(wanted)}"
