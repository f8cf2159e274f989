"""What the three screens of the desk show, read once: of a coupon, of a claim, of a member."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q

from claims.models import Claim, ClaimLine, Incident
from coupons import eligibility
from coupons.eligibility import Finding
from coupons.models import Coupon, Member
from desk.call import answers, identified, ledger_rows, timeline
from desk.call.answers import Answer
from desk.call.ledger_rows import Ledger
from desk.call.rows import Row
from desk.incidents import rows as incident_rows
from payouts.models import Payout
from payouts.status import tell

MOST_LINES = 20  # claims that state one coupon's number, on its screen
MOST_TOLD = 4  # of which is said what to tell


@dataclass(frozen=True)
class CouponScreen:
    """`whose` the coupon is, as far as one knows (desk/call/identified.py)."""

    coupon: Coupon
    ledger: Ledger
    lines: list[ClaimLine]
    payouts: list[Payout]
    incidents: list[Incident]
    timeline: list[Row]
    answers: list[Answer]
    findings: list[tuple[Finding, str]]
    whose: Claim | Member | None
    is_asked_for_by_several: bool
    is_cut: bool


def coupon_screen(pk: int, at: datetime) -> CouponScreen:
    """Everything of one coupon. Raises Coupon.DoesNotExist."""
    coupon = Coupon.objects.select_related("scheme", "member", "issuer", "extension").get(pk=pk)
    found = lines_for(coupon)
    lines = found[:MOST_LINES]
    payouts = timeline.payouts_of(Payout.objects.filter(items__coupon=coupon))
    known = ledger_rows.ledger(coupon)
    incidents = incident_rows.incidents_of(coupon)
    return CouponScreen(
        coupon=coupon,
        ledger=known,
        lines=lines,
        payouts=payouts,
        incidents=incidents,
        timeline=timeline.of_coupon(known, lines, payouts, incidents),
        answers=[
            *answers.of_coupon(coupon, lines[:MOST_TOLD], payouts, at),
            *incident_rows.answers(incidents, at),
            *answers.of_doubles(known, at),
        ],
        findings=[(finding, answers.clause(finding)) for finding in eligibility.explain(coupon)],
        whose=identified.of_coupon(coupon, lines),
        is_asked_for_by_several=len(identified.claimants(coupon, lines)) > 1,
        is_cut=len(found) > MOST_LINES,
    )


def lines_for(coupon: Coupon) -> list[ClaimLine]:
    """Lines that have the coupon, or state its number without it: a conflict, a mistake. Those that have it come first,
    then the newest claim; one more than a screen shows.
    """
    stating = Q(stated_no=coupon.inquiry_no, claim__scheme=coupon.scheme)
    lines = ClaimLine.objects.filter(Q(coupon=coupon) | stating)
    claims = ("claim__scheme", "claim__superseded_by", "claim__stay", "claim__account", "claim__desk")
    in_order = lines.select_related(*claims).order_by(F("coupon").desc(nulls_last=True), "-pk")
    return list(in_order[: MOST_LINES + 1])


@dataclass(frozen=True)
class ClaimScreen:
    """A claim, and the same of it that its claimant sees."""

    claim: Claim
    lines: list[ClaimLine]
    payouts: list[Payout]
    timeline: list[Row]
    answers: list[Answer]

    @property
    def is_in_review(self) -> bool:
        return any(line.state == ClaimLine.State.REVIEW for line in self.lines)


def claim_screen(pk: int, at: datetime) -> ClaimScreen:
    """Everything of one claim. Raises Claim.DoesNotExist."""
    claim = Claim.objects.select_related("scheme", "superseded_by", "stay", "account", "desk").get(pk=pk)
    lines = list(claim.lines.select_related("claim", "coupon").order_by("pk"))
    payouts = timeline.payouts_of(Payout.objects.filter(claim=claim))
    told = tell(claim, at)
    found = [answers.of_claim(told), *[answers.of_line(told, line) for line in lines]]
    return ClaimScreen(claim, lines, payouts, timeline.of_claim(claim, lines, payouts), found)


@dataclass(frozen=True)
class MemberScreen:
    """A member with their coupons."""

    member: Member
    coupons: list[Coupon]
    payouts: list[Payout]
    timeline: list[Row]
    answers: list[Answer]


def member_screen(pk: int, at: datetime) -> MemberScreen:
    """Everything of one member. Raises Member.DoesNotExist."""
    member = Member.objects.select_related("scheme").get(pk=pk)
    payouts = timeline.payouts_of(Payout.objects.filter(member=member))
    held = Coupon.objects.filter(member=member)
    coupons = list(held.select_related("scheme", "member", "extension").order_by("pk"))
    told = [payout for payout in payouts if answers.is_told(payout)]
    leaving = {item.coupon_id for payout in told for item in payout.items.all()}
    found = [answers.of_payout(payout, at) for payout in told]
    found += [answers.of_its_own(coupon, at) for coupon in coupons if coupon.pk not in leaving]
    return MemberScreen(member, coupons, payouts, timeline.of_member(member, payouts), found)
