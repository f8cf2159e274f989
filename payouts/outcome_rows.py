"""A table of results, row by row: the template that is offered, and what a row that came back says.

A payment that was in a void file leaves again in another one under the same number, so the number alone does not say
which of the two transfers is meant: the number of the batch does (顧客コード2 of the Zengin file). A row may leave it out
where the payment was in one file only, because a bank's own list of returns has 顧客コード1 at best.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.db.models import F

from config.dates import day
from coupons.loading.report import Finding
from coupons.models import Scheme
from coupons.sheets import reading, writing
from coupons.sheets.reading import Heading
from coupons.sheets.writing import Column, Kind, Sheet
from payouts import outcomes
from payouts.batches.spreadsheet import BATCH, REFERENCE, reference
from payouts.models import RefundBatch, RefundLine, TransferOutcome

Outcome = RefundLine.Outcome
HEADINGS = (
    Heading("reference", REFERENCE),
    Heading("batch", BATCH, Kind.COUNT, is_required=False),
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

REASON_CODES = ("", *TransferOutcome.ReasonCode.values)


@dataclass(frozen=True)
class Entry:
    """One row as understood: what became of a line."""

    line_no: int
    line: RefundLine
    outcome: str
    reason_code: str
    reason: str


def template(batch: RefundBatch, out: BinaryIO) -> None:
    """A table of the batch's own lines, to be filled in: nothing of an account stands in it."""
    kinds = (Kind.TEXT, Kind.TEXT, Kind.YEN, Kind.TEXT, Kind.TEXT, Kind.TEXT)
    widths = (22, 22, 12, 20, 12, 40)
    columns = [Column(one.japanese, *shape) for one, *shape in zip(HEADINGS, kinds, widths, strict=True)]
    writing.write(out, Sheet("振込結果", tuple(columns), _template_rows(batch)))


def _template_rows(batch: RefundBatch) -> Iterator[tuple]:
    """What is known already stands there in our words, and is known when it comes back."""
    lines = RefundLine.objects.filter(batch=batch, excluded_at=None).order_by("line_no")
    known = lines.values_list("payout_id", "amount_yen", "outcome", "outcome_reason")
    for payout_id, yen, outcome, reason in known.iterator(chunk_size=1000):
        yield (reference(payout_id), str(batch.number), yen, Outcome(outcome).label if outcome else "", "", reason)


@dataclass(frozen=True)
class Left:
    """What left under the payments' numbers that a table names: the line that counts, and the void files it was in."""

    lines: dict[str, RefundLine]
    void: dict[str, list[int]]


def left(scheme: Scheme, table: reading.Table) -> Left:
    """Of a payment that never left, nothing."""
    references = {row["reference"] for row in table.rows}
    ids = [int(one) for one in references if one.isascii() and one.isdecimal() and len(one) == 10]
    rows = RefundLine.objects.filter(payout__in=ids, batch__scheme=scheme)
    live = rows.filter(excluded_at=None).select_related("batch").prefetch_related("outcomes")
    void: dict[str, list[int]] = {}
    were_in_it = rows.filter(batch__state=RefundBatch.State.REFUSED, excluded_at__gte=F("batch__exported_at"))
    for payout_id, number in were_in_it.order_by("batch__number").values_list("payout_id", "batch__number"):
        void.setdefault(reference(payout_id), []).append(number)
    return Left({reference(line.payout_id): line for line in live.defer("batch__xlsx", "batch__zengin")}, void)


def understood(row: reading.Row, has_left: Left, seen: dict[str, int], at: datetime) -> Entry | Finding | None:
    """The row's entry, its first fault, or None where it says what is known."""
    number = row["reference"]
    line = has_left.lines.get(number)
    if fault := _of_another_file(row, line, has_left.void.get(number, [])):
        return Finding(row.line, "batch", fault)
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
    return _new(row, line, outcome, at)


def _of_another_file(row: reading.Row, line: RefundLine | None, void: list[int]) -> str:
    """What is wrong where the row is about another transfer of the payment than the line, or may be. Zeros, or nothing,
    say no file."""
    stated = row["batch"].lstrip("0")
    if stated in map(str, void):
        return (
            f"データ{stated}は、銀行が受け付けなかったので無効です。"
            "振り込まれていたのなら、この支払の次の振込を、銀行に止めてもらってください。"
        )
    if line and stated not in ("", str(line.batch.number)):
        return f"この支払は、データ{line.batch.number}の振込です。"
    if line and void and not stated:
        numbers = "、".join(f"データ{number}" for number in void)
        return f"無効になった{numbers}にもあった支払です。データ番号を入れてください。"
    return ""


def _new(row: reading.Row, line: RefundLine, outcome: str, at: datetime) -> Entry | Finding | None:
    try:
        must_be_new(line, outcome, at)
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


def must_be_new(line: RefundLine, outcome: str, at: datetime) -> None:
    """As `outcomes.must_be_sayable`; what came back, or waits to be confirmed so, a file may repeat: it is known."""
    if outcome == Outcome.RETURNED:
        waits = any(said.state == TransferOutcome.State.WAITING for said in line.outcomes.all())
        if waits or line.outcome == Outcome.RETURNED:
            raise outcomes.SaidAlready
    outcomes.must_be_sayable(line, outcome, at)


def _explained(row: reading.Row, line: RefundLine, outcome: str) -> Entry | Finding:
    """What is new says why, within the columns."""
    if row["reason_code"] not in REASON_CODES:
        return Finding(row.line, "reason_code", "理由コードは、0、1、2、9のどれかです。")
    if outcome == Outcome.RETURNED and not (row["reason_code"] or row["reason"]):
        return Finding(row.line, "reason", "組戻し・振込不能のときは、理由コードか理由を入れてください。")
    if len(row["reason"]) > 200:
        return Finding(row.line, "reason", "理由は、200文字以内で入れてください。")
    return Entry(row.line, line, outcome, row["reason_code"], row["reason"])
