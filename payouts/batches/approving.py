"""A batch is submitted by one person and approved by another, who types what leaves: count and total (design 4).

What is approved is a digest of every row, which the database makes itself and compares whenever the batch moves on: any
change on the way makes the approval impossible. Approving orders every payout, or nothing happens.
"""

from dataclasses import asdict
from datetime import date, datetime, time

from django.db import connection, transaction

from config import clock
from coupons.models import Scheme
from payouts import account_requests, disputes, zengin
from payouts.batches import checks, days
from payouts.batches.drafting import SchemeStopped, most_lines
from payouts.batches.lines import NoReason, NotADraft, back_to_draft, locked, locked_in_any_state
from payouts.models import AccountProposal, Consignor, Payout, RefundBatch, RefundLine
from trail import persons
from trail.record import record

State, Work = RefundBatch.State, RefundBatch.Work
KEPT = ("code", "name", "bank_code", "bank_name", "branch_code", "branch_name", "account_type", "account_no")


class NoConsignor(Exception):
    """The scheme does not say yet who pays (payouts/models/consignor.py), or the bank would not take it: `why`."""


class Empty(Exception):
    """Nothing is left in the batch."""


class StopsLines(Exception):
    """Some lines cannot be written, or their payouts may not leave now: `line_nos`. They are left out first."""

    def __init__(self, line_nos: list[int]):
        super().__init__(line_nos)
        self.line_nos = line_nos


class TooManyLines(Exception):
    """The bank takes `most` in one file: it was set lower while the draft was built."""

    def __init__(self, most: int):
        super().__init__(most)
        self.most = most


class TooMuch(Exception):
    """A file's trailer has room for a total of `most_yen`; the batch comes to more."""

    def __init__(self, most_yen: int):
        super().__init__(most_yen)
        self.most_yen = most_yen


class TooLate(Exception):
    """The bank does not take a file for that day any more: `hand_in_by`, the instant it was due, has passed."""

    def __init__(self, hand_in_by: datetime):
        super().__init__("銀行に出す時刻をすぎました。")
        self.hand_in_by = hand_in_by


class NotSubmitted(Exception):
    """Nobody waits for an approval: it was approved, sent back, or has changed."""


class SamePerson(Exception):
    """Who made a batch, asked for its approval, or shaped what leaves does not approve it."""


class OtherFigures(Exception):
    """What was typed is not what leaves."""


class ChangedMeanwhile(Exception):
    """The page was made of other rows than would be approved now."""


class HasLeft(Exception):
    """A batch that was exported is not given up: the bank may have it."""


def consignor_of(scheme: Scheme) -> zengin.Consignor:
    """Who pays, as the file's header has it. Raises NoConsignor."""
    row = Consignor.objects.filter(scheme=scheme).first()
    if row is None:
        raise NoConsignor("振込依頼人が、まだ登録されていません。")
    return must_be_writable(row)


def must_be_writable(row: Consignor) -> zengin.Consignor:
    """The same, of a row that may not be stored yet. Raises NoConsignor naming what the bank would not take."""
    found = zengin.Consignor(**{name: getattr(row, name) for name in KEPT})
    try:
        zengin.header(found, date(2000, 1, 1))
    except zengin.CannotBeWritten as refusal:
        raise NoConsignor(str(refusal)) from refusal
    return found


def submit(*, batch_id: int, by: str, at: datetime | None = None) -> RefundBatch:
    """Ask for approval: from here on the lines stand still.

    Raises NotADraft, BeingWorkedOn, Empty, TooManyLines, TooMuch, StopsLines, NoConsignor, TooLate.
    """
    at = at or clock.now()
    with transaction.atomic():
        batch = locked(batch_id)
        live = RefundLine.objects.filter(batch=batch, excluded_at=None)
        amounts = list(live.values_list("amount_yen", flat=True))
        _must_fit(batch, amounts)
        checks.look_again(batch)  # days may have passed since it was built: the second person sees today's marks
        must_be_in_time(batch, at)
        batch.consignor = asdict(consignor_of(batch.scheme)) | _of_the_file(batch.scheme)
        _must_be_free(batch, live.filter(findings__overlap=[finding.value for finding in checks.STOPS]))
        batch.save(update_fields=["consignor"])
        batch.line_count, batch.total_yen = len(amounts), sum(amounts)
        batch.digest, batch.submitted_by = digest(batch), by
        batch.state, batch.sent_back = State.SUBMITTED, ""
        batch.save(
            update_fields=["state", "sent_back", "submitted_by", "line_count", "total_yen", "digest"],
        )
        record("batch submitted", who=by, about=batch, **_figures(batch))
    return batch


