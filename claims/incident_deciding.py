"""Deciding an incident (design 5 "Case B"): what is given back, by whom, and what goes with it in the same transaction.

The ledger has the last word: never more than a payment took, never above face value (coupons/reinstatement.py). Whether
one person is enough, and who may be the second: claims/two_persons.py.
"""

from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from claims import incident_claims, incident_telling, incidents, leases, two_persons
from claims.cases import mark_of
from claims.doubtful import answered_about, doubtful, given_back
from claims.incidents import NotNow
from claims.models import Incident, IncidentDecision, IncidentPayment
from config import clock
from coupons.models import Entry
from coupons.reinstatement import MoreThanTaken, reinstate
from trail.record import record

State = IncidentDecision.State


class NoCoupon(Exception):
    """Nobody knows which coupon it is, so there is nothing to give back to."""


class NothingChosen(Exception):
    """No payment was chosen, or no yen of it."""


class NotListed(Exception):
    """A payment that is not one of the coupon's, or not of the days in question."""


class NoReason(Exception):
    """A decision says why; who is declined or answered is told something."""


class WaitsForASecondPerson(Exception):
    """It was asked of a second person before, who decides now."""


class AlreadySettled(Exception):
    """Another has approved it or sent it back, or it became void: `state`."""

    def __init__(self, state: str):
        self.state = state


class ChangedMeanwhile(Exception):
    """The incident, its shop's answer or its coupon's ledger is not what the page showed."""


def version(incident: Incident) -> str:
    """A mark of all that one looks at when deciding. Travels with the page's forms."""
    confirmation = getattr(incident, "confirmation", None)
    entries = Entry.objects.filter(coupon=incident.coupon_id).order_by("pk") if incident.coupon_id else []
    return mark_of(
        [incident.state, incident.kind, incident.coupon_id, incident.store_id],
        incident_claims.contact_of(incident),
        [confirmation.result, confirmation.store_yen] if confirmation else None,
        [entry.pk for entry in entries],
        list(incident.decisions.order_by("pk").values_list("pk", "state")),
        incident_claims.payee_of(incident),
    )


def decide(
    *,
    incident_id: int,
    choices: Mapping[int, int],
    reason: str,
    by: User,
    seen: str,
    at: datetime | None = None,
) -> IncidentDecision:
    """Give back `choices` (payment id: yen). Done at once, or waiting for a second person: `state` and `why_two`.

    Raises ChangedMeanwhile, NotNow, WaitsForASecondPerson, NoCoupon, NothingChosen, NotListed, MoreThanTaken,
    reinstatement.AboveFaceValue, NoReason, incident_claims.NoDestination.
    """
    at = at or clock.now()
    if not reason.strip():
        raise NoReason
    with transaction.atomic():
        incident = incidents.locked(incident_id)
        must_be_as_seen(incident, seen, by)
        _may_be_decided(incident)
        chosen = _chosen(incident, choices)
        incident_claims.must_have_a_payee(incident)
        made = _made(incident, chosen, reason.strip(), by, at)
        if not made.why_two:
            _approve(incident, made, by, at)
    return made


def approve(*, decision_id: int, by: User, seen: str, at: datetime | None = None) -> IncidentDecision:
    """The second person approves what the page showed: it is done now; or void, if anything that decides who gets how
    much and where has changed since it was asked (its `state`).

    Raises two_persons.SamePerson, OwnHand, AlreadySettled, ChangedMeanwhile, and what `decide` raises of the ledger.
    """
    at = at or clock.now()
    with transaction.atomic():
        incident, made = _locked(decision_id)
        two_persons.must_be_another(incident, made, by)
        if seen != version(incident):
            raise ChangedMeanwhile
        if _digest(incident, made) != bytes(made.digest):
            _settle(made, State.VOID, by, at)
        else:
            _approve(incident, made, by, at)
    return made


def send_back(*, decision_id: int, answer: str, by: User, at: datetime | None = None) -> IncidentDecision:
    """Refuse it with an answer; who decided takes it back this way. Raises AlreadySettled, NoReason."""
    at = at or clock.now()
    if not answer.strip():
        raise NoReason
    with transaction.atomic():
        _incident, made = _locked(decision_id)
        made.answer = answer.strip()
        _settle(made, State.VOID if made.made_by_id == by.pk else State.REFUSED, by, at)
    return made


def decline(*, incident_id: int, reason: str, words: str, by: User, seen: str, at: datetime | None = None) -> Incident:
    """Not given back; the caller is told `words`. Raises ChangedMeanwhile, NotNow, WaitsForASecondPerson, NoReason."""
    return _end(incident_id, Incident.State.DECLINED, reason, words, by, seen, at or clock.now(), tell=True)


def answer(
    *, incident_id: int, words: str, by: User, seen: str, tell: bool = True, at: datetime | None = None
) -> Incident:
    """An inquiry is answered with `words`, or there is nothing more to do. `tell`: they were not told on the telephone.

    Raises ChangedMeanwhile, NotNow, WaitsForASecondPerson, NoReason.
    """
    return _end(incident_id, Incident.State.CLOSED, "", words, by, seen, at or clock.now(), tell=tell)


