"""Shops are asked: one call settles all open cases of a shop (notice 2.B2; question 9).

An attempt counts for every case of the shop that is still open. A shop is silent when nobody is there or it has no
answer yet; after three days of that, counted by the database since its last answer, a case is a supervisor's, who
decides on regionPAY's own records.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Case, Count, Func, IntegerField, Max, Min, Q, QuerySet, Value, When

from claims import incidents, leases
from claims.models import Incident, StoreAttempt, StoreConfirmation
from config import clock
from config.clock import JAPAN
from coupons.models import Coupon, Scheme, Store
from trail.record import record

ATTEMPTS = 3  # on as many days (question 9)
WITHIN = timedelta(days=7)  # ours: from the call until the shop has answered
State, By, Outcome = Incident.State, StoreConfirmation.By, StoreAttempt.Outcome
AGREES, DIFFERS, UNKNOWN = "agrees", "differs", "unknown"
LABELS = {AGREES: "一致", DIFFERS: "不一致", UNKNOWN: "分からない"}
MOVES = {AGREES: State.CONFIRMED, DIFFERS: State.REFUTED}
ASKED = (State.OPEN, State.CONFIRMING)


class AnsweredMeanwhile(Exception):
    """A case is not waiting for the shop any more: `receipt_nos`."""

    def __init__(self, receipt_nos: list[str]):
        self.receipt_nos = receipt_nos


class NothingSaid(Exception):
    """No case was answered."""


class NoPerson(Exception):
    """Who at the shop has said it?"""


class NoNextDate(Exception):
    """When the shop is to be asked again: today or later."""


class TooFewAttempts(Exception):
    """The records decide only after attempts on three days."""


class NoEvidence(Exception):
    """What in regionPAY's records shows it?"""


@dataclass(frozen=True)
class Answer:
    """What the shop says of one case: AGREES, DIFFERS or UNKNOWN; the sum in its own books, and what it looked into."""

    incident_id: int
    says: str
    store_yen: int | None = None
    evidence: str = ""


def waiting(scheme: Scheme) -> QuerySet[Incident]:
    """The cases that wait for a shop, the oldest first. Other inquiries (clause 1.X) need no shop."""
    rows = Incident.objects.filter(scheme=scheme, state__in=ASKED).exclude(kind=Incident.Kind.OTHER)
    return rows.order_by("taken_at", "pk")


def is_asked(incident: Incident) -> bool:
    """Whether its shop is to answer, now: as `waiting`, of one case."""
    return incident.state in ASKED and incident.kind != Incident.Kind.OTHER and incident.store_id is not None


def of_shop(store: Store) -> QuerySet[Incident]:
    """The shop's open cases, the oldest first."""
    return waiting(store.scheme).filter(store=store)


def queue(scheme: Scheme, today: date | None = None) -> QuerySet[Store]:
    """Shops with open cases, the one whose case has waited longest first: `cases`, `oldest_at`, `next_on`.

    With `today`, those that are to be asked again on a later day only (`is_later`) come last.
    """
    is_open = Q(incident__in=waiting(scheme).order_by().values("pk"))
    return (
        Store.objects.filter(scheme=scheme)
        .filter(is_open)
        .annotate(
            cases=Count("incident", filter=is_open, distinct=True),
            oldest_at=Min("incident__taken_at", filter=is_open),
            next_on=Min("incident__confirmation__next_on", filter=is_open),
            is_later=Case(When(next_on__gt=today, then=True), default=False) if today else Value(False),
        )
        .order_by("is_later", "oldest_at", "pk")
    )


def silent_days(stores: Iterable[Store]) -> dict[int, int]:
    """Of each shop, the most days on which it was silent for one of its open cases."""
    days = Max(Func("pk", function="days_without_an_answer", output_field=IntegerField()))
    open_ones = Incident.objects.filter(store__in=stores, state=State.CONFIRMING).exclude(kind=Incident.Kind.OTHER)
    return dict(open_ones.order_by().values_list("store").annotate(days=days))


