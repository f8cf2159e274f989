"""Who is paid what an incident gives back and nobody uses in shops: (B) needs no second application (question 8).

A coupon of a member who can be told, or with a live line of a claim, has its payee. For any other one the approval
files a claim with the destination that the caller left, its line accepted, in the same transaction.
"""

from datetime import datetime
from uuid import uuid4

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from claims import contacts, decisions, incident_telling, receipt
from claims.models import Claim, ClaimLine, DeskClaim, Incident, Proposal, RouteChange
from trail.record import record

State = ClaimLine.State
ASKED = (State.FILED, State.REVIEW)


class NoDestination(Exception):
    """Nobody would be paid: the coupon is unclaimed, on paper or of a member whom nothing reaches, and the caller left
    no place to write to.
    """


def payee_of(incident: Incident) -> list:
    """Who has the coupon now and where they are paid, as plain values: its member, its live lines with their claims."""
    coupon = incident.coupon
    if coupon is None:
        return []
    member = coupon.member
    known = [member.pk, member.phone, member.email, member.left_at] if member else []
    lines = _lines(incident).order_by("pk")
    places = ["claim__method", "claim__deliver_by", "claim__deliver_to"]
    accounts = [
        bytes(mark).hex() if mark else "" for mark in lines.values_list("claim__account__fingerprint", flat=True)
    ]
    return [known, coupon.charged_at, list(lines.values_list("pk", "state", *places)), accounts]


def contact_of(incident: Incident) -> list[str]:
    """All that a claim filed by the incident would have of its person."""
    return [getattr(incident, field) for field in ("name", "name_kana", "phone", "deliver_by", "deliver_to")]


def hands(incident: Incident) -> set[int]:
    """Whose hand is in where the yen go, by user id: who took the report, corrected its contact or attached its coupon,
    and of the claims for it who entered one by telephone, accepted one, or asked for its new place. Whoever is the
    payee now need not be the payee later.
    """
    changed = RouteChange.objects.filter(incident=incident).values_list("by", flat=True)
    known = {incident.taken_by_id, *changed}
    if incident.coupon is None:
        return known
    lines = _lines(incident)
    entered = DeskClaim.objects.filter(claim__lines__in=lines).values_list("taken_by", flat=True)
    # Who approves a report accepts the line of the claim it files, but has not chosen where that goes.
    accepted = lines.filter(claim__desk__incident=None).exclude(decided_by="").values("decided_by")
    moved = _moved(Proposal.objects.filter(claim__lines__in=lines)).values_list("made_by", flat=True)
    return (
        known | set(entered) | set(moved) | set(User.objects.filter(username__in=accepted).values_list("pk", flat=True))
    )


