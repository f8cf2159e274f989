"""regionPAY's answers to what it was told: a file, row by row (design 4, "Change").

Each row stands for itself: what can be taken is taken, the others are named with their line and stay unanswered. The
same file may be taken again with those rows mended; what is on record already is counted as such.
"""

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction

from config import clock
from coupons.loading.report import Finding
from coupons.models import AnswerFile, Change, Scheme
from coupons.sheets.opening import Limits
from coupons.sheets.reading import Heading, Row, read
from coupons.sheets.writing import Kind
from trail.record import record

KEY, RESULT = Heading("key", "キー"), Heading("result", "結果")
HEADINGS = (
    KEY,
    RESULT,
    Heading("reason", "理由", is_required=False),
    Heading("amount", "金額", Kind.YEN, is_required=False),
)
ACCEPTED, REFUSED = "受理", "拒否"
RESULTS = {"受理": ACCEPTED, "accepted": ACCEPTED, "拒否": REFUSED, "refused": REFUSED}
NO_REASON = "（理由の記載なし）"
LIMITS = Limits(rows=100_000)
LISTED = 1_000  # faults that are kept with their words


@dataclass
class Outcome:
    """What the rows of a file come to: changes accepted, changes refused with their reasons, and faults."""

    accepted: list[int] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)
    unchanged: int = 0
    faults: list[Finding] = field(default_factory=list)


def take(*, scheme: Scheme, name: str, data: bytes, who: str, at: datetime | None = None) -> AnswerFile:
    """Take a file of answers, CSV or xlsx. Raises coupons.sheets.opening.Unreadable when it is no such table."""
    at = at or clock.now()
    table = read(data, HEADINGS, LIMITS)
    with transaction.atomic():
        changes = _locked(scheme, {row["key"] for row in table.rows})
        outcome = Outcome(faults=list(table.faults))
        first_lines: dict[str, int] = {}
        for row in table.rows:
            fault = _fault(row, changes.get(row["key"]), first_lines)
            if fault:
                outcome.faults.append(fault)
            else:
                _judge(row, changes[row["key"]], outcome)
        _store(outcome, at)
        file = _report(scheme, name, data, outcome, who, at)
        counts = {"accepted": file.accepted_count, "refused": file.refused_count, "faults": file.fault_count}
        record("answers taken", who=who, about=file, name=file.name, sha256=file.sha256, **counts)
    return file


def _locked(scheme: Scheme, keys: set[str]) -> dict[str, Change]:
    """The changes named, by key, locked in the order of ids: an echo or another file waits."""
    named = Change.objects.filter(scheme=scheme, key__in=keys).select_related("entry").order_by("pk")
    return {change.key: change for change in named.select_for_update(of=("self",), no_key=True)}


def _fault(row: Row, change: Change | None, first_lines: dict[str, int]) -> Finding | None:
    """The first thing wrong with a row. A key's first row is the one that counts, right or wrong."""
    key, result = row["key"], RESULTS.get(row["result"].lower())
    if not key:
        return Finding(row.line, "key", "空欄です。")
    first = first_lines.setdefault(key, row.line)
    if first != row.line:
        return Finding(row.line, "key", f"{first}行目と同じキーです。{first}行目だけを見ました。")
    if result is None:
        return Finding(row.line, "result", f"「{ACCEPTED}」か「{REFUSED}」のどちらかです。")
    if change is None:
        return Finding(row.line, "key", "こちらから知らせたキーではありません。")
    if change.told_at is None:
        return Finding(row.line, "key", "まだ知らせていないキーです。")
    if not _is_the_amount(row["amount"], change):
        return Finding(row.line, "amount", _our_amount(change))
    if result == REFUSED and change.acknowledged_at:
        return Finding(row.line, "result", "もう受理されています。regionPAYに確かめてください。")
    return None


def _is_the_amount(typed: str, change: Change) -> bool:
    """An empty amount says nothing; that of an extension is empty or 0."""
    if not typed:
        return True
    ours = abs(change.entry.amount_yen) if change.entry else 0
    return typed.isascii() and typed.isdecimal() and len(typed) < 10 and int(typed) == ours


def _our_amount(change: Change) -> str:
    if change.entry is None:
        return "延長には金額がありません。"
    return f"金額が違います（こちらは{abs(change.entry.amount_yen):,}円）。"


def _judge(row: Row, change: Change, outcome: Outcome) -> None:
    if RESULTS[row["result"].lower()] == ACCEPTED:
        if change.acknowledged_at:
            outcome.unchanged += 1
        else:
            outcome.accepted.append(change.pk)
    elif change.refused_at:
        outcome.unchanged += 1
    else:
        outcome.refused[change.pk] = row["reason"][:200] or NO_REASON


def _store(outcome: Outcome, at: datetime) -> None:
    Change.objects.filter(pk__in=outcome.accepted).update(acknowledged_at=at)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            update coupons_change c set refused_at = %s, refusal = answer.reason
            from unnest(%s::bigint[], %s::text[]) as answer (id, reason) where c.id = answer.id
            """,
            [at, list(outcome.refused), list(outcome.refused.values())],
        )


def _report(scheme: Scheme, name: str, data: bytes, outcome: Outcome, who: str, at: datetime) -> AnswerFile:
    faults = sorted(outcome.faults, key=lambda fault: fault.line)
    counts = Counter(
        accepted_count=len(outcome.accepted),
        refused_count=len(outcome.refused),
        unchanged_count=outcome.unchanged,
        fault_count=len(faults),
    )
    return AnswerFile.objects.create(
        scheme=scheme,
        name=name[:200],
        sha256=hashlib.sha256(data).hexdigest(),
        taken_at=at,
        taken_by=who,
        read_count=counts.total(),
        faults=[[fault.line, fault.column, fault.reason] for fault in faults[:LISTED]],
        **counts,
    )
