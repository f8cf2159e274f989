"""A chain's answers, row by row, as coupons/answers.py takes regionPAY's: what cannot be taken is named by line.

The same row again changes nothing, whatever became of the case meanwhile: each attempt keeps a mark of its row.
"""

import hashlib
from collections import Counter
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction

from claims import confirming, shop_sheets
from claims.confirming import AGREES, DIFFERS, UNKNOWN, Answer
from claims.models import Incident, StoreAnswerFile, StoreAttempt, StoreConfirmation
from config import clock
from config.clock import JAPAN
from coupons.loading.report import Finding
from coupons.models import Scheme
from coupons.sheets.opening import Limits
from coupons.sheets.reading import Heading, Row, Table, read
from coupons.sheets.writing import Kind
from trail.record import record

HEADINGS = (
    Heading("receipt_no", "受付番号"),
    Heading("result", "結果"),
    Heading("store_yen", "店の記録の金額", Kind.YEN, is_required=False),
    Heading("person", "ご担当者"),
    Heading("note", "メモ", is_required=False),
    Heading("store_no", "店舗番号", is_required=False),
    Heading("list_no", "一覧番号", is_required=False),
)
RESULTS = {"一致": AGREES, "不一致": DIFFERS, "分からない": UNKNOWN, "わからない": UNKNOWN}
AGAIN = timedelta(days=3)  # ours: what the shop does not know is asked again
LISTED = 1_000
# Taken within the request, its cases locked meanwhile: at 5 ms of CPU a row that is seconds, not minutes.
LIMITS = Limits(rows=shop_sheets.MOST)
MOST_YEN = 1_000_000
LONGEST = {"person": 60, "note": 200}
TAKEN_BEFORE = "前に取り込んだ回答と同じ行です。そのあとに聞き直したときは、新しい一覧で答えてもらうか、店舗の画面で記録してください。"


def take(*, scheme: Scheme, name: str, data: bytes, by: User, at: datetime | None = None) -> StoreAnswerFile:
    """Take a file, CSV or xlsx. A row without a result is a case that was not answered, and no fault.

    Raises coupons.sheets.opening.Unreadable when it is no such table, or a longer one than a list is.
    """
    at = at or clock.now()
    table = read(data, HEADINGS, LIMITS)
    with transaction.atomic():
        known = _locked(scheme, table)
        faults, counts, first_lines = list(table.faults), Counter(), {}
        for row in table.rows:
            incident = known.get(row["receipt_no"])
            fault = _fault(row, incident, first_lines)
            if fault:
                faults.append(fault)
            else:
                counts[_take(row, incident, by, at)] += 1
        return _report(scheme, name, data, counts, faults, by, at)


def _locked(scheme: Scheme, table: Table) -> dict[str, Incident]:
    numbers = {row["receipt_no"] for row in table.rows}
    ids = Incident.objects.filter(scheme=scheme, receipt_no__in=numbers).values_list("pk", flat=True)
    return {incident.receipt_no: incident for incident in confirming.lock_cases(ids).values()}


def _fault(row: Row, incident: Incident | None, first_lines: dict[str, int]) -> Finding | None:
    """The first thing wrong with a row. A case's first row counts."""
    number, result = row["receipt_no"], row["result"]
    first = first_lines.setdefault(number, row.line)
    if not number:
        return Finding(row.line, "receipt_no", "空欄です。")
    if first != row.line:
        return Finding(row.line, "receipt_no", f"{first}行目と同じ受付番号です。{first}行目だけを見ました。")
    if incident is None:
        return Finding(row.line, "receipt_no", "こちらからお願いした受付番号ではありません。")
    if not result:
        return None
    return _content_fault(row, incident) or _state_fault(row, incident)


def _content_fault(row: Row, incident: Incident) -> Finding | None:
    if row["result"] not in RESULTS:
        return Finding(row.line, "result", "「一致」「不一致」「分からない」のどれかです。")
    if row["store_no"] and incident.store and row["store_no"] != incident.store.no:
        return Finding(row.line, "store_no", f"この受付番号のお申し出は、店舗番号 {incident.store.no} のものです。")
    if not row["person"]:
        return Finding(row.line, "person", "ご担当者のお名前がありません。")
    if row["store_yen"] and not _is_yen(row["store_yen"]):
        return Finding(row.line, "store_yen", "金額を、0以上の整数で入れてください。")
    for column, longest in LONGEST.items():
        if len(row[column]) > longest:
            return Finding(row.line, column, f"長すぎます（{longest}文字まで）。")
    return None


def _state_fault(row: Row, incident: Incident) -> Finding | None:
    """A case that is settled already may only be answered as it was; one that was asked again, not by the old row."""
    said = _said(incident)
    if said and said != RESULTS[row["result"]]:
        return Finding(row.line, "result", f"もう「{confirming.LABELS.get(said, '記録による')}」で記録してあります。")
    if not said and not confirming.is_asked(incident):
        return Finding(row.line, "receipt_no", "この受付番号は、店舗の回答を待っていません。")
    if not said and RESULTS[row["result"]] != UNKNOWN and _was_taken(row, incident):
        return Finding(row.line, "result", TAKEN_BEFORE)
    return None


def _was_taken(row: Row, incident: Incident) -> bool:
    return StoreAttempt.objects.filter(confirmation=incident.pk, mark=_mark(row)).exists()


def _mark(row: Row) -> str:
    """Of what makes it the same answer: the list that it is in, or all that it says in a file of their own making."""
    about = ("list_no",) if row["list_no"] else ("store_yen", "person", "note")
    facts = [RESULTS[row["result"]], *(row[name] for name in ("receipt_no", "store_no", *about))]
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()


def _said(incident: Incident) -> str:
    return incident.confirmation.result if hasattr(incident, "confirmation") else ""


def _is_yen(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10 and int(text) <= MOST_YEN


def _take(row: Row, incident: Incident, by: User, at: datetime) -> str:
    """Which count the row goes to."""
    if not row["result"] or _said(incident):
        return "unchanged_count"
    says = RESULTS[row["result"]]
    if says == UNKNOWN and _was_taken(row, incident):  # of the other two answers it would be a fault
        return "unchanged_count"
    answer = Answer(incident.pk, says, int(row["store_yen"]) if row["store_yen"] else None, row["note"])
    how = {"person": row["person"], "way": StoreConfirmation.By.FILE, "note": row["note"], "mark": _mark(row)}
    confirming.begin(incident, by, at)
    confirming.settle(incident, answer, next_on=_again(at), by=by, at=at, **how)
    return f"{says}_count"


def _again(at: datetime) -> date:
    return (at.astimezone(JAPAN) + AGAIN).date()


def _report(
    scheme: Scheme, name: str, data: bytes, counts: Counter, faults: list[Finding], by: User, at: datetime
) -> StoreAnswerFile:
    faults.sort(key=lambda fault: fault.line)
    totals = {f"{one}_count": counts[f"{one}_count"] for one in (AGREES, DIFFERS, UNKNOWN, "unchanged")}
    file = StoreAnswerFile.objects.create(
        scheme=scheme,
        name=name[:200],
        sha256=hashlib.sha256(data).hexdigest(),
        taken_at=at,
        taken_by=by,
        read_count=counts.total() + len(faults),
        fault_count=len(faults),
        faults=[[fault.line, fault.column, fault.reason] for fault in faults[:LISTED]],
        **totals,
    )
    record("shops' answers taken", who=by.get_username(), about=file, sha256=file.sha256, **totals)
    return file