def _must_fit(batch: RefundBatch, amounts: list[int]) -> None:
    if not amounts:
        raise Empty
    if len(amounts) > most_lines(batch.scheme):
        raise TooManyLines(most_lines(batch.scheme))
    if sum(amounts) > zengin.MOST_TOTAL_YEN:
        raise TooMuch(zengin.MOST_TOTAL_YEN)


def _of_the_file(scheme: Scheme) -> dict:
    row = scheme.consignor
    return {
        "line_end": row.line_end,
        "days_before": row.days_before,
        "hand_in_until": row.hand_in_until.isoformat("minutes"),
    }


def _must_be_free(batch: RefundBatch, stopped) -> None:
    """Every line can be written, and every payout may leave: open, not held, claimed by one contact only, to an account
    that nobody asks about.
    """
    not_free = RefundLine.objects.filter(batch=batch, excluded_at=None)
    not_free = not_free.exclude(payout__state=Payout.State.OPEN, payout__held_at=None)
    numbers = {*stopped.values_list("line_no", flat=True), *not_free.values_list("line_no", flat=True)}
    with connection.cursor() as cursor:
        cursor.execute(
            f"""select line_no from payouts_refundline join payouts_payout p on p.id = payout_id
            join claims_claim k on k.id = p.claim_id
            where batch_id = %s and excluded_at is null
                and ({disputes.HAS_A_DISPUTE} or {account_requests.WAITS_FOR_ACCOUNT})""",
            [batch.pk],
        )
        numbers |= {number for (number,) in cursor.fetchall()}
    if numbers:
        raise StopsLines(sorted(numbers))


def must_be_in_time(batch: RefundBatch, at: datetime) -> None:
    """By what the bank asked for when approval was asked for; before, by what it asks for now. Raises TooLate."""
    said = batch.consignor
    if said is None:
        row = Consignor.objects.filter(scheme=batch.scheme_id).first() or Consignor()
        said = {"days_before": row.days_before, "hand_in_until": row.hand_in_until.isoformat("minutes")}
    too_late = days.hand_in_by(batch.transfer_on, said["days_before"], time.fromisoformat(said["hand_in_until"]))
    if at >= too_late:
        raise TooLate(too_late)


def must_not_be_stopped(batch: RefundBatch) -> None:
    """Raises SchemeStopped: somebody looks into a difference, and nothing is ordered or handed out meanwhile."""
    if Scheme.objects.filter(pk=batch.scheme_id, stopped_at__isnull=False).exists():
        raise SchemeStopped


def digest(batch: RefundBatch) -> bytes:
    """The mark of everything that is approved, as the database makes it."""
    with connection.cursor() as cursor:
        cursor.execute("select refund_batch_digest(b) from payouts_refundbatch b where id = %s", [batch.pk])
        return bytes(cursor.fetchone()[0])


