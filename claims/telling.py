"""What a claimant is told after matching, and a member whose coupon somebody else asks for.

The words never tell whether a number exists, nor of anybody else (question 10).
"""

import hashlib
from datetime import datetime

from django.db.models import Q

from claims.filing import words
from claims.models import Claim, ClaimLine
from coupons.models import Coupon
from notifications import outbox
from notifications.models import Message

State, Reason = ClaimLine.State, ClaimLine.Reason
SAYS_SOMETHING = Q(state__in=[State.NOT_NEEDED, State.DECLINED]) | Q(state=State.REVIEW, reason=Reason.NUMBER)


def tell_outcome(claim: Claim, at: datetime) -> None:
    """One message for each outcome that wants telling: a number to check, the app's, nothing left. The same outcome is
    told once, whatever is matched again. Accepted lines have their own message: the receiving URL.
    """
    lines = list(claim.lines.order_by("pk"))
    about = f"claims.claim/{claim.pk}"
    told_before = Message.objects.filter(about=about, template="claim_checked").exists()
    if not told_before and not claim.lines.filter(SAYS_SOMETHING).exists():
        return
    outcome = "|".join(f"{line.pk} {line.state} {line.reason} {line.stated_no}" for line in lines)
    outbox.queue(
        key=f"claim-checked/{claim.pk}/{hashlib.sha256(outcome.encode()).hexdigest()[:16]}",
        channel=claim.deliver_by,
        to=claim.deliver_to,
        template="claim_checked",
        context=words(claim)
        | {
            "lines": [{"stated_no": line.stated_no, "says": says(line)} for line in lines],
            "check_number": any(says(line) == "check" for line in lines),
            "claims_until": claim.scheme.claims_until.isoformat(),
        },
        about=about,
        scheme=claim.scheme.slug,
        not_before=outbox.quiet_hours(at),
    )


def says(line: ClaimLine) -> str:
    """What a line says in public: ok, checking, check (the number), app, zero, expiry, received, withdrawn.

    An unknown number and one that does not fit are the same; a conflict and a doubt are 「確認中」 like any other.
    """
    if line.state == State.REVIEW:
        return "check" if line.reason == Reason.NUMBER else "checking"
    if line.state == State.DECLINED:
        by_reason = {
            Reason.NO_BALANCE: "zero",
            Reason.EXPIRY: "expiry",
            Reason.RECEIVED: "received",
            Reason.TWICE: "twice",
        }
        return by_reason.get(line.reason, "declined")
    by_state = {State.ACCEPTED: "ok", State.NOT_NEEDED: "app", State.WITHDRAWN: "withdrawn"}
    return by_state.get(line.state, "checking")


def tell_member(line: ClaimLine, coupon: Coupon, at: datetime) -> None:
    """A stranger's contact asks for a refund of a member's coupon: the member hears of it, once a coupon (case 12)."""
    member, scheme = coupon.member, coupon.scheme
    if not (member.email or member.phone):
        return
    outbox.queue(
        key=f"asked-for/{coupon.pk}",
        channel="mail" if member.email else "sms",
        to=member.email or member.phone,
        template="asked_for",
        context={**words(line.claim), "name": "", "language": "ja", "receipt_no": ""},
        about=f"coupons.coupon/{coupon.pk}",
        scheme=scheme.slug,
        not_before=outbox.quiet_hours(at),
    )