def due_at(taken_at: datetime, scheme: Scheme) -> datetime:
    """Until when the shop should have answered: within a week, and before the coupon can be used no more."""
    due = taken_at + WITHIN
    return min(due, scheme.usable_until) if taken_at < scheme.usable_until else due


def for_the_supervisor(scheme: Scheme) -> QuerySet[Incident]:
    """Cases whose shop was silent on three days, the oldest first."""
    days = Func("pk", function="days_without_an_answer", output_field=IntegerField())
    return waiting(scheme).filter(state=State.CONFIRMING).alias(days=days).filter(days__gte=ATTEMPTS)


def record_call(
    *,
    store_id: int,
    answers: Sequence[Answer],
    person: str,
    by: User,
    way: str = By.PHONE,
    next_on: date | None = None,
    note: str = "",
    mark: str = "",
    at: datetime | None = None,
) -> list[Incident]:
    """The shop was reached: what it says of each case, by `person`. What it does not know is asked again on `next_on`.

    All or nothing; once, for a form with a `mark` of its own.
    Raises NothingSaid, NoPerson, NoNextDate, AnsweredMeanwhile, leases.WithAColleague.
    """
    at = at or clock.now()
    if not answers:
        raise NothingSaid
    if not person.strip():
        raise NoPerson
    if any(one.says == UNKNOWN for one in answers):
        _must_be_ahead(next_on, at)
    with transaction.atomic():
        Store.objects.select_for_update(no_key=True).get(pk=store_id)
        leases.must_be_free(Store(pk=store_id), by)
        if before := recorded(store_id, mark):
            return before
        cases = _asked([one.incident_id for one in answers], store_id, by, at)
        how = {"person": person.strip(), "way": way, "next_on": next_on, "note": note, "mark": mark}
        for one in answers:
            settle(cases[one.incident_id], one, by=by, at=at, **how)
    return list(cases.values())


def recorded(store_id: int, mark: str) -> list[Incident]:
    """The cases for which a form with this mark was recorded before: a double click is one call."""
    return list(Incident.objects.filter(confirmation__attempts__mark=mark, store=store_id)) if mark else []


def settle(
    incident: Incident,
    answer: Answer,
    *,
    person: str,
    way: str,
    next_on: date | None,
    note: str,
    by: User,
    at: datetime,
    mark: str = "",
) -> None:
    """Write one answer down, with the `mark` of the form or the row of a file that it came in.

    The incident is locked and `confirming`; the caller's transaction.
    """
    confirmation, knows = incident.confirmation, answer.says != UNKNOWN
    if knows:
        confirmation.result, confirmation.by, confirmation.store_person = answer.says, way, person
        confirmation.store_yen, confirmation.evidence = answer.store_yen, answer.evidence
        confirmation.settled_by, confirmation.settled_at, confirmation.next_on = by, at, None
    else:
        confirmation.next_on = next_on
    confirmation.save()
    words = " ".join(filter(None, [note, f"{person}：{_in_words(answer)}"]))
    _attempt(confirmation, way, Outcome.ANSWERED if knows else Outcome.WAITS, words, by, at, mark)
    if knows:
        incidents.move(incident, MOVES[answer.says], by=by, at=at)


def not_reached(
    *,
    store_id: int,
    by: User,
    next_on: date | None,
    outcome: str = Outcome.ABSENT,
    way: str = By.PHONE,
    note: str = "",
    mark: str = "",
    at: datetime | None = None,
) -> int:
    """An attempt without an answer, for all open cases of the shop; how many. `outcome` WAITS: it will call back.

    Once, for a form with a `mark` of its own. Raises NoNextDate, NothingSaid, leases.WithAColleague.
    """
    at = at or clock.now()
    _must_be_ahead(next_on, at)
    with transaction.atomic():
        store = Store.objects.select_for_update(no_key=True).select_related("scheme").get(pk=store_id)
        leases.must_be_free(Store(pk=store_id), by)
        if before := recorded(store_id, mark):
            return len(before)
        cases = _asked(of_shop(store).values_list("pk", flat=True), store_id, by, at)
        if not cases:
            raise NothingSaid
        for incident in cases.values():
            incident.confirmation.next_on = next_on
            incident.confirmation.save()
            _attempt(incident.confirmation, way, outcome, note, by, at, mark)
    return len(cases)


