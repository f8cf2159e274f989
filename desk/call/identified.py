"""Who is on the line: personal data stay masked until the clerk says how the caller was identified.

At least two facts, or a code that was sent to the contact on record and read back. It holds for one person's row, in
this clerk's session, for a quarter of an hour of real time; who revealed what, and because of what, is on the trail.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import TextChoices

from claims import contacts
from claims.decisions import STANDS, UNDER_WAY
from claims.models import Claim, DeskClaim
from claims.normalise import phone_shown
from config.dates import day
from coupons.models import Coupon, Member
from coupons.prefectures import PREFECTURES
from desk.call import masked
from notifications.templatetags.wording import grouped
from trail.record import record

GOOD_FOR_SECONDS = 15 * 60
FACTS_NEEDED = 2
IN_SESSION = "desk_identified"


class Fact(TextChoices):
    """What a caller can name that others do not know."""

    NAME = "name", "お名前"
    TRAVEL = "travel", "旅行日"
    LODGING = "lodging", "宿泊先・発行店"
    PHONE = "phone", "電話番号"
    MAIL = "mail", "メールアドレス"
    NUMBER = "number", "お問合せ番号"
    RECEIPT = "receipt", "受付番号"
    STORE = "store", "利用した店舗"


class NotEnough(Exception):
    """One fact alone identifies nobody."""


@dataclass(frozen=True)
class Datum:
    """One piece of personal data, as it may be shown now."""

    label: str
    shown: str


@dataclass(frozen=True)
class Person:
    """Whose data a screen shows: a claimant or a member. `row` is what an identification holds for."""

    row: Claim | Member
    is_identified: bool
    data: list[Datum]
    minutes_left: int

    @property
    def called(self) -> str:
        """Which row the data are of, for a coupon's screen."""
        return f"申請 {self.row.receipt_no}" if isinstance(self.row, Claim) else f"アプリ会員 {self.row.member_no}"


def of_coupon(coupon: Coupon, lines: Iterable) -> Claim | Member | None:
    """Whose a coupon is: the member's, else the claimant's of its live line. None while nobody has asked for it, and
    where several persons have: then nobody can tell from the coupon who is on the line (`claimants`).
    """
    live = [line.claim for line in lines if line.coupon_id == coupon.pk and line.state in STANDS]
    return None if len(claimants(coupon, lines)) > 1 else coupon.member or next(iter(live), None)


def claimants(coupon: Coupon, lines: Iterable) -> set[str]:
    """The contacts by which persons ask for a coupon now: its member's are one, so are the claims of one contact."""
    asking = {line.claim.contact_key for line in lines if line.state in UNDER_WAY and line.claim.withdrawn_at is None}
    member = coupon.member
    if member is None:
        return asking
    own = {contacts.key(one) for one in (member.phone, member.email) if one}
    return (asking - own) | {f"member {member.pk}"}


def person(row: Claim | Member, session: SessionBase, viewer: User) -> Person:
    """The person behind `row`, masked unless this session has identified them, and its user still may see that."""
    left = _until(session).get(_about(row), 0) - time.time() if viewer.has_perm("desk.reveal") else 0
    data = _of_claim(row, left > 0) if isinstance(row, Claim) else _of_member(row, left > 0)
    return Person(row, left > 0, [one for one in data if one.shown], max(int(left / 60) + 1, 0) if left > 0 else 0)


def reveal(row: Claim | Member, session: SessionBase, *, because: Iterable[str], who: str) -> None:
    """Show this person's data to this session from now on. Raises NotEnough."""
    facts = sorted({Fact(fact) for fact in because if fact in Fact})
    if len(facts) < FACTS_NEEDED:
        raise NotEnough
    _let_see(row, session, who=who, because=facts)


def reveal_by_code(row: Claim | Member, session: SessionBase, *, who: str) -> None:
    """The same, after the code was right (desk/call/spoken_code.py)."""
    _let_see(row, session, who=who, because=["code"])


def hear_number(coupon: Coupon, session: SessionBase) -> None:
    """The caller named the coupon by its number, so it may be read back to them."""
    _keep(coupon, session)


def number_of(coupon: Coupon, session: SessionBase) -> str:
    """The number as the caller said it; masked where they did not: who lost it asks its issuer (question 16)."""
    return grouped(coupon.inquiry_no) if is_heard(coupon, session) else masked.number(coupon.inquiry_no)


def is_heard(coupon: Coupon, session: SessionBase) -> bool:
    """Whether the caller has named the coupon by its number, a quarter of an hour ago at most."""
    return _until(session).get(_about(coupon), 0) > time.time()


def _let_see(row: Claim | Member, session: SessionBase, *, who: str, because: list[str]) -> None:
    record("personal data shown", who=who, about=row, because=because)
    _keep(row, session)


def _keep(row: Coupon | Claim | Member, session: SessionBase) -> None:
    now = time.time()
    kept = {about: until for about, until in _until(session).items() if until > now}
    session[IN_SESSION] = kept | {_about(row): now + GOOD_FOR_SECONDS}


def _until(session: SessionBase) -> dict[str, float]:
    return session.get(IN_SESSION, {})


def _about(row: Coupon | Claim | Member) -> str:
    return f"{row._meta.label_lower}/{row.pk}"


def _of_claim(claim: Claim, is_clear: bool) -> list[Datum]:
    stay = getattr(claim, "stay", None)
    asked_for = getattr(claim, "desk", None)
    return [
        Datum("お名前", claim.name if is_clear else masked.name(claim.name)),
        Datum("フリガナ", claim.name_kana if is_clear else masked.name(claim.name_kana)),
        Datum("電話番号", phone_shown(claim.phone) if is_clear else masked.phone(claim.phone)),
        Datum("メール", claim.email if is_clear else masked.mail(claim.email)),
        Datum("ご案内の送り先", phone_shown(claim.deliver_to) if is_clear else masked.contact(claim.deliver_to)),
        *(_on_behalf(asked_for, is_clear) if asked_for else []),
        Datum("旅行日", day(claim.travel_on)),
        Datum("旅行先", PREFECTURES[claim.prefecture]),
        Datum("宿泊先", stay.place if stay else ""),
        Datum("振込先", _account(claim, is_clear)),
    ]


def _on_behalf(of: DeskClaim, is_clear: bool) -> list[Datum]:
    """For whom somebody else asks (case 23)."""
    return [
        Datum("ご本人", of.on_behalf_of if is_clear else masked.name(of.on_behalf_of)),
        Datum("ご本人との関係", of.relation),
    ]


def _account(claim: Claim, is_clear: bool) -> str:
    """Its number is never shown here but for the last digits."""
    account = getattr(claim, "account", None)
    if account is None:
        return ""
    return str(account) if is_clear else "登録あり"


def _of_member(member: Member, is_clear: bool) -> list[Datum]:
    return [
        Datum("会員番号", member.member_no),
        Datum("電話番号", phone_shown(member.phone) if is_clear else masked.phone(member.phone)),
        Datum("メール", member.email if is_clear else masked.mail(member.email)),
        Datum("退会", day(member.left_at) if member.left_at else ""),
    ]