def _end(
    incident_id: int, to: str, reason: str, words: str, by: User, seen: str, at: datetime, *, tell: bool
) -> Incident:
    if not words.strip():
        raise NoReason
    with transaction.atomic():
        incident = incidents.locked(incident_id)
        must_be_as_seen(incident, seen, by)
        must_be_free(incident)
        incidents.move(incident, to, by=by, at=at, reason=reason, words=words.strip())
        if tell:
            incident_telling.tell_answered(incident, at)
    return incident


def must_be_as_seen(incident: Incident, seen: str, by: User) -> None:
    """And nobody else's at the moment. Raises leases.WithAColleague, ChangedMeanwhile."""
    leases.must_be_free(incident, by)
    if seen != version(incident):
        raise ChangedMeanwhile


def must_be_free(incident: Incident) -> None:
    """Nothing changes under the second person's eyes. Raises WaitsForASecondPerson."""
    if incident.decisions.filter(state=State.WAITING).exists():
        raise WaitsForASecondPerson


def _may_be_decided(incident: Incident) -> None:
    must_be_free(incident)
    is_inquiry = incident.kind == Incident.Kind.OTHER
    where = (Incident.State.CONFIRMED, *(incidents.INQUIRIES_FROM if is_inquiry else ()))
    if incident.state not in where:
        raise NotNow(incident.state)
    if incident.coupon_id is None:
        raise NoCoupon


def _chosen(incident: Incident, choices: Mapping[int, int]) -> list[tuple[Entry, int, bool]]:
    """Each payment with its yen and whether that was typed. Raises NothingChosen, NotListed, MoreThanTaken."""
    is_inquiry = incident.kind == Incident.Kind.OTHER
    # What a shop has said is of its own payments (notice 2.B2); of one without a shop two persons say that it is.
    shops = (None, incident.store_id)
    known = {one.payment.pk: one for one in doubtful(incident) if is_inquiry or one.payment.store_id in shops}
    if not choices or any(yen < 1 for yen in choices.values()):
        raise NothingChosen
    if not set(choices) <= set(known):
        raise NotListed
    found = [(known[pk], choices[pk]) for pk in sorted(choices)]
    if any(yen > one.left_yen for one, yen in found):
        raise MoreThanTaken
    # Of a payment that somebody found partly cancelled (case 29) the ledger alone does not say what is left.
    answered = {payment for payment, _yen in answered_about(choices)}
    return [(one.payment, yen, yen != one.left_yen or one.payment.pk in answered) for one, yen in found]


def _made(
    incident: Incident, chosen: list[tuple[Entry, int, bool]], reason: str, by: User, at: datetime
) -> IncidentDecision:
    made = IncidentDecision(
        incident=incident,
        choices=[{"payment": payment.pk, "yen": yen} for payment, yen, _typed in chosen],
        total_yen=sum(yen for _payment, yen, _typed in chosen),
        why_two=[why.value for why in two_persons.why_two(incident, chosen, by, at)],
        reason=reason,
        made_by=by,
        made_at=at,
    )
    made.digest = _digest(incident, made)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as refusal:
        if refusal.__cause__.diag.constraint_name == "an_incident_has_one_standing_decision":
            raise WaitsForASecondPerson from refusal
        raise
    record("incident decided", who=by.get_username(), about=incident, yen=made.total_yen, why_two=made.why_two)
    return made


def _digest(incident: Incident, made: IncidentDecision) -> bytes:
    """A mark of what the second person looks at; the decision itself is fixed by the database."""
    left = given_back(choice["payment"] for choice in made.choices)
    confirmation = getattr(incident, "confirmation", None)
    return bytes.fromhex(
        mark_of(
            [incident.state, incident.kind, incident.coupon_id],
            incident_claims.contact_of(incident),
            [confirmation.result, confirmation.store_yen] if confirmation else None,
            sorted(left.items()),
            incident_claims.payee_of(incident),
        )
    )


def _locked(decision_id: int) -> tuple[Incident, IncidentDecision]:
    incident = incidents.locked(IncidentDecision.objects.values_list("incident_id", flat=True).get(pk=decision_id))
    rows = IncidentDecision.objects.select_for_update(of=("self",), no_key=True).select_related("made_by")
    made = rows.get(pk=decision_id)
    if made.state != State.WAITING:
        raise AlreadySettled(made.state)
    return incident, made


def _settle(made: IncidentDecision, state: str, by: User, at: datetime) -> None:
    made.state, made.settled_by, made.settled_at = state, by, at
    made.save(update_fields=["state", "settled_by", "settled_at", "answer"])
    record(f"incident decision {state}", who=by.get_username(), about=made.incident, decision=made.pk)


def _approve(incident: Incident, made: IncidentDecision, by: User, at: datetime) -> None:
    """Restorations, extension, Changes, the claim of a paper holder, the state and the message: all or nothing."""
    _settle(made, State.APPROVED, by, at)
    payments = Entry.objects.in_bulk([choice["payment"] for choice in made.choices])
    for choice in made.choices:
        payment, yen = payments[choice["payment"]], choice["yen"]
        entry = reinstate(payment=payment, amount_yen=yen, ground=incident.ground, who=by.get_username(), at=at)
        IncidentPayment.objects.create(
            incident=incident, decision=made, payment=payment, amount_yen=yen, restoration=entry
        )
    incident_claims.file_if_nobody_would(incident, by, at)
    incidents.move(incident, Incident.State.APPROVED, by=by, at=at, approved_yen=made.total_yen, reason="", words="")
    incident_telling.tell_approved(incident, made, at)
