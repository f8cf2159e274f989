"""Files of results: a table with a row a transfer, found by the payment's number and its amount; all of it or nothing.

Banks have no standard file of what became of a general transfer, so the table is ours: a template is offered, filled
with the batch's own rows. So anybody could make one: what it says came back waits until another person has confirmed
the whole file (attack 21). What was credited, or is not known, is booked at once.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from config import clock
from coupons.loading.report import Finding
from coupons.models import Scheme
from coupons.sheets import reading
from payouts import entitlements, outcome_rows, outcomes
from payouts.models import RefundLine, ResultFile, TransferOutcome
from payouts.outcome_rows import Entry
from trail.record import record

Outcome = RefundLine.Outcome
WAITING, REFUSED = TransferOutcome.State.WAITING, TransferOutcome.State.REFUSED
MOST_FAULTS = 1000  # shown of a file with faults


class TakenBefore(Exception):
    """The same bytes were taken in before: `file`."""

    def __init__(self, file: ResultFile):
        super().__init__(file.name)
        self.file = file


class Faulty(Exception):
    """Nothing of the file was taken: `faults`, by line and column."""

    def __init__(self, faults: list[Finding]):
        super().__init__(len(faults))
        self.faults = faults


@dataclass(frozen=True)
class Preview:
    """A file before it is taken in: what would be booked. Rows that say what is known already change nothing."""

    entries: list[Entry]
    known: int
    blank: int

    def count(self, outcome: str) -> int:
        return sum(entry.outcome == outcome for entry in self.entries)

    @property
    def credited(self) -> int:
        return self.count(Outcome.CREDITED)

    @property
    def returned(self) -> int:
        return self.count(Outcome.RETURNED)

    @property
    def unknown(self) -> int:
        return self.count(Outcome.UNKNOWN)

    @property
    def returned_yen(self) -> int:
        return sum(entry.line.amount_yen for entry in self.entries if entry.outcome == Outcome.RETURNED)


def preview(scheme: Scheme, data: bytes, at: datetime | None = None) -> Preview:
    """What the file would book. Raises Unreadable, Faulty, TakenBefore."""
    at = at or clock.now()
    taken = ResultFile.objects.filter(scheme=scheme, digest=hashlib.sha256(data).digest())
    before = taken.exclude(state=REFUSED).first()
    if before:
        raise TakenBefore(before)
    table = reading.read(data, outcome_rows.HEADINGS)
    faults, entries, seen, known, blank = list(table.faults), [], {}, 0, 0
    has_left = outcome_rows.left(scheme, table)
    for row in table.rows:
        if not row["outcome"]:
            blank += 1
            continue
        entry = outcome_rows.understood(row, has_left, seen, at)
        if isinstance(entry, Finding):
            faults.append(entry)
        elif entry is None:
            known += 1
        else:
            entries.append(entry)
    if faults:
        raise Faulty(sorted(faults, key=lambda fault: fault.line)[:MOST_FAULTS])
    return Preview(entries, known, blank)


def take(*, scheme: Scheme, name: str, data: bytes, by: User, at: datetime | None = None) -> Preview:
    """Take a whole file, or nothing of it; its returns wait for another person.

    Raises Unreadable, Faulty, TakenBefore.
    """
    at = at or clock.now()
    with transaction.atomic():
        entitlements.lock(scheme.pk)
        found = preview(scheme, data, at)
        file = ResultFile.objects.create(
            scheme=scheme,
            name=name[:200],
            digest=hashlib.sha256(data).digest(),
            taken_by=by.get_username(),
            taken_at=at,
            state=WAITING if found.returned else TransferOutcome.State.BOOKED,
        )
        outcomes.book_all([_said_by(file, entry, by, at) for entry in found.entries], who=by.get_username(), at=at)
        counts = {"credited": found.credited, "returned": found.returned, "unknown": found.unknown}
        record("results taken", who=by.get_username(), about=file, **counts)
    return found


def _said_by(file: ResultFile, entry: Entry, by: User, at: datetime) -> TransferOutcome:
    return TransferOutcome(
        file=file,
        file_line=entry.line_no,
        line=entry.line,
        outcome=entry.outcome,
        reason_code=entry.reason_code,
        reason=entry.reason,
        made_by=by,
        made_at=at,
        state=WAITING if entry.outcome == Outcome.RETURNED else TransferOutcome.State.BOOKED,
    )


def confirm(*, file_id: int, by: User, at: datetime | None = None) -> ResultFile:
    """Another person has compared the file's returns with what the bank wrote: all of them are booked, or none.

    Raises outcomes.NothingWaits, SamePerson, CreditedSince, HasComeBack.
    """
    at = at or clock.now()
    with transaction.atomic():
        file = _settle(file_id, TransferOutcome.State.BOOKED, by, at)
        for said in waiting_in(file):
            outcomes.book_return(said, by=by, at=at)
        record("results confirmed", who=by.get_username(), about=file)
    return file


def send_back(*, file_id: int, by: User, at: datetime | None = None) -> ResultFile:
    """None of the file's returns is booked, and the same file may be taken again; its taker takes them back so.

    Raises outcomes.NothingWaits.
    """
    at = at or clock.now()
    with transaction.atomic():
        file = _settle(file_id, REFUSED, by, at)
        waiting_in(file).update(state=REFUSED, settled_by=by, settled_at=at)
        record("results sent back", who=by.get_username(), about=file)
    return file


def waiting_in(file: ResultFile) -> QuerySet[TransferOutcome]:
    """What the file says came back, and nobody has settled."""
    rows = TransferOutcome.objects.filter(file=file, state=WAITING).order_by("file_line")
    return rows.select_related("made_by", "line__batch", "line__payout__claim__scheme").defer(
        "line__batch__xlsx", "line__batch__zengin"
    )


def _settle(file_id: int, state: str, by: User, at: datetime) -> ResultFile:
    """Under the lock of its scheme, as whatever changes a batch."""
    entitlements.lock(ResultFile.objects.values_list("scheme_id", flat=True).get(pk=file_id))
    file = ResultFile.objects.select_for_update(of=("self",), no_key=True).get(pk=file_id)
    if file.state != WAITING:
        raise outcomes.NothingWaits
    file.state, file.settled_by, file.settled_at = state, by, at
    file.save(update_fields=["state", "settled_by", "settled_at"])
    return file
