"""A claim in review beside the records: what was stated, what the records say, and where they differ."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Sum

from claims import decisions, leases
from claims.cases import version
from claims.doubts import Doubt, doubts
from claims.models import Claim, ClaimLine, OpenCase, Proposal
from config.dates import day, last_minute
from coupons.models import Coupon, Entry, Extension
from coupons.prefectures import PREFECTURES
from notifications.templatetags.wording import grouped
from payouts.conflicts import holder
from payouts.models import Payout

WAITS_DAYS = 7  # after filing a claim goes with what is accepted; its lines in review are paid later
MOST_NEAR = 5
REASONS = dict(ClaimLine.Reason.choices)


@dataclass(frozen=True)
class Compared:
    """One fact as stated, and as the records have it. `differs` is None where there is nothing to compare."""

    label: str
    stated: str
    recorded: str
    differs: bool | None = None


@dataclass(frozen=True)
class CaseLine:
    """One coupon of the claim, for a person to decide. `coupon` is its own, or the one with the stated number."""

    line: ClaimLine
    coupon: Coupon | None
    facts: list[Compared]
    doubts: list[Doubt]
    other: ClaimLine | None
    payouts: list[Payout]
    near: list[Coupon]
    waiting: Proposal | None

    @property
    def reason(self) -> str:
        """Why it is in review, or was declined, in the staff's words."""
        return REASONS.get(self.line.reason, self.line.reason)

    @property
    def is_to_decide(self) -> bool:
        """Whether a person may decide it now."""
        return self.line.state == ClaimLine.State.REVIEW and self.waiting is None and not self.waits_for_the_taking

    @property
    def waits_for_the_taking(self) -> bool:
        return self.line.reason == ClaimLine.Reason.DESK

    @property
    def is_contested(self) -> bool:
        return self.line.reason == ClaimLine.Reason.CONFLICT and self.other is not None

    @property
    def went_to_somebody_else(self) -> bool:
        """Ordered or paid to another: what remains is a grant."""
        return any(
            payout.claim_id != self.line.claim_id and payout.state in ("ordered", "paid") for payout in self.payouts
        )

    @property
    def may_be_granted(self) -> bool:
        if self.line.claim.withdrawn_at:
            return False
        has_its_own = self.line.state == ClaimLine.State.ACCEPTED or self.line.reason == ClaimLine.Reason.LAPSED
        return has_its_own or (self.is_to_decide and self.went_to_somebody_else)


@dataclass(frozen=True)
class Case:
    """A claim as a reviewer sees it `at` one moment."""

    claim: Claim
    seen: str
    opened: OpenCase | None
    lines: list[CaseLine]
    payouts: list[Payout]
    waiting: list[Proposal]
    due_at: datetime


def case(claim: Claim, at: datetime) -> Case:
    """Everything about one claim. Reads, and changes nothing."""
    waiting = list(claim.proposals.filter(state=Proposal.State.WAITING).select_related("made_by").order_by("pk"))
    lines = claim.lines.select_related("coupon__issuer", "coupon__member", "coupon__scheme", "conflicts_with__claim")
    return Case(
        claim=claim,
        seen=str(version(claim)),
        opened=leases.who_has(claim),
        lines=[_line(line, claim, waiting, at) for line in lines.order_by("pk")],
        payouts=list(Payout.objects.filter(claim=claim).order_by("pk")),
        waiting=waiting,
        due_at=due_at(claim),
    )


def due_at(claim: Claim) -> datetime:
    """When the claim goes without what is still in review (case 21)."""
    return claim.filed_at + timedelta(days=WAITS_DAYS)


def _line(line: ClaimLine, claim: Claim, waiting: list[Proposal], at: datetime) -> CaseLine:
    line.claim = claim
    coupon = line.coupon or _known(claim).filter(inquiry_no=line.stated_no).first()
    is_in_review = line.state == ClaimLine.State.REVIEW
    return CaseLine(
        line=line,
        coupon=coupon,
        facts=_compared(line, claim, coupon, at) if coupon else _stated(line, claim),
        doubts=doubts(line, coupon, at) if coupon and is_in_review else [],
        other=holder(line),
        payouts=_payouts(coupon),
        near=near(claim, line.stated_no) if coupon is None else [],
        waiting=next((one for one in waiting if one.line_id == line.pk), None),
    )


