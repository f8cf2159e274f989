"""Files of results: a table with a row a transfer, found by the payment's number and its amount; all of it or nothing.

Banks have no standard file of what became of a general transfer, so the table is ours: a template is offered, filled
with the batch's own rows. So anybody could make one: what it says came back waits until another person has confirmed
the whole file (attack 21). What was credited, or is not known, is booked at once.
"""

import hashlib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from config import clock
from config.dates import day
from coupons.loading.report import Finding
from coupons.models import Scheme
from coupons.sheets import reading, writing
from coupons.sheets.reading import Heading
from coupons.sheets.writing import Column, Kind, Sheet
from payouts import entitlements, outcomes
from payouts.batches.spreadsheet import reference
from payouts.models import RefundBatch, RefundLine, ResultFile, TransferOutcome
from trail.record import record

Outcome = RefundLine.Outcome
HEADINGS = (
    Heading("reference", "支払番号（顧客コード）"),
    Heading("amount", "振込額", Kind.YEN),
    Heading("outcome", "結果"),
    Heading("reason_code", "理由コード", Kind.COUNT, is_required=False),
    Heading("reason", "理由", is_required=False),
)


def _plain(text: str) -> str:
    """Brackets and letters in one width, whoever typed them."""
    return unicodedata.normalize("NFKC", text).strip().lower()


WORDS = {  # ours and the template's, and how banks say it
    **{value: Outcome(value) for value in Outcome.values},
    **{_plain(label): Outcome(value) for value, label in Outcome.choices},
    **dict.fromkeys(("成功", "完了"), Outcome.CREDITED),
    **dict.fromkeys(("組戻し", "振込不能", "不能"), Outcome.RETURNED),
    **dict.fromkeys(("不明", "照会中"), Outcome.UNKNOWN),
}
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
class Entry:
    """One row as understood: what became of a line."""

    line_no: int
    line: RefundLine
    outcome: str
    reason_code: str
    reason: str


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


def template(batch: RefundBatch, out: BinaryIO) -> None:
    """A table of the batch's own lines, to be filled in: nothing of an account stands in it."""
    columns = (
        Column(HEADINGS[0].japanese, Kind.TEXT, 22),
        Column(HEADINGS[1].japanese, Kind.YEN, 12),
        Column(HEADINGS[2].japanese, Kind.TEXT, 20),
        Column(HEADINGS[3].japanese, Kind.TEXT, 12),
        Column(HEADINGS[4].japanese, Kind.TEXT, 40),
    )
    writing.write(out, Sheet("振込結果", columns, _template_rows(batch)))


def _template_rows(batch: RefundBatch) -> Iterator[tuple]:
    """What is known already stands there in our words, and is known when it comes back."""
    lines = RefundLine.objects.filter(batch=batch, excluded_at=None).order_by("line_no")
    known = lines.values_list("payout_id", "amount_yen", "outcome", "outcome_reason")
    for payout_id, yen, outcome, reason in known.iterator(chunk_size=1000):
        yield (reference(payout_id), yen, Outcome(outcome).label if outcome else "", "", reason)


def preview(scheme: Scheme, data: bytes) -> Preview:
    """What the file would book. Raises Unreadable, Faulty, TakenBefore."""
    taken = ResultFile.objects.filter(scheme=scheme, digest=hashlib.sha256(data).digest())
    before = taken.exclude(state=REFUSED).first()
    if before:
        raise TakenBefore(before)
    table = reading.read(data, HEADINGS)
    faults, entries, seen, known, blank = list(table.faults), [], {}, 0, 0
    lines = _lines_of(scheme, table)
    for row in table.rows:
        if not row["outcome"]:
            blank += 1
            continue
        entry = _understood(row, lines, seen)
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
        found = preview(scheme, data)
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


def _lines_of(scheme: Scheme, table: reading.Table) -> dict[str, RefundLine]:
    """The lines that left, by their reference; of a payment that never left, none."""
    references = {row["reference"] for row in table.rows}
    ids = [int(one) for one in references if one.isascii() and one.isdecimal() and len(one) == 10]
    rows = RefundLine.objects.filter(payout__in=ids, batch__scheme=scheme, excluded_at=None)
    rows = rows.select_related("batch", "payout").prefetch_related("outcomes").defer("batch__xlsx", "batch__zengin")
    return {reference(line.payout_id): line for line in rows}


def _understood(row: reading.Row, lines: dict[str, RefundLine], seen: dict[str, int]) -> Entry | Finding | None:
    """The row's entry, its first fault, or None where it says what is known."""
    line, number = lines.get(row["reference"]), row["reference"]
    if line is None:
        return Finding(row.line, "reference", "この支払番号の振込はありません。10桁の数字で入れてください。")
    if number in seen:
        return Finding(row.line, "reference", f"{seen[number]}行目と同じ支払番号です。")
    seen[number] = row.line
    if row["amount"] != str(line.amount_yen):
        return Finding(row.line, "amount", f"振込額が違います。この支払は{line.amount_yen:,}円です。")
    outcome = WORDS.get(_plain(row["outcome"]))
    if outcome is None:
        return Finding(row.line, "outcome", "「入金済」「組戻し・振込不能」「不明」のどれかを入れてください。")
    try:
        must_be_new(line, outcome)
    except outcomes.SaidAlready:
        return None
    except outcomes.NotLeft:
        return Finding(row.line, "reference", "この支払は、まだ銀行に出していません。")
    except outcomes.TooEarly as refusal:
        return Finding(row.line, "reference", f"振込指定日（{day(refusal.transfer_on)}）の前です。")
    except outcomes.HasComeBack:
        return Finding(row.line, "outcome", "この支払は、組戻し・振込不能として記録されています。")
    except outcomes.SaidOtherwise:
        return Finding(row.line, "outcome", "この支払は、入金済として記録されています。")
    return _explained(row, line, outcome)


def must_be_new(line: RefundLine, outcome: str) -> None:
    """As `outcomes.must_be_sayable`; what came back, or waits to be confirmed so, a file may repeat: it is known."""
    if outcome == Outcome.RETURNED:
        waits = any(said.state == WAITING for said in line.outcomes.all())
        if waits or line.outcome == Outcome.RETURNED:
            raise outcomes.SaidAlready
    outcomes.must_be_sayable(line, outcome)


def _explained(row: reading.Row, line: RefundLine, outcome: str) -> Entry | Finding:
    """What is new says why, within the columns."""
    if row["reason_code"] not in ("", *TransferOutcome.ReasonCode.values):
        return Finding(row.line, "reason_code", "理由コードは、0、1、2、9のどれかです。")
    if outcome == Outcome.RETURNED and not (row["reason_code"] or row["reason"]):
        return Finding(row.line, "reason", "組戻し・振込不能のときは、理由コードか理由を入れてください。")
    if len(row["reason"]) > 200:
        return Finding(row.line, "reason", "理由は、200文字以内で入れてください。")
    return Entry(row.line, line, outcome, row["reason_code"], row["reason"])
