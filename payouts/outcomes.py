"""What the bank says became of transfers: from files of results, typed one by one, or confirmed for the rest.

`credited` pays the payout; `returned` takes it back, asks the claimant for another account, and leaves the yen free for
one further payout; `unknown` waits for the bank. A `returned`, typed or from a file, changes nothing before another
person has confirmed it (attack 21).
"""

from collections import defaultdict
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from config import clock
from payouts import account_requests, releasing
from payouts.batches.lines import NoReason, locked_in_any_state
from payouts.models import Payout, RefundBatch, RefundLine, TransferOutcome
from trail import persons
from trail.record import record

Outcome, State = RefundLine.Outcome, TransferOutcome.State


class NotLeft(Exception):
    """The batch has not been handed to the bank, or the line was left out of it."""


class TooEarly(Exception):
    """The day of the transfer has not come: `transfer_on`. Nobody knows yet what becomes of it."""

    def __init__(self, transfer_on: date):
        super().__init__(transfer_on)
        self.transfer_on = transfer_on


class SaidToBeRefused(Exception):
    """Somebody says that the bank did not take the file: until a second person has settled it, nothing is credited."""


class HasComeBack(Exception):
    """It came back before, and that is final: what was paid instead is another payout."""


class SaidAlready(Exception):
    """The same is booked already, or waits for a second person."""


class SaidOtherwise(Exception):
    """The bank has said that the money arrived: nobody asks any more."""


class NothingWaits(Exception):
    """Nobody waits for a second person: it was confirmed or sent back."""


class SamePerson(Exception):
    """Who typed that a transfer came back, or took the file in, does not confirm it."""


class CreditedSince(Exception):
    """The bank has said after it that the money arrived: it is sent back, and typed anew if it did come back."""


class InAFile(Exception):
    """It waits with the other returns of its file: they are confirmed or sent back together."""


class NotAllAccountedFor(Exception):
    """Of `count` lines the bank has not said anything, or something waits for a second person."""

    def __init__(self, count: int):
        super().__init__(count)
        self.count = count


def say(
    *,
    line_id: int,
    outcome: str,
    by: User,
    reason_code: str = "",
    reason: str = "",
    at: datetime | None = None,
) -> TransferOutcome:
    """What was read of one line and typed. A return waits for another person.

    Raises NoReason, NotLeft, HasComeBack, SaidAlready, SaidOtherwise.
    """
    at = at or clock.now()
    if outcome == Outcome.RETURNED and not (reason_code or reason.strip()):
        raise NoReason
    with transaction.atomic():
        line = _locked(line_id)
        must_be_sayable(line, outcome, at)
        waits = outcome == Outcome.RETURNED
        if line.outcomes.filter(state=State.WAITING).exists():
            raise SaidAlready
        said = TransferOutcome.objects.create(
            line=line,
            outcome=outcome,
            reason_code=reason_code,
            reason=reason.strip(),
            made_by=by,
            made_at=at,
            state=State.WAITING if waits else State.BOOKED,
        )
        record("outcome typed", who=by.get_username(), about=line, outcome=outcome)
        if not waits:
            _book(said, at, by.get_username())
    return said


def confirm(*, outcome_id: int, by: User, at: datetime | None = None) -> TransferOutcome:
    """Another person has seen the same: the transfer came back.

    Raises NothingWaits, InAFile, SamePerson, CreditedSince, HasComeBack.
    """
    at = at or clock.now()
    with transaction.atomic():
        said = _waiting(outcome_id)
        if said.file_id:
            raise InAFile
        book_return(said, by=by, at=at)
    return said


def book_return(said: TransferOutcome, *, by: User, at: datetime) -> None:
    """For those who hold its batch's lock. Raises SamePerson, CreditedSince, HasComeBack."""
    if said.made_by_id == by.pk or persons.are_one(said.made_by.get_username(), by.get_username()):
        raise SamePerson
    if was_credited_since(said):
        raise CreditedSince
    said.state, said.settled_by, said.settled_at = State.BOOKED, by, at
    said.save(update_fields=["state", "settled_by", "settled_at"])
    record("outcome confirmed", who=by.get_username(), about=said.line, outcome=said.outcome)
    _book(said, at, by.get_username())


def was_credited_since(said: TransferOutcome) -> bool:
    """Whether the bank has said after `said` that the money arrived (trigger `a_return_is_older_than_no_credit`)."""
    later = TransferOutcome.objects.filter(line=said.line_id, state=State.BOOKED, pk__gt=said.pk)
    return later.filter(outcome=Outcome.CREDITED).exists()


def send_back(*, outcome_id: int, by: User, at: datetime | None = None) -> TransferOutcome:
    """It was a mistake, or the other person does not see it so; its typist takes it back so.

    Raises NothingWaits, InAFile.
    """
    at = at or clock.now()
    with transaction.atomic():
        said = _waiting(outcome_id)
        if said.file_id:
            raise InAFile
        said.state, said.settled_by, said.settled_at = State.REFUSED, by, at
        said.save(update_fields=["state", "settled_by", "settled_at"])
        record("outcome sent back", who=by.get_username(), about=said.line)
    return said


