"""Everything that happened to a coupon, a claim or a member, in one list, the newest last (ux B7)."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from claims.models import Claim, ClaimLine, Incident
from config.dates import last_minute, minute
from coupons.models import Member, Scheme
from desk.call import claim_rows, contact_rows, ledger_rows
from desk.call.ledger_rows import Ledger
from desk.call.rows import Group, Row
from desk.incidents import rows as incident_rows
from payouts.models import Payout

FILTERS = {Group.LEDGER: "決済", Group.CONTACT: "連絡", Group.CLAIM: "申請・支払"}


def of_coupon(known: Ledger, lines: list[ClaimLine], payouts: list[Payout], incidents: list[Incident]) -> list[Row]:
    """The ledger with the outage as a band, the claims and reports of it, what left for it, and what was said."""
    coupon = known.coupon
    claims = {line.claim_id: line.claim for line in lines}
    about = Q(coupon=coupon) | Q(claim__in=list(claims))
    found = [
        _outage(coupon.scheme),
        *ledger_rows.rows(known),
        *[row for claim in claims.values() for row in claim_rows.of_claim(claim, claim_rows.claim_url(claim))],
        *claim_rows.of_lines(lines, coupon),
        *claim_rows.of_payouts(payouts, coupon),
        *incident_rows.of_incidents(incidents),
        *contact_rows.messages([f"coupons.coupon/{coupon.pk}", *_about_claims(claims), *_about_payouts(payouts)]),
        *contact_rows.messages([f"claims.incident/{incident.pk}" for incident in incidents]),
        *contact_rows.calls(about),
    ]
    return _in_order(found)


def of_claim(claim: Claim, lines: list[ClaimLine], payouts: list[Payout]) -> list[Row]:
    """From its filing to the last yen."""
    found = [
        *claim_rows.of_claim(claim),
        *claim_rows.of_lines(lines),
        *claim_rows.of_payouts(payouts),
        *contact_rows.messages([*_about_claims([claim.pk]), *_about_payouts(payouts)]),
        *contact_rows.calls(Q(claim=claim)),
    ]
    return _in_order(found)


def of_member(member: Member, payouts: list[Payout]) -> list[Row]:
    """What left for a member, and what was said."""
    found = [
        *claim_rows.of_payouts(payouts),
        *contact_rows.messages([f"coupons.member/{member.pk}", *_about_payouts(payouts)]),
        *contact_rows.calls(Q(member=member)),
    ]
    return _in_order(found)


def payouts_of(rows: QuerySet[Payout]) -> list[Payout]:
    """Payouts with all that the timeline says of them."""
    hanging = rows.select_related("scheme", "member", "claim__scheme").prefetch_related(
        "items", "orders", "refund_lines__batch"
    )
    return list(hanging.distinct().order_by("pk"))


def only(rows: list[Row], group: str) -> list[Row]:
    """The lines of one group, the outage's band among payments; all of them for no group at all."""
    if group not in FILTERS:
        return rows
    kept = {group, Group.BAND} if group == Group.LEDGER else {group}
    return [row for row in rows if row.group in kept]


def _in_order(found: Iterable[Row]) -> list[Row]:
    """By time; what happened at one instant stays as it was found."""
    return sorted(found, key=lambda row: row.at)


def _outage(scheme: Scheme) -> Row:
    words = f"{minute(scheme.outage_from)} から {last_minute(scheme.outage_until)} まで"
    return Row(scheme.outage_from, Group.BAND, "障害時間帯", words)


def _about_claims(claims: Iterable[int]) -> list[str]:
    return [f"claims.claim/{pk}" for pk in claims]


def _about_payouts(payouts: Iterable[Payout]) -> list[str]:
    return [f"payouts.payout/{payout.pk}" for payout in payouts]