def approve(
    *, batch_id: int, by: str, seen: str, typed_count: int, typed_yen: int, at: datetime | None = None
) -> RefundBatch:
    """Approve what was seen (the digest in hex), and order every payout of it, or nothing.

    Raises NotSubmitted, SamePerson, ChangedMeanwhile, OtherFigures, TooLate, SchemeStopped, StopsLines.
    """
    at = at or clock.now()
    with transaction.atomic():
        batch = locked_in_any_state(batch_id)
        if batch.state != State.SUBMITTED:
            raise NotSubmitted(batch.state)
        if has_shaped(batch, by):
            raise SamePerson
        if seen != bytes(batch.digest).hex() or digest(batch) != bytes(batch.digest):
            raise ChangedMeanwhile
        if (typed_count, typed_yen) != (batch.line_count, batch.total_yen):
            raise OtherFigures
        must_be_in_time(batch, at)
        must_not_be_stopped(batch)
        payouts = _lock_payouts(batch)
        _must_be_free(batch, RefundLine.objects.none())
        payouts.update(state=Payout.State.ORDERED)
        batch.state, batch.approved_by = State.APPROVED, by
        batch.save(update_fields=["state", "approved_by"])
        record("batch approved", who=by, about=batch, **_figures(batch))
    return batch


def has_shaped(batch: RefundBatch, who: str) -> bool:
    """Whether `who` made the batch, asked for its approval, left lines out of it, holds a payout of it, or typed one of
    its accounts: then they are no second person for it (a trigger and a constraint say the same of names)."""
    lines = RefundLine.objects.filter(batch=batch)
    typed = AccountProposal.objects.filter(deed="give", request__claim__in=lines.values("payout__claim"))
    shapers = {
        batch.made_by,
        batch.submitted_by or "",
        *lines.exclude(excluded_at=None).values_list("excluded_by", flat=True),
        *lines.exclude(payout__held_by="").values_list("payout__held_by", flat=True),
        *typed.values_list("made_by__username", flat=True),
    } - {""}
    return any(persons.are_one(shaper, who) for shaper in shapers)


def _lock_payouts(batch: RefundBatch):
    """Those of its lines, locked by id."""
    ids = RefundLine.objects.filter(batch=batch, excluded_at=None).values("payout")
    payouts = Payout.objects.filter(pk__in=ids)
    list(payouts.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk", flat=True))
    return payouts


def send_back(*, batch_id: int, by: str, reason: str, at: datetime | None = None) -> RefundBatch:
    """To its maker as a draft; who asked takes it back this way too. Raises NoReason, NotSubmitted."""
    at = at or clock.now()
    if not reason.strip():
        raise NoReason
    with transaction.atomic():
        batch = locked_in_any_state(batch_id)
        if batch.state != State.SUBMITTED:
            raise NotSubmitted(batch.state)
        back_to_draft(batch, reason.strip())
        record("batch sent back", who=by, about=batch, reason=reason.strip())
    return batch


def give_up(*, batch_id: int, by: str, reason: str, at: datetime | None = None) -> RefundBatch:
    """A draft, or an approved batch whose day has passed, is not carried out: its refunds are open for the next one.

    Also while a worker is at it: what it has not stored by then it stores no more (`exporting.store`).

    Raises NoReason, NotADraft (send it back first), HasLeft.
    """
    at = at or clock.now()
    if not reason.strip():
        raise NoReason
    with transaction.atomic():
        batch = locked_in_any_state(batch_id)
        if batch.exported_at:
            raise HasLeft
        if batch.state not in (State.DRAFT, State.APPROVED):
            raise NotADraft(batch.state)
        payouts = list(_lock_payouts(batch).values_list("pk", flat=True))
        batch.state, batch.work, batch.sent_back = State.CANCELLED, Work.NONE, reason.strip()
        batch.save(update_fields=["state", "work", "sent_back"])
        out = {"excluded_at": at, "excluded_by": by, "excluded_reason": f"取りやめ：{reason.strip()}"[:200]}
        RefundLine.objects.filter(batch=batch, excluded_at=None).update(**out)
        Payout.objects.filter(pk__in=payouts, state=Payout.State.ORDERED).update(state=Payout.State.OPEN)
        record("batch given up", who=by, about=batch, reason=reason.strip(), lines=len(payouts))
    return batch


def _figures(batch: RefundBatch) -> dict:
    return {"lines": batch.line_count, "yen": batch.total_yen, "digest": bytes(batch.digest).hex()}
