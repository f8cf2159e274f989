"""The money of a scheme in the words of the dashboard, from its summary. Every number has an address."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from coupons.models import Scheme
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
    """Owed = the sum of where it is, and what is missing. `places`: label, yen, and where its rows are."""

    owed: int
    places: list[tuple[str, int, str]]
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


def equation(totals: dict[str, int], scheme: Scheme) -> Equation:
    """「補償額 = 申請待ち + … + 期限切れ　差額 0円」"""
    rows = _rows_of(scheme)
    places = [(label, totals[name], rows[name]) for name, label in PLACES.items()]
    return Equation(totals["owed_yen"], places, totals["check_yen"])


def _rows_of(scheme: Scheme) -> dict[str, str]:
    """Where the rows of each place are: free yen as entitlements, what is on its way or has arrived as payouts."""
    free = _entitlements(scheme, payout__isempty=1, lapsed_at__isempty=1)
    return {
        "unclaimed_yen": free,
        "waiting_yen": free,
        "open_yen": _payouts(scheme, state__exact="open"),
        "ordered_yen": _payouts(scheme, state__exact="ordered"),
        "paid_points_yen": _payouts(scheme, method__exact="points", state__exact="paid"),
        "paid_bank_yen": _payouts(scheme, method__exact="refund", state__exact="paid"),
        "returned_yen": _payouts(scheme, state__exact="returned"),
        "lapsed_yen": _entitlements(scheme, lapsed_at__isempty=0),
    }


def funnel(figures: dict[str, Any], scheme: Scheme) -> list[Step]:
    """From the coupons that are covered to the yen that has arrived."""
    totals = figures["totals"]
    covered, owed = _coupons(scheme, extended="yes"), _entitlements(scheme)
    return [
        Step("延長した対象クーポン", totals["extended_coupons"], "枚", totals["extended_yen"], covered),
        Step("補償額のあるクーポン", totals["owed_coupons"], "枚", totals["owed_yen"], owed),
        *_by_path(figures, owed),
        *_by_state(figures["ways"], scheme),
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


def _by_state(ways: list[dict[str, Any]], scheme: Scheme) -> list[Step]:
    """What left, by method and state; what was taken back again (void) is elsewhere by now."""
    return [
        Step(
            label,
            sum(way["payouts"] for way in ways if (way["method"], way["state"]) == key),
            "件",
            sum(way["yen"] for way in ways if (way["method"], way["state"]) == key),
            _payouts(scheme, method__exact=key[0], state__exact=key[1]),
        )
        for key, label in STEPS.items()
    ]


def held(ways: list[dict[str, Any]], scheme: Scheme) -> Step:
    """How many payouts are held, and their yen."""
    ones = [way for way in ways if way["is_held"]]
    count, yen = sum(way["payouts"] for way in ones), sum(way["yen"] for way in ones)
    return Step("保留中の支払", count, "件", yen, _payouts(scheme, held_at__isempty=0))


def prefectures(parts: list[dict[str, Any]], scheme: Scheme) -> list[OfPrefecture]:
    """The prefectures with something owed, from north to south."""
    codes = sorted({part["prefecture"] for part in parts if part["owed_coupons"]})
    return [_of_prefecture(code, [part for part in parts if part["prefecture"] == code], scheme) for code in codes]


def _of_prefecture(code: str, parts: list[dict[str, Any]], scheme: Scheme) -> OfPrefecture:
    def total(*names: str) -> int:
        return sum(part[name] for part in parts for name in names)

    return OfPrefecture(
        name=str(PREFECTURES[code]),
        address=_coupons(scheme, prefecture__exact=code, extended="yes"),
        coupons=total("owed_coupons"),
        owed=total("owed_yen"),
        unclaimed=total("unclaimed_yen"),
        waiting=total("waiting_yen"),
        on_the_way=total(*ON_THE_WAY),
        paid=total(*PAID),
        lapsed=total("lapsed_yen"),
    )


def brands(figures: dict[str, Any], scheme: Scheme) -> list[Step]:
    """What was received as which brand, the most first."""
    return [
        Step(
            Brand(one["brand"]).label,
            one["payouts"],
            "件",
            one["yen"],
            _payouts(scheme, method__exact="points", state__exact="paid", brand=one["brand"]),
        )
        for one in figures["brands"]
    ]


def _coupons(scheme: Scheme, **wanted: str | int) -> str:
    return reverse("admin:coupons_coupon_changelist", query={"scheme__id__exact": scheme.pk, **wanted})


def _entitlements(scheme: Scheme, **wanted: str | int) -> str:
    return reverse("admin:payouts_entitlement_changelist", query={"scheme__id__exact": scheme.pk, **wanted})


def _payouts(scheme: Scheme, **wanted: str | int) -> str:
    return reverse("admin:payouts_payout_changelist", query={"scheme__id__exact": scheme.pk, **wanted})