def book_all(said: list[TransferOutcome], *, who: str, at: datetime) -> None:
    """Rows of a file that all fit, under the scheme's lock; returns only wait. What was credited is many at once."""
    TransferOutcome.objects.bulk_create(said, batch_size=1_000)
    credited = [one for one in said if one.outcome == Outcome.CREDITED]
    by_reason = defaultdict(list)
    for one in credited:
        by_reason[one.why[:200]].append(one.line_id)
    for reason, ids in by_reason.items():  # mostly none: one statement, where a row each took seconds of a request
        values = {"outcome": Outcome.CREDITED, "outcome_reason": reason, "outcome_at": at}
        RefundLine.objects.filter(pk__in=ids).update(**values)
    payouts = Payout.objects.filter(pk__in=[one.line.payout_id for one in credited], state=Payout.State.ORDERED)
    payouts.update(state=Payout.State.PAID)
    for one in said:
        if one.outcome == Outcome.UNKNOWN:
            _book(one, at, who)


def must_have_come(batch: RefundBatch, at: datetime) -> None:
    """Raises TooEarly."""
    if at.astimezone(clock.JAPAN).date() < batch.transfer_on:
        raise TooEarly(batch.transfer_on)


def must_be_sayable(line: RefundLine, outcome: str, at: datetime) -> None:
    """Raises NotLeft, TooEarly, HasComeBack, SaidAlready, SaidOtherwise."""
    if line.excluded_at or line.batch.state not in RefundBatch.LEAVES:
        raise NotLeft
    must_have_come(line.batch, at)
    if line.outcome == Outcome.RETURNED:
        raise HasComeBack
    if line.outcome == outcome:
        raise SaidAlready
    if line.outcome == Outcome.CREDITED and outcome == Outcome.UNKNOWN:
        raise SaidOtherwise


def close(*, batch_id: int, by: str, rest_is_credited: bool = False, at: datetime | None = None) -> RefundBatch:
    """A batch is done when every line has its outcome, or its operator confirms that the rest was credited.

    Raises NotLeft, TooEarly, SaidToBeRefused, NotAllAccountedFor.
    """
    at = at or clock.now()
    with transaction.atomic():
        batch = locked_in_any_state(batch_id)
        if batch.state != RefundBatch.State.EXPORTED:
            raise NotLeft
        must_have_come(batch, at)
        if batch.refused_by:
            raise SaidToBeRefused
        live = RefundLine.objects.filter(batch=batch, excluded_at=None)
        silent = live.filter(outcome=None)
        open_questions = live.filter(outcomes__state=State.WAITING) | live.filter(outcome=Outcome.UNKNOWN)
        count = silent.count()
        if (count and not rest_is_credited) or open_questions.exists():
            raise NotAllAccountedFor(open_questions.distinct().count() or count)
        _credit_the_rest(silent, at)
        batch.state = RefundBatch.State.CLOSED
        batch.save(update_fields=["state"])
        record("batch closed", who=by, about=batch, credited_at_closing=count)
    return batch


def _credit_the_rest(silent: QuerySet[RefundLine], at: datetime) -> None:
    ids = list(silent.values_list("pk", flat=True))
    Payout.objects.filter(refund_lines__in=ids, state=Payout.State.ORDERED).update(state=Payout.State.PAID)
    RefundLine.objects.filter(pk__in=ids).update(outcome=Outcome.CREDITED, outcome_at=at)


def _locked(line_id: int) -> RefundLine:
    """The line, under its batch's lock."""
    locked_in_any_state(RefundLine.objects.values_list("batch_id", flat=True).get(pk=line_id))
    rows = RefundLine.objects.select_for_update(of=("self",), no_key=True).select_related("payout__claim__scheme")
    return rows.select_related("batch").defer("batch__xlsx", "batch__zengin").get(pk=line_id)


def _waiting(outcome_id: int) -> TransferOutcome:
    line = _locked(TransferOutcome.objects.values_list("line_id", flat=True).get(pk=outcome_id))
    rows = TransferOutcome.objects.select_for_update(of=("self",), no_key=True).select_related("made_by")
    said = rows.get(pk=outcome_id)
    if said.state != State.WAITING:
        raise NothingWaits
    said.line = line
    return said


def _book(said: TransferOutcome, at: datetime, who: str) -> None:
    """Let the line, its payout and its claimant know."""
    line = said.line
    if line.outcome == Outcome.RETURNED:
        raise HasComeBack
    line.outcome, line.outcome_reason, line.outcome_at = said.outcome, said.why[:200], at
    line.save(update_fields=["outcome", "outcome_reason", "outcome_at"])
    if said.outcome == Outcome.CREDITED:
        Payout.objects.filter(pk=line.payout_id, state=Payout.State.ORDERED).update(state=Payout.State.PAID)
    elif said.outcome == Outcome.RETURNED:
        releasing.returned(payout_id=line.payout_id, who=who, reason=said.why or "組戻し・振込不能", at=at)
        payout = Payout.objects.select_related("claim__scheme").get(pk=line.payout_id)
        account_requests.ask(claim=payout.claim, by=who, reason=said.why, at=at, returned=payout)
