"""What stands on the screen of a scheme, in which group, and the clause of the notice behind each value."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db.models import Field, Model

from claims import decisions, filing, two_persons, verification
from config.dates import minute, until
from coupons.models import Scheme
from coupons.prefectures import PREFECTURES
from payouts.models import Brand, BrandSetting

OURS = "お知らせにはない（私たちの答え）"
NOTHING = "（なし）"


@dataclass(frozen=True)
class Group:
    """Values that are changed together. `rows`: a field and its clause. `brand`: of which kind, or ''."""

    key: str
    title: str
    rows: tuple[tuple[str, str], ...]
    brand: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name, _clause in self.rows)


OF_THE_SCHEME = (
    Group(
        "dates",
        "日付と障害の時間",
        (
            ("outage_from", "お知らせ 0（「夕刻」とだけある。時刻は私たちの答え）"),
            ("outage_until", "お知らせ 0（時刻は私たちの答え）"),
            ("affected_expires_at", "お知らせ 1.A"),
            ("first_extension_until", "お知らせ 1.A"),
            ("usable_until", "お知らせ 2.A1、2.A2、2.B2"),
            ("site_opens_at", "お知らせ 2.A2（特設サイト）"),
            ("claims_until", "お知らせ 2.A2（特設サイト）"),
            ("refund_claims_until", f"お知らせ 2.R　{OURS}、問い13"),
            ("points_from", "お知らせ 2.A2（「4月上旬」）、問い14"),
            ("refunds_from", "お知らせ 2.R（「5月中旬」）、問い14"),
            ("receive_until", "お知らせ 2.A2"),
            ("receive_days_min", f"{OURS}、問い15"),
            ("keep_personal_data_until", OURS),
        ),
    ),
    Group(
        "scope",
        "都道府県と番号",
        (("prefectures", f"お知らせ 1　{OURS}"), ("inquiry_no_pattern", f"お知らせ 2.A2　{OURS}")),
    ),
    Group(
        "words",
        "名前とことば",
        tuple((name, "お知らせ 0、1") for name in ("name", "name_en", "system_name", "sender", "sender_en")),
    ),
    Group(
        "help-desk",
        "コールセンター",
        tuple(
            (f"help_desk_{name}", "お知らせ 3")
            for name in ("name", "name_en", "phone", "hours", "hours_en", "opens", "closes", "daily_until")
        ),
    ),
)
SETTINGS = (
    ("is_offered", "お知らせ 2.A2（5種類）"),
    ("way", OURS),
    ("min_yen", OURS),
    ("max_yen", OURS),
    ("limits_source", OURS),
    ("code_days_min", OURS),
    ("how_ja", OURS),
    ("how_en", OURS),
)
GROUPS = (*OF_THE_SCHEME, *(Group(brand.value, str(brand.label), SETTINGS, brand.value) for brand in Brand))
BY_THE_PROGRAM = (  # limits that are rules of the program: shown, changed only with it
    ("1人で認められるお申し出（B）の額、クーポン1枚", f"{two_persons.LIMIT_YEN:,}円まで"),
    (
        "1つの届け先・口座への申請。超えると審査",
        f"クーポン{decisions.COUPONS_TO_ONE_PLACE}枚、{decisions.YEN_TO_ONE_PLACE:,}円まで",
    ),
    ("1つの申請のクーポン", f"{filing.COUPONS_MAX}枚まで"),
    ("1つの連絡先への認証コード、1日", f"{verification.PER_CONTACT_A_DAY.most}通まで"),
)


def group(key: str) -> Group | None:
    return next((one for one in GROUPS if one.key == key), None)


def group_of(brand: str, names: tuple[str, ...] | list[str]) -> Group:
    """In which group these values stand."""
    found = (one for one in GROUPS if one.brand == brand and set(names) <= {*one.names})
    return next(found, GROUPS[0])


def field(brand: str, name: str) -> Field:
    return (BrandSetting if brand else Scheme)._meta.get_field(name)


def is_too_late(name: str) -> bool:
    """Stored as the first instant that is too late, shown and typed as the last good minute (question 1)."""
    return name.endswith("_until") or name == "affected_expires_at"


def shown(row: Model | type[Model], name: str, value: Any) -> str:
    """A value in words."""
    known = row._meta.get_field(name)
    if value in (None, "", []):
        return NOTHING
    if isinstance(value, datetime):
        return until(value) if is_too_late(name) else f"{minute(value)}から"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, list):
        return "、".join(str(PREFECTURES[code]) for code in value)
    if known.choices:
        return str(dict(known.flatchoices)[value])
    if isinstance(value, int):
        return f"{value:,}{'円' if name.endswith('_yen') else '日'}"
    return str(value)
