"""What was found, as cards: enough to choose by, personal data masked."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.sessions.backends.base import SessionBase
from django.db.models import Count, Sum
from django.urls import reverse

from claims.models import Claim, Incident
from config.dates import day
from coupons.models import Coupon, Entry, Member, Scheme
from coupons.prefectures import PREFECTURES
from desk.call import identified, masked, search
from desk.call.search import Found, Kind

ADDRESS = {Coupon: "desk_coupon", Claim: "desk_claim", Member: "desk_member", Incident: "desk_incident"}
Row = Coupon | Claim | Member | Incident


@dataclass(frozen=True)
class Hit:
    """One card, leading to its screen."""

    what: str
    title: str
    detail: str
    url: str


@dataclass(frozen=True)
class Recent:
    """An earlier search as the trail knows it; `url` where it had one hit."""

    at: datetime
    kind: str
    masked: str
    hits: int
    url: str


def address(row: Row) -> str:
    return reverse(ADDRESS[type(row)], args=[row.pk])


def recent(who: str) -> list[Recent]:
    """The clerk's last searches, the newest first."""
    return [_recent(event.at, **event.detail) for event in search.recent(who)]


def _recent(at: datetime, kind: str, masked: str, hits: int, rows: list[str]) -> Recent:
    return Recent(at, Kind(kind).label, masked, hits, _address_of(rows[0]) if hits == 1 else "")


def _address_of(row: str) -> str:
    """Of 「coupons.coupon/12」."""
    label, _, pk = row.partition("/")
    return reverse(next(name for model, name in ADDRESS.items() if model._meta.label_lower == label), args=[pk])


def cards(found: Found, session: SessionBase) -> list[Hit]:
    """Up to twenty cards, for one statement a kind of row."""
    balances = _balances([row for row in found.rows if isinstance(row, Coupon)])
    counts = _counts([row for row in found.rows if isinstance(row, Member)])
    hits = [_card(row, session, balances, counts) for row in found.rows]
    if len({row.scheme_id for row in found.rows}) < 2:
        return hits
    names = dict(Scheme.objects.values_list("pk", "name"))  # one number may be in two schemes (case 30)
    return [
        replace(hit, detail=f"{hit.detail}・{names[row.scheme_id]}") for hit, row in zip(hits, found.rows, strict=True)
    ]


def _card(row: Row, session: SessionBase, balances: dict[int, int], counts: dict[int, int]) -> Hit:
    if isinstance(row, Coupon):
        return _coupon(row, session, balances.get(row.pk, 0))
    if isinstance(row, Incident):
        return _incident(row)
    return _claim(row) if isinstance(row, Claim) else _member(row, counts.get(row.pk, 0))


def _coupon(coupon: Coupon, session: SessionBase, yen: int) -> Hit:
    where = "アプリ" if coupon.member_id else "紙"
    detail = f"残額 {yen:,}円・{PREFECTURES[coupon.prefecture]}・旅行日 {day(coupon.travel_on)}・{where}"
    return Hit("クーポン", identified.number_of(coupon, session), detail, address(coupon))


def _claim(claim: Claim) -> Hit:
    state = "・取下げ" if claim.withdrawn_at else ""
    detail = f"{masked.name(claim.name)}・{claim.get_method_display()}・{day(claim.filed_at)}{state}"
    return Hit("申請", claim.receipt_no, detail, address(claim))


def _incident(incident: Incident) -> Hit:
    state, kind = incident.get_state_display(), incident.get_kind_display()
    detail = f"{masked.name(incident.name)}・{kind}・{state}・{day(incident.taken_at)}"
    return Hit("お申し出", incident.receipt_no, detail, address(incident))


def _member(member: Member, coupons: int) -> Hit:
    left = f"・退会 {day(member.left_at)}" if member.left_at else ""
    return Hit("アプリ会員", member.member_no, f"クーポン {coupons}枚{left}", address(member))


def _balances(coupons: list[Coupon]) -> dict[int, int]:
    if not coupons:
        return {}
    entries = Entry.objects.filter(coupon__in=coupons).values("coupon").annotate(yen=Sum("amount_yen"))
    return dict(entries.values_list("coupon", "yen"))


def _counts(members: list[Member]) -> dict[int, int]:
    if not members:
        return {}
    coupons = Coupon.objects.filter(member__in=members).values("member").annotate(count=Count("pk"))
    return dict(coupons.values_list("member", "count"))
