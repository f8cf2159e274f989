"""What a claimant is told, and where; and what a member is told whose coupon somebody else asks for.

The words never tell whether a number exists, nor of anybody else (question 10).
"""

import hashlib
from datetime import datetime

from django.db.models import Q

from claims.models import Claim, ClaimLine, DeskClaim, Incident, Proposal
from claims.normalise.contacts import MOBILE
from coupons.models import Coupon
from notifications import outbox
from notifications.models import Message

State, Reason = ClaimLine.State, ClaimLine.Reason
SAYS_SOMETHING = Q(state__in=[State.NOT_NEEDED, State.DECLINED]) | Q(state=State.REVIEW, reason=Reason.NUMBER)


def say(
    claim: Claim,
    *,
    key: str,
    template: str,
    at: datetime,
    urgent: bool = False,
    language: str | None = None,
    **more: object,
) -> None:
    """Queue one message about a claim, to where its messages go (`where`); once for each `key`.

    `urgent`: the claimant waits for it, having done something just now, so it goes at night too; the rest waits for the
    day. `language`: the reader's, if it is not the claim's. `more`: what the template needs beside `words`.
    """
    channel, to = where(claim)
    outbox.queue(
        key=key,
        channel=channel,
        to=to,
        template=template,
        context=words(claim, language or claim.language) | more,
        about=_about(claim),
        scheme=claim.scheme.slug,
        not_before=at if urgent else outbox.quiet_hours(at),
        urgent=urgent,
    )


def words(of: Claim | Incident, language: str) -> dict[str, str]:
    """What every message about a claim or an incident says, in the reader's language."""
    return {
        "language": language,
        "name": of.name,
        "receipt_no": of.receipt_no,
        "scheme_slug": of.scheme.slug,
        **of.scheme.says(language),
    }


def _about(claim: Claim) -> str:
    return f"claims.claim/{claim.pk}"


def tell_outcome(claim: Claim, at: datetime) -> None:
    """One message for each outcome that wants telling: a number to check, the app's, nothing left. The same outcome is
    told once, whatever is matched again. Accepted lines have their own message: the receiving URL.
    """
    told_before = Message.objects.filter(about=_about(claim), template="claim_checked").exists()
    if told_before or claim.lines.filter(SAYS_SOMETHING).exists():
        tell_decision(claim, at)


def tell_decision(claim: Claim, at: datetime) -> None:
    """How every coupon of the claim stands: after a person's decision, whatever it is."""
    lines = list(claim.lines.order_by("pk"))
    outcome = "|".join(f"{line.pk} {line.state} {line.reason} {line.stated_no}{line.words}" for line in lines)
    say(
        claim,
        key=f"claim-checked/{claim.pk}/{hashlib.sha256(outcome.encode()).hexdigest()[:16]}",
        template="claim_checked",
        at=at,
        lines=[
            {"stated_no": line.stated_no, "says": says(line), "words": line.words if is_declined(line) else ""}
            for line in lines
        ],
        check_number=any(says(line) == "check" for line in lines),
        claims_until=claim.scheme.claims_until.isoformat(),
    )


def ask_back(line: ClaimLine, *, key: str, at: datetime) -> None:
    """What a person asks the claimant (`line.words`), and the status page, where a number can be corrected."""
    say(
        line.claim,
        key=key,
        template="claim_asked",
        at=at,
        stated_no=line.stated_no,
        asks=line.words,
        check_number=line.reason == Reason.NUMBER,
    )


def where(claim: Claim) -> tuple[str, str]:
    """By what and to where a claim's messages go. A destination that nobody has proved and no second person has let go
    may be a stranger's (case 24): then somebody calls.
    """
    if is_let_go(claim):
        return claim.deliver_by, claim.deliver_to
    return Message.Channel.CALL, claim.phone


def is_let_go(claim: Claim) -> bool:
    """Whether anything may be sent: it was proved by a code, or a second person let it go, with the claim or later."""
    if claim.channel == Claim.Channel.SITE or claim.contact_verified_at:
        return True
    changed = Proposal.objects.filter(claim=claim, deed=Proposal.Deed.DESTINATION, state=Proposal.State.APPROVED)
    return changed.exists() or DeskClaim.objects.filter(claim=claim, approved_at__isnull=False).exists()


def is_declined(line: ClaimLine) -> bool:
    """Whether what a person wrote (`line.words`) is why they declined it, and not what they ask."""
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
