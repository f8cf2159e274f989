"""A line is left out of its draft: for now, until somebody lets the payout go, or until the claimant has answered
(payouts/account_requests.py)."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from config import clock
from payouts import entitlements, holds
from payouts.models import Payout, RefundBatch, RefundLine
from trail.record import record

State = RefundBatch.State


class NotADraft(Exception):
    """The batch was submitted: its lines stand still."""


class BeingWorkedOn(Exception):
    """A worker builds or checks it, or will: until it has ended, nobody knows what a person would decide about."""


class NothingToExclude(Exception):
    """The lines are out already, or never were in."""


class NoReason(Exception):
    """Who leaves a line out says why."""


def exclude(
    *, batch_id: int, line_ids: Collection[int], by: str, reason: str, at: datetime | None = None
) -> list[RefundLine]:
    """Leave lines out of this batch; the next one takes them again.

    Raises NoReason, NotADraft, BeingWorkedOn, NothingToExclude.
    """
    at = at or clock.now()
    if not reason.strip():
        raise NoReason
    with transaction.atomic():
        locked(batch_id)
        return _exclude(batch_id, line_ids, by, reason.strip(), at)


def hold(*, batch_id: int, line_ids: Collection[int], by: str, reason: str, at: datetime | None = None) -> int:
    """Leave lines out, and hold their payouts: no batch takes them until somebody lets them go. How many.

    Raises NoReason, NotADraft, BeingWorkedOn, NothingToExclude.
    """
    at = at or clock.now()
    with transaction.atomic():
        lines = exclude(batch_id=batch_id, line_ids=line_ids, by=by, reason=f"保留：{reason}", at=at)
        rows = Payout.objects.select_for_update(of=("self",), no_key=True).filter(
            pk__in=[one.payout_id for one in lines]
        )
        for payout in rows.filter(held_at=None).order_by("pk"):
            holds.put_on_hold(payout, who=by, reason=reason.strip(), at=at)
    return len(lines)


def take_out(payout: Payout, *, who: str, reason: str, at: datetime) -> None:
    """A payout is taken back (case 20): its line is left out of a draft; what was asked to be approved is not any more.

    From an approved batch nothing is taken: its payouts are ordered. For those who hold the scheme's lock.
    """
    line = RefundLine.objects.select_related("batch").filter(payout=payout, excluded_at=None).first()
    if line is None:
        return
    batch = (
        RefundBatch.objects.select_for_update(of=("self",), no_key=True).defer("xlsx", "zengin").get(pk=line.batch_id)
    )
    if batch.state == State.SUBMITTED:
        back_to_draft(batch, f"{reason}のため、内容が変わりました")
        record("batch approval void", who=who, about=batch, reason=reason)
    if batch.state == State.DRAFT:
        _exclude(batch.pk, [line.pk], who, reason, at)


def back_to_draft(batch: RefundBatch, why: str) -> None:
    """Of a locked, submitted batch: nobody has asked for anything any more."""
    batch.state, batch.sent_back = State.DRAFT, why[:300]
    batch.submitted_by = batch.line_count = batch.total_yen = batch.digest = batch.consignor = None
    batch.save(update_fields=["state", "sent_back", "submitted_by", "line_count", "total_yen", "digest", "consignor"])


def locked(batch_id: int) -> RefundBatch:
    """A draft that no worker has anything to do for, locked after its scheme. Raises NotADraft, BeingWorkedOn."""
    batch = locked_in_any_state(batch_id)
    if batch.state != State.DRAFT:
        raise NotADraft(batch.state)
    if batch.work:
        raise BeingWorkedOn(batch.work)
    return batch


def locked_in_any_state(batch_id: int) -> RefundBatch:
    """The scheme's lock first: whoever takes payouts back has it before anything else."""
    entitlements.lock(RefundBatch.objects.values_list("scheme_id", flat=True).get(pk=batch_id))
    rows = RefundBatch.objects.select_for_update(of=("self",), no_key=True).defer("xlsx", "zengin")
    return rows.select_related("scheme").get(pk=batch_id)


def _exclude(batch_id: int, line_ids: Collection[int], by: str, reason: str, at: datetime) -> list[RefundLine]:
    lines = list(RefundLine.objects.filter(batch=batch_id, pk__in=line_ids, excluded_at=None).order_by("pk"))
    if not lines:
        raise NothingToExclude
    out = RefundLine.objects.filter(pk__in=[line.pk for line in lines])
    out.update(excluded_at=at, excluded_by=by, excluded_reason=reason[:200])
    for line in lines:
        record("line excluded", who=by, about=f"payouts.refundbatch/{batch_id}", line=line.line_no, reason=reason)
    return lines