def _moved(of: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Those by which a claim goes elsewhere now."""
    return of.filter(deed=Proposal.Deed.DESTINATION, state=Proposal.State.APPROVED)


def needs_a_claim(incident: Incident) -> bool:
    """Whether nobody would get what is given back. A claim that is still being looked at is somebody's."""
    return not decisions.is_paid_as_member(incident.coupon) and not _lines(incident).exists()


def goes_elsewhere(incident: Incident) -> bool:
    """Whether it would be paid to a claim whose URL goes neither where the caller asked nor to their phone."""
    return _is_in_question(incident) and _accepted(incident).exists()


def _is_in_question(incident: Incident) -> bool:
    """An accepted line is paid before the member of its coupon. The same telephone number *on* a claim proves nothing:
    whoever reads the report can type it.
    """
    accepted = _accepted(incident)
    if not accepted.exists():
        return not decisions.is_paid_as_member(incident.coupon)
    places = {incident.phone, contacts.key(incident.deliver_to)} - {""}
    return not accepted.filter(claim__contact_key__in=places).exists()


def _is_a_colleagues_own(incident: Incident) -> bool:
    member = incident.coupon.member
    if member is None or not decisions.is_paid_as_member(incident.coupon):
        return False
    return decisions.is_staff(Claim(email=member.email, phone=member.phone, deliver_to=member.email or member.phone))


def _accepted(incident: Incident):
    return _lines(incident).filter(state__in=[State.ACCEPTED, State.GRANTED])


def must_have_a_payee(incident: Incident) -> None:
    """Raises NoDestination."""
    if needs_a_claim(incident) and not destination(incident):
        raise NoDestination


def wants_another_look(incident: Incident, at: datetime) -> bool:
    """Whether the claim to be filed is a colleague's, or goes where more comes than one place may get (case 25); or
    nobody would be paid but a claim that is still being looked at, or one that goes elsewhere: it may be anybody's; or
    a colleague is the member who is paid.
    """
    if not needs_a_claim(incident):
        return _is_in_question(incident) or _is_a_colleagues_own(incident)
    claim = new_claim(incident, at)
    claim.contact_key = contacts.key(claim.deliver_to)
    return decisions.is_staff(claim) or decisions.too_much(claim, incident.coupon, at)


def file_if_nobody_would(incident: Incident, by: User, at: datetime) -> Claim | None:
    """File the claim, if there has to be one. The coupon is locked by the caller. Raises NoDestination."""
    if not needs_a_claim(incident):
        return None
    must_have_a_payee(incident)
    claim = new_claim(incident, at)
    claim.save()
    note_call(claim, incident, at)
    ClaimLine.objects.create(
        claim=claim,
        stated_no=incident.coupon.inquiry_no,
        coupon=incident.coupon,
        state=State.ACCEPTED,
        decided_by=by.get_username(),
        decided_at=at,
    )
    record("filed by an incident", who=by.get_username(), about=claim, incident=incident.pk)
    return claim


def note_call(claim: Claim, incident: Incident, at: datetime) -> None:
    """The claim came from the call that reported the incident. Whoever approved saw where it goes (case 24)."""
    whose = {"taken_by": incident.taken_by, "called_at": incident.taken_at, "incident": incident}
    DeskClaim.objects.create(claim=claim, approved_at=at, **whose)


def standing_claim(incident: Incident) -> Claim | None:
    """The claim that the incident has filed, unless it was taken back since."""
    return Claim.objects.filter(desk__incident=incident, withdrawn_at=None).order_by("-pk").first()


def follow(incident: Incident, claim: Claim, by: User, at: datetime) -> None:
    """Where two persons have sent the claim since, the incident's next one goes too. It is not decided any more.

    Whoever asked for that place has changed where the incident's yen go.
    """
    now, was = (claim.deliver_by, claim.deliver_to), destination(incident)
    if now != was:
        for asker in set(_moved(claim.proposals.all()).values_list("made_by", flat=True)):
            RouteChange.objects.create(incident=incident, what=RouteChange.What.CONTACT, by_id=asker, at=at)
        incident.deliver_by, incident.deliver_to = now
        incident.save(update_fields=["deliver_by", "deliver_to"])
        record("incident follows its claim", who=by.get_username(), about=incident, claim=claim.pk)


def _lines(incident: Incident):
    """Live lines that hold the coupon, and those that ask for its number and are not decided."""
    coupon = incident.coupon
    holding = Q(coupon=coupon, state__in=decisions.LIVE)
    asking = Q(stated_no=coupon.inquiry_no, claim__scheme=coupon.scheme_id, state__in=ASKED)
    return ClaimLine.objects.filter(holding | asking, claim__withdrawn_at=None)


def destination(incident: Incident) -> tuple[str, str] | None:
    """Where a receiving URL may go: never read out on the telephone."""
    channel, to = incident_telling.where(incident)
    return (channel, to) if channel != Claim.DeliverBy.CALL else None


def new_claim(incident: Incident, at: datetime) -> Claim:
    """The claim to file, not yet written. It must have a destination."""
    channel, to = destination(incident)
    return Claim(
        receipt_no=receipt.free_number(receipt.CLAIM, Claim.objects),
        scheme=incident.scheme,
        method=Claim.Method.POINTS,
        channel=Claim.Channel.DESK,
        name=incident.name,
        name_kana=incident.name_kana,
        phone=incident.phone,
        email=to if channel == Claim.DeliverBy.MAIL else "",
        deliver_by=channel,
        deliver_to=to,
        language=incident.language,
        prefecture=incident.coupon.prefecture,
        travel_on=incident.coupon.travel_on,
        form_nonce=uuid4(),
        filed_at=at,
    )
