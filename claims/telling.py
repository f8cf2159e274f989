"""What a claimant is told after matching, and a member whose coupon somebody else asks for.

The words never tell whether a number exists, nor of anybody else (question 10).
"""

import hashlib
from datetime import datetime

from django.db.models import Q

from claims.filing import words
from claims.models import Claim, ClaimLine, DeskClaim
from claims.normalise.contacts import MOBILE
from coupons.models import Coupon
from notifications import outbox
from notifications.models import Message

State, Reason = ClaimLine.State, ClaimLine.Reason
SAYS_SOMETHING = Q(state__in=[State.NOT_NEEDED, State.DECLINED]) | Q(state=State.REVIEW, reason=Reason.NUMBER)


def tell_outcome(claim: Claim, at: datetime) -> None:
    """One message for each outcome that wants telling: a number to check, the app's, nothing left. The same outcome is
    told once, whatever is matched again. Accepted lines have their own message: the receiving URL.
    """
    told_before = Message.objects.filter(about=f"claims.claim/{claim.pk}", template="claim_checked").exists()
    if told_before or claim.lines.filter(SAYS_SOMETHING).exists():
        tell_decision(claim, at)


def tell_decision(claim: Claim, at: datetime) -> None:
    """How every coupon of the claim stands: after a person's decision, whatever it is."""
    lines = list(claim.lines.order_by("pk"))
    outcome = "|".join(f"{line.pk} {line.state} {line.reason} {line.stated_no}{line.words}" for line in lines)
    channel, to = where(claim)
    outbox.queue(
        key=f"claim-checked/{claim.pk}/{hashlib.sha256(outcome.encode()).hexdigest()[:16]}",
        channel=channel,
        to=to,
        template="claim_checked",
        context=words(claim)
        | {
            "lines": [
                {"stated_no": line.stated_no, "says": says(line), "words": line.words if is_declined(line) else ""}
                for line in lines
            ],
            "check_number": any(says(line) == "check" for line in lines),
            "claims_until": claim.scheme.claims_until.isoformat(),
        },
        about=f"claims.claim/{claim.pk}",
        scheme=claim.scheme.slug,
        not_before=outbox.quiet_hours(at),
    )


def ask_back(line: ClaimLine, *, key: str, at: datetime) -> None:
    """What a person asks the claimant (`line.words`), and the status page, where a number can be corrected."""
    claim = line.claim
    channel, to = where(claim)
    outbox.queue(
        key=key,
        channel=channel,
        to=to,
        template="claim_asked",
        context=words(claim)
        | {"stated_no": line.stated_no, "asks": line.words, "check_number": line.reason == Reason.NUMBER},
        about=f"claims.claim/{claim.pk}",
        scheme=claim.scheme.slug,
        not_before=outbox.quiet_hours(at),
    )


def where(claim: Claim) -> tuple[str, str]:
    """By what and to where a claim's messages go. A destination that nobody has proved and no second person has let go may be
    a stranger's (case 24): then somebody calls.
    """
    if is_let_go(claim):
        return claim.deliver_by, claim.deliver_to
    return Message.Channel.CALL, claim.phone


def is_let_go(claim: Claim) -> bool:
    """Whether anything may be sent: proved by a code, or let go by a second person."""
    if claim.channel == Claim.Channel.SITE or claim.contact_verified_at:
        return True
    return DeskClaim.objects.filter(claim=claim, approved_at__isnull=False).exists()


def is_declined(line: ClaimLine) -> bool:
    return line.state == State.DECLINED


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
            Reason.LAPSED: "lapsed",
        }
        return by_reason.get(line.reason, "declined")
    by_state = {State.ACCEPTED: "ok", State.GRANTED: "ok", State.NOT_NEEDED: "app", State.WITHDRAWN: "withdrawn"}
    return by_state.get(line.state, "checking")


def tell_member(line: ClaimLine, coupon: Coupon, at: datetime) -> None:
    """A stranger's contact asks for a refund of a member's coupon: the member hears of it, once a coupon (case 12)."""
    member, scheme = coupon.member, coupon.scheme
    if not (member.email or MOBILE.fullmatch(member.phone)):
        return
    outbox.queue(
        key=f"asked-for/{coupon.pk}",
        channel="mail" if member.email else "sms",
        to=member.email or member.phone,
        template="asked_for",
        context=scheme.says("ja") | {"language": "ja"},
        about=f"coupons.coupon/{coupon.pk}",
        scheme=scheme.slug,
        not_before=outbox.quiet_hours(at),
    )