def doubts_if(line: ClaimLine, inquiry_no: str, at: datetime) -> list[Doubt]:
    """What would speak against the line for the coupon with this number; empty for its own, or the stated one."""
    number = inquiry_no or (line.coupon.inquiry_no if line.coupon else line.stated_no)
    coupon = _known(line.claim).filter(inquiry_no=number).first()
    return doubts(line, coupon, at) if coupon else []


def _known(claim: Claim):
    rows = Coupon.objects.select_related("issuer", "member", "scheme")
    return rows.filter(scheme=claim.scheme_id)


def _payouts(coupon: Coupon | None) -> list[Payout]:
    if coupon is None:
        return []
    rows = Payout.objects.filter(items__coupon=coupon).select_related("claim", "member")
    return list(rows.distinct().order_by("pk"))


def near(claim: Claim, number: str) -> list[Coupon]:
    """Coupons of that trip whose number differs in one digit, or in two neighbours that changed places."""
    if not number.isdecimal() or not 8 <= len(number) <= 20:
        return []
    others = [number[:at] + digit + number[at + 1 :] for at in range(len(number)) for digit in "0123456789"]
    others += [number[:at] + number[at + 1] + number[at] + number[at + 2 :] for at in range(len(number) - 1)]
    days = (claim.travel_on, claim.travel_on + timedelta(days=decisions.TRIP_DAYS))
    found = _known(claim).filter(inquiry_no__in=others, prefecture=claim.prefecture, travel_on__range=days)
    return list(found.order_by("inquiry_no")[:MOST_NEAR])


def _stated(line: ClaimLine, claim: Claim) -> list[Compared]:
    return [
        Compared("お問合せ番号", grouped(line.stated_no), "記録にありません", True),
        Compared("都道府県", PREFECTURES[claim.prefecture], ""),
        Compared("旅行日", day(claim.travel_on), ""),
    ]


def _compared(line: ClaimLine, claim: Claim, coupon: Coupon, at: datetime) -> list[Compared]:
    days = coupon.travel_on - claim.travel_on
    is_of_the_trip = timedelta(0) <= days <= timedelta(decisions.TRIP_DAYS)
    stay = getattr(claim, "stay", None)
    return [
        Compared(
            "お問合せ番号",
            grouped(line.stated_no),
            grouped(coupon.inquiry_no),
            line.stated_no != coupon.inquiry_no,
        ),
        Compared(
            "都道府県",
            PREFECTURES[claim.prefecture],
            PREFECTURES[coupon.prefecture],
            claim.prefecture != coupon.prefecture,
        ),
        Compared("旅行日", day(claim.travel_on), day(coupon.travel_on), not is_of_the_trip),
        Compared("宿泊先・発行店", stay.place if stay else "（ポイントの申請では尋ねません）", coupon.issuer.name),
        Compared("アプリ", "", _in_the_app(claim, coupon), decisions.is_sent_to_member(coupon) or None),
        Compared("もとの有効期限", "", last_minute(coupon.expires_at)),
        Compared("延長", "", *_extension(coupon)),
        Compared("残額", "", f"{_balance(coupon, at):,}円（券面 {coupon.face_value_yen:,}円）"),
    ]


def _in_the_app(claim: Claim, coupon: Coupon) -> str:
    if coupon.member is None:
        return "チャージされていません"
    if not decisions.is_sent_to_member(coupon):
        return "チャージのあと退会しています"
    same = decisions.is_members_own(claim, coupon)
    return "チャージ済み。申請の送り先は、会員の登録と" + ("同じです" if same else "違います")


def _extension(coupon: Coupon) -> tuple[str, bool | None]:
    extension = Extension.objects.filter(coupon=coupon).first()
    return (extension.get_ground_display(), None) if extension else ("ありません（対象外）", True)


def _balance(coupon: Coupon, at: datetime) -> int:
    return Entry.objects.filter(coupon=coupon, counts_at__lte=at).aggregate(yen=Sum("amount_yen"))["yen"] or 0