def decide_on_records(*, incident_id: int, evidence: str, by: User, at: datetime | None = None) -> Incident:
    """The supervisor finds it in regionPAY's own records. Raises NoEvidence, TooFewAttempts, AnsweredMeanwhile."""
    at = at or clock.now()
    if not evidence.strip():
        raise NoEvidence
    with transaction.atomic():
        incident = incidents.locked(incident_id)
        if not for_the_supervisor(incident.scheme).filter(pk=incident.pk).exists():
            raise AnsweredMeanwhile([incident.receipt_no]) if incident.state not in ASKED else TooFewAttempts
        confirmation = incident.confirmation
        confirmation.result, confirmation.evidence = StoreConfirmation.Result.RECORDS, evidence.strip()
        confirmation.settled_by, confirmation.settled_at, confirmation.next_on = by, at, None
        confirmation.save()
        incidents.move(incident, State.CONFIRMED, by=by, at=at)
    return incident


def lock_cases(incident_ids: Iterable[int]) -> dict[int, Incident]:
    """Coupons before incidents, each by id, as everywhere. In the caller's transaction."""
    ids = list(incident_ids)
    known = Coupon.objects.filter(incident__in=ids).order_by("pk")
    list(known.select_for_update(of=("self",), no_key=True).values_list("pk"))
    rows = (
        Incident.objects.filter(pk__in=ids).select_related("scheme", "coupon", "store", "confirmation").order_by("pk")
    )
    return {incident.pk: incident for incident in rows.select_for_update(of=("self",), no_key=True)}


def begin(incident: Incident, by: User, at: datetime) -> None:
    """The shop is being asked: from now on the case is `confirming`, with a row for what it says."""
    if not hasattr(incident, "confirmation"):
        StoreConfirmation.objects.create(incident=incident)
    if incident.state == State.OPEN:
        incidents.move(incident, State.CONFIRMING, by=by, at=at)


def _asked(incident_ids: Iterable[int], store_id: int, by: User, at: datetime) -> dict[int, Incident]:
    """The shop's cases, locked, each waiting for it. Raises AnsweredMeanwhile."""
    ids = set(incident_ids)
    cases = lock_cases(ids)
    gone = [one.receipt_no for one in cases.values() if not is_asked(one) or one.store_id != store_id]
    if gone or len(cases) != len(ids):
        raise AnsweredMeanwhile(gone)
    for incident in cases.values():
        begin(incident, by, at)
    return cases


def _in_words(answer: Answer) -> str:
    """As it stays with the attempt, whatever is asked and answered later."""
    return LABELS[answer.says] + (f"（{answer.store_yen:,}円）" if answer.store_yen is not None else "")


def _attempt(
    confirmation: StoreConfirmation, way: str, outcome: str, note: str, by: User, at: datetime, mark: str = ""
) -> None:
    incident = confirmation.incident
    StoreAttempt.objects.create(
        confirmation=confirmation,
        store_id=incident.store_id,
        by=way,
        outcome=outcome,
        note=note.strip()[:300],
        clerk=by,
        at=at,
        mark=mark,
    )
    record("shop asked", who=by.get_username(), about=incident, way=way, outcome=outcome, store=incident.store_id)


def _must_be_ahead(next_on: date | None, at: datetime) -> None:
    if next_on is None or next_on < at.astimezone(JAPAN).date():
        raise NoNextDate
