"""What becomes of one line of a claim: the rule of matching (design 5; questions 2, 4, 10, 11, 12).

A line that needs a person, and whose number is not proved to be the claimant's, is in review *without* its coupon: only
a line that holds a coupon keeps anybody else from it.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce

from claims import contacts
from claims.models import BankAccount, Claim, ClaimLine, DeskClaim
from coupons.eligibility import explain
from coupons.models import Coupon, Entry, Extension
from coupons.usable_until import MOBILE
from trail.models import Person

TRIP_DAYS = 14  # the coupons of one trip, from its first day on
COUPONS_TO_ONE_PLACE = 20
YEN_TO_ONE_PLACE = 50_000
State, Reason = ClaimLine.State, ClaimLine.Reason
LIVE = (State.REVIEW, State.ACCEPTED)  # holds its coupon: `one_live_line_per_coupon`
STANDS = (*LIVE, State.GRANTED)  # something may come of it; a granted line holds no coupon, it stands beside one
UNDER_WAY = (State.FILED, *STANDS)  # what a withdrawal takes back
WHY_NOT_COVERED = {
    "expiry_is_the_affected_one": Reason.EXPIRY,
    "a_yen_was_left_after_the_first_extension": Reason.NO_BALANCE,
}


@dataclass(frozen=True)
class Decision:
    """The state a line comes to, why, the coupon it holds from now on, and the line it meets."""

    state: str
    reason: str = ""
    coupon: Coupon | None = None
    conflicts_with: ClaimLine | None = None


def decide(line: ClaimLine, coupon: Coupon | None, at: datetime) -> Decision:
    """What becomes of a filed line whose number is `coupon`'s (None: nobody's), under that coupon's lock.

    A line that meets an earlier one of the same verified contact is accepted, with `conflicts_with`: the earlier one
    gives way (question 4).
    """
    claim = line.claim
    if coupon is None or not agrees(claim, coupon):
        return Decision(State.REVIEW, Reason.NUMBER)
    if line.claim.lines.filter(coupon=coupon, state__in=LIVE).exclude(pk=line.pk).exists():
        return Decision(State.DECLINED, Reason.TWICE, coupon)
    if is_sent_to_member(coupon) and not (is_for_the_member(claim) or is_instead_of_the_member(claim, coupon)):
        if claim.method == Claim.Method.POINTS:
            return Decision(State.NOT_NEEDED, Reason.IN_APP, coupon)
        if not is_members_own(claim, coupon):
            return Decision(State.REVIEW, Reason.IN_APP)
    why_not = why_not_covered(coupon)
    if why_not:
        return Decision(State.DECLINED, why_not, coupon)
    return _among_others(line, coupon, at)


def _among_others(line: ClaimLine, coupon: Coupon, at: datetime) -> Decision:
    """What becomes of a line with which all is well, looking at the other claims."""
    claim = line.claim
    other = ClaimLine.objects.select_related("claim").filter(coupon=coupon, state__in=LIVE).first()
    if other and not is_same_contact(claim, other.claim):
        return Decision(State.REVIEW, Reason.CONFLICT, conflicts_with=other)
    if other and other.state == State.REVIEW:
        return Decision(State.REVIEW, other.reason, coupon, other)  # what a person looks at stays with that person
    if is_staff(claim):
        return Decision(State.REVIEW, Reason.STAFF)
    if not other and too_much(claim, coupon, at):
        return Decision(State.REVIEW, Reason.MANY)
    return Decision(State.ACCEPTED, "", coupon, other)


def agrees(claim: Claim, coupon: Coupon) -> bool:
    """Number, prefecture, and a travel date within 14 days from the stated first day."""
    days = coupon.travel_on - claim.travel_on
    return coupon.prefecture == claim.prefecture and timedelta(0) <= days <= timedelta(TRIP_DAYS)


def is_sent_to_member(coupon: Coupon) -> bool:
    """Whether its member gets the URL without applying: charged, and not left before the freeze (question 12)."""
    member = coupon.member
    left = member and member.left_at
    return bool(coupon.charged_at and member and (left is None or left >= coupon.scheme.usable_until))


def is_paid_as_member(coupon: Coupon) -> bool:
    """Whether such a member can also be told of it. A URL goes by mail or to a mobile (payouts/payees.py): who has
    neither is sent nothing, and what waits for them lapses.
    """
    member = coupon.member
    return is_sent_to_member(coupon) and bool(member.email or re.search(MOBILE, member.phone))


def is_members_own(claim: Claim, coupon: Coupon) -> bool:
    """Whoever holds the paper can read the number: only the registered contact proves the member (question 11).

    One that a later file put in their place proves nothing by itself: one person loads files.
    """
    if not claim.contact_verified_at or coupon.member.contact_changed_at:
        return False
    return claim.contact_key in _keys(coupon.member.phone, coupon.member.email)


def is_for_the_member(claim: Claim) -> bool:
    """Taken over the phone for somebody else, proved, and let go by a second person (case 23): heirs have no app."""
    desk = DeskClaim.objects.filter(claim=claim, approved_at__isnull=False).exclude(on_behalf_of="")
    return claim.channel == Claim.Channel.DESK and desk.exists()


def is_instead_of_the_member(claim: Claim, coupon: Coupon) -> bool:
    """An approved report of (B) has filed it, because the member can be sent nothing (claims/incident_payees.py)."""
    return not is_paid_as_member(coupon) and DeskClaim.objects.filter(claim=claim, incident__isnull=False).exists()


def is_same_contact(one: Claim, other: Claim) -> bool:
    """Whether both were proved from one and the same phone or mail address."""
    is_proved = one.contact_verified_at and other.contact_verified_at
    return bool(is_proved) and one.contact_key == other.contact_key


def why_not_covered(coupon: Coupon) -> Reason | None:
    """None for a coupon that is extended, on whatever ground, or that case (A) will extend in a moment."""
    if Extension.objects.filter(coupon=coupon).exists():
        return None
    unmet = next((finding.condition.name for finding in explain(coupon) if not finding.holds), None)
    return WHY_NOT_COVERED.get(unmet)


def is_staff(claim: Claim) -> bool:
    """Nobody who works on claims gets one accepted by the machine: by mailbox, and by the phone on record of staff."""
    staff = get_user_model().objects.filter(is_staff=True).exclude(email="").values_list("email", flat=True)
    if _keys(claim.email, claim.deliver_to) & _keys(*staff):
        return True
    return Person.objects.filter(phone__in=[claim.phone, claim.deliver_to]).exclude(phone="").exists()


def _keys(*addresses: str) -> set[str]:
    return {contacts.key(address) for address in addresses if address}


def too_much(claim: Claim, coupon: Coupon, at: datetime) -> bool:
    """More than 20 coupons or 50,000 yen to one destination or one account, over all claims (case 25)."""
    places = _lines_to_the_same_places(claim)
    return any(_is_over([*lines.values_list("coupon", flat=True), coupon.pk], at) for lines in places)


def is_too_much_for_its_account(claim: Claim, at: datetime) -> bool:
    """The same of an account that a claim was given later, with all that it has: as if it were matched now."""
    mark = BankAccount.objects.values_list("fingerprint", flat=True).get(claim=claim)
    lines = ClaimLine.objects.filter(claim__scheme=claim.scheme, state__in=LIVE, coupon__isnull=False)
    return _is_over(list(lines.filter(claim__account__fingerprint=mark).values_list("coupon", flat=True)), at)


def _lines_to_the_same_places(claim: Claim) -> list[QuerySet[ClaimLine]]:
    held = ClaimLine.objects.filter(claim__scheme=claim.scheme, state__in=LIVE, coupon__isnull=False)
    places = [held.filter(claim__contact_key=claim.contact_key)]
    account = getattr(claim, "account", None)
    if account:
        places.append(held.filter(claim__account__fingerprint=account.fingerprint))
    return places


def _is_over(coupons: list[int], at: datetime) -> bool:
    if len(coupons) > COUPONS_TO_ONE_PLACE:
        return True
    left = Entry.objects.filter(coupon__in=coupons, counts_at__lt=at).aggregate(yen=Coalesce(Sum("amount_yen"), 0))
    return left["yen"] > YEN_TO_ONE_PLACE
