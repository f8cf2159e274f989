"""The one box of the desk: what was typed tells what it is, and exact look-ups by index find it (design 8: 20 ms).

Who looked for what kind of thing, and how many were found, is on the trail; what was typed is there only masked.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet, TextChoices, Value
from django.db.models.functions import Collate, Lower, Replace

from claims import contacts, normalise, receipt
from claims.models import Claim, ClaimLine, Incident
from claims.normalise import NotUnderstood
from coupons.models import Coupon, Member, Scheme
from desk.call import masked
from trail.models import AuditEvent
from trail.record import record

MOST = 20  # hits on a page
KANA_AT_LEAST = 2
RECENT = 10
SEARCHED = "searched"  # the trail's word; an index of the trail is made for it
ABROAD = ("+", "＋")
PHONE_DIGITS = (10, 11)
FROM_ABROAD_TO_JAPAN = re.compile(r"^\s*[+＋]81[-\s(]*0?")  # as telephone systems hand a number on
LIKE_A_RECEIPT_NO = re.compile("[ABab][0-9]{9}")


class Kind(TextChoices):
    """What was typed."""

    NUMBER = "number", "お問合せ番号"
    RECEIPT = "receipt", "受付番号"
    PHONE = "phone", "電話番号"
    MAIL = "mail", "メールアドレス"
    KANA = "kana", "フリガナ"
    UNKNOWN = "unknown", "わからないもの"


@dataclass(frozen=True)
class Query:
    """What was typed, as it is stored. `hint`: what to say about it where it cannot be looked up."""

    kind: Kind
    value: str
    hint: str = ""

    @property
    def masked(self) -> str:
        """For the trail, which holds no contact (question 16: and no number to read out)."""
        hide = {Kind.PHONE: masked.phone, Kind.MAIL: masked.mail, Kind.KANA: masked.name, Kind.NUMBER: masked.number}
        return hide[self.kind](self.value) if self.kind in hide else self.value


@dataclass(frozen=True)
class Found:
    """Up to `MOST` rows, coupons first. `is_cut`: there are more."""

    query: Query
    rows: tuple[Coupon | Claim | Member | Incident, ...]
    is_cut: bool

    @property
    def only(self) -> Coupon | Claim | Member | Incident | None:
        return self.rows[0] if len(self.rows) == 1 else None


def understood(raw: str, schemes: Iterable[Scheme]) -> Query:
    """What the clerk typed: a mail address by its @, a receipt number by its letter, an inquiry number by the pattern
    of a scheme, then a phone number, then a name in kana.
    """
    raw = FROM_ABROAD_TO_JAPAN.sub("0", raw)
    if "@" in raw or "＠" in raw:
        return _read(Kind.MAIL, normalise.email, raw)
    number = receipt.understood(raw)
    if number:
        return Query(Kind.RECEIPT, number)
    plain = _plain(raw)
    if LIKE_A_RECEIPT_NO.fullmatch(plain):
        return Query(Kind.UNKNOWN, "", "受付番号の数字が合いません。もう一度お聞きください。")
    if any(re.fullmatch(scheme.inquiry_no_pattern, plain, re.ASCII) for scheme in schemes):
        return Query(Kind.NUMBER, plain)
    return _phone_or_name(raw)


def _phone_or_name(raw: str) -> Query:
    digits = sum(char.isdigit() for char in raw)
    if digits:
        phone = _read(Kind.PHONE, normalise.phone, raw)
        return phone if phone.value or digits in PHONE_DIGITS else _wrong_length(digits)
    kana = _read(Kind.KANA, normalise.kana, raw)
    if kana.value and len(_joined(kana.value)) < KANA_AT_LEAST:
        return Query(Kind.UNKNOWN, "", "カナは2文字以上でお試しください。")
    return kana


def _wrong_length(digits: int) -> Query:
    return Query(Kind.UNKNOWN, "", f"数字が{digits}桁です。お問合せ番号か電話番号の桁数を、もう一度お確かめください。")


def _plain(raw: str) -> str:
    """Digits as people group them, without their grouping; empty for what is far too long, and for a number abroad."""
    if raw.lstrip()[:1] in ABROAD:
        return ""
    try:
        numbers = normalise.inquiry_numbers(raw)
    except NotUnderstood:
        return ""
    return numbers[0] if len(numbers) == 1 else ""


def _read(kind: Kind, normal: Callable[[str], str], raw: str) -> Query:
    try:
        return Query(kind, normal(raw))
    except NotUnderstood as fault:
        return Query(Kind.UNKNOWN, "", str(fault))


def find(query: Query, schemes: Iterable[Scheme]) -> Found:
    """The rows that `query` names, over all schemes. Each look-up is exact and takes one more than is shown."""
    lookers = {
        Kind.NUMBER: _by_number,
        Kind.RECEIPT: _by_receipt_no,
        Kind.PHONE: _by_phone,
        Kind.MAIL: _by_mail,
        Kind.KANA: _by_kana,
    }
    scheme_ids = [scheme.pk for scheme in schemes]
    rows = lookers[query.kind](query.value, scheme_ids) if query.kind in lookers else []
    return Found(query, tuple(rows[:MOST]), len(rows) > MOST)


def _by_number(number: str, schemes: list[int]) -> list:
    """The coupon; and claims for it, or that state a number nobody has."""
    coupons = list(Coupon.objects.filter(scheme__in=schemes, inquiry_no=number).select_related("member"))
    if coupons:
        return coupons
    stating = [line.claim_id for line in _some(ClaimLine.objects.filter(stated_no=number))]
    claims = Claim.objects.filter(pk__in=stating, scheme__in=schemes).order_by("-pk")
    return [*claims, *_newest(Incident.objects.filter(stated_no=number, coupon=None, scheme__in=schemes))]


def _by_receipt_no(number: str, schemes: list[int]) -> list:
    asked = Incident if number[0] == receipt.INCIDENT else Claim
    return _some(asked.objects.filter(receipt_no=number, scheme__in=schemes))


def _by_phone(number: str, schemes: list[int]) -> list:
    members = Member.objects.filter(scheme__in=schemes, phone=number)
    claims = _claims(schemes, Q(phone=number), Q(contact_key=number))
    incidents = _newest(Incident.objects.filter(scheme__in=schemes, phone=number))
    return [*_of_members(members), *claims, *incidents]


def _by_mail(address: str, schemes: list[int]) -> list:
    small = address.lower()
    members = Member.objects.alias(small=Lower("email")).filter(scheme__in=schemes, small=small)
    claims = Claim.objects.alias(mail=Lower("email"))
    to_it = Q(contact_key=contacts.key(address))
    return [*_of_members(members), *_claims(schemes, Q(mail=small), to_it, among=claims)]


def _by_kana(name: str, schemes: list[int]) -> list:
    """By the beginning of the name, scheme by scheme in the order of the index (`claims_by_kana`, `incidents_by_kana`):
    without that order PostgreSQL believes that a common beginning (サト…) is met soon by reading through, and it may all
    stand at the end.
    """

    def named(model: type[Claim | Incident]) -> QuerySet:
        joined = Collate(Replace("name_kana", Value(" "), Value("")), "C")
        return model.objects.alias(joined=joined).order_by("joined").filter(joined__startswith=_joined(name))

    rows = [named(model).filter(scheme=scheme) for model in (Claim, Incident) for scheme in schemes]
    found = [row for some in rows for row in _some(some)]
    return sorted(found, key=lambda row: (row.name_kana, row._meta.model_name, row.pk))


def _joined(name: str) -> str:
    return name.replace(" ", "")


def _claims(schemes: list[int], *ways: Q, among: QuerySet[Claim] | None = None) -> list[Claim]:
    """One look-up a way, each by its own index: an OR over two columns may read them all. The newest first."""
    among = Claim.objects.all() if among is None else among
    found = {claim.pk: claim for way in ways for claim in _some(among.filter(way, scheme__in=schemes))}
    return [found[pk] for pk in sorted(found, reverse=True)]


def _newest(incidents: QuerySet[Incident]) -> list[Incident]:
    return sorted(_some(incidents), key=lambda incident: -incident.pk)


def _of_members(members: QuerySet[Member]) -> list:
    """A member's only coupon in their place: it is what the caller asks about."""
    rows = []
    for member in _some(members):
        coupons = list(Coupon.objects.filter(member=member).select_related("member")[:2])
        rows += coupons if len(coupons) == 1 else [member]
    return rows


def _some(rows: QuerySet) -> list:
    """Unsorted but for names: to sort by another column, PostgreSQL may walk that one's index through the table."""
    return list(rows[: MOST + 1])


def note(found: Found, *, who: str) -> None:
    """Put the search on the trail: the kind, a masked form, and which rows were shown."""
    rows = [f"{row._meta.label_lower}/{row.pk}" for row in found.rows]
    query = found.query
    record(SEARCHED, who=who, about="desk", kind=query.kind, masked=query.masked, hits=len(rows), rows=rows)


def recent(who: str) -> list[AuditEvent]:
    """The last searches of this clerk, from the trail."""
    return list(AuditEvent.objects.filter(action=SEARCHED, who=who).order_by("-pk")[:RECENT])
