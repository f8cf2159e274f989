"""What becomes of a file at the bank's counter: handed in, or not taken as a whole.

A bank may refuse a file (a consignor's code it does not know, a day it does not take). Then two persons say so, as with
a return: the file is void for ever, its lines are out, and their refunds are open for another batch, which is the only
one that can be paid. Nothing is void of which the bank has carried out a single line.
"""

from datetime import datetime

from django.db import transaction

from config import clock
from notifications.models import Message
from payouts.batches.exporting import SaidToBeRefused
from payouts.batches.lines import NoReason, locked_in_any_state
from payouts.models import Payout, RefundBatch, RefundLine, TransferOutcome
from trail import persons
from trail.record import record

State = RefundBatch.State


class NotOut(Exception):
    """The batch has no file that the bank could have, or it is void already."""


class HandedInAlready(Exception):
    """Somebody has given the file to the bank: `batch` says who and when."""

    def __init__(self, batch: RefundBatch):
        super().__init__(batch.number)
        self.batch = batch


class CarriedOut(Exception):
    """Of `count` lines the bank has said that it carried them out, or somebody has typed so: the file is not void."""

    def __init__(self, count: int):
        super().__init__(count)
        self.count = count


class NothingSaid(Exception):
    """Nobody has said that the bank refused this file, or not any more."""


class SamePerson(Exception):
    """Who says that the bank refused the file does not confirm it."""


def hand_in(*, batch_id: int, by: str, at: datetime | None = None) -> RefundBatch:
    """The file was given to the bank. Raises NotOut, SaidToBeRefused, HandedInAlready."""
    at = at or clock.now()
    with transaction.atomic():
        batch = _out(batch_id)
        if batch.refused_by:
            raise SaidToBeRefused
        if batch.handed_in_at:
            raise HandedInAlready(batch)
        batch.handed_in_at, batch.handed_in_by = at, by
        batch.save(update_fields=["handed_in_at", "handed_in_by"])
        record("batch handed in", who=by, about=batch)
    return batch


def say(*, batch_id: int, by: str, reason: str, at: datetime | None = None) -> RefundBatch:
    """The bank did not take the file: another person has to see the same. Raises NoReason, NotOut, CarriedOut."""
    at = at or clock.now()
    if not reason.strip():
        raise NoReason
    with transaction.atomic():
        batch = _out(batch_id)
        _must_not_be_carried_out(batch)
        batch.refused_at, batch.refused_by, batch.refused_reason = at, by, reason.strip()[:200]
        batch.save(update_fields=["refused_at", "refused_by", "refused_reason"])
        record("batch said to be refused", who=by, about=batch, reason=reason.strip())
    return batch


def take_back(*, batch_id: int, by: str) -> RefundBatch:
    """It was a mistake, or another person does not see it so. Raises NotOut, NothingSaid."""
    with transaction.atomic():
        batch = _out(batch_id)
        if not batch.refused_by:
            raise NothingSaid
        batch.refused_at, batch.refused_by, batch.refused_reason = None, None, ""
        batch.save(update_fields=["refused_at", "refused_by", "refused_reason"])
        record("batch not refused", who=by, about=batch)
    return batch


def confirm(*, batch_id: int, by: str, at: datetime | None = None) -> RefundBatch:
    """Another person has seen the same: the file is void, and its refunds are open for another batch, once.

    What was to be said to claimants of its day is not said; of the next one they are told anew.
    Raises NotOut, NothingSaid, SamePerson, CarriedOut.
    """
    at = at or clock.now()
    with transaction.atomic():
        batch = _out(batch_id)
        if not batch.refused_by:
            raise NothingSaid
        if persons.are_one(batch.refused_by, by):
            raise SamePerson
        _must_not_be_carried_out(batch)
        payouts = _locked_payouts(batch)
        batch.state, batch.refusal_confirmed_by = State.REFUSED, by
        batch.save(update_fields=["state", "refusal_confirmed_by"])
        out = {
            "excluded_at": at,
            "excluded_by": by,
            "excluded_reason": f"銀行が受け付けない：{batch.refused_reason}"[:200],
        }
        RefundLine.objects.filter(batch=batch, excluded_at=None).update(**out)
        Payout.objects.filter(pk__in=payouts, state=Payout.State.ORDERED).update(state=Payout.State.OPEN)
        _say_nothing_of_its_day(batch, payouts)
        record("batch void", who=by, about=batch, said_by=batch.refused_by, lines=len(payouts))
    return batch


def _out(batch_id: int) -> RefundBatch:
    """An exported batch, under its scheme's lock and its own. Raises NotOut."""
    batch = locked_in_any_state(batch_id)
    if batch.state != State.EXPORTED:
        raise NotOut(batch.state)
    return batch


def _must_not_be_carried_out(batch: RefundBatch) -> None:
    live = RefundLine.objects.filter(batch=batch, excluded_at=None)
    said = live.filter(outcome__isnull=False)  # also "unknown": the bank looks for a transfer that it has taken
    said |= live.filter(outcomes__state=TransferOutcome.State.WAITING)
    if count := said.distinct().count():
        raise CarriedOut(count)


def _locked_payouts(batch: RefundBatch) -> list[int]:
    """Those of its live lines, locked by id."""
    lines = RefundLine.objects.filter(batch=batch, excluded_at=None)
    rows = Payout.objects.filter(pk__in=lines.values("payout")).select_for_update(of=("self",), no_key=True)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _say_nothing_of_its_day(batch: RefundBatch, payouts: list[int]) -> None:
    keys = [f"refund-ordered/{pk}/{batch.number}" for pk in payouts]
    Message.objects.filter(key__in=keys, state__in=Message.WAITING).update(state=Message.State.CANCELLED)
