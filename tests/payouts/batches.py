"""Batches of transfers as the schema allows them, without the product's own steps: for the tests of the schema."""

from datetime import date

from django.db import connection

from coupons.models import Scheme
from payouts import zengin
from payouts.models import Payout, RefundBatch, RefundLine, TransferOutcome
from tests.makers import japan, staff

PAYER = zengin.Consignor("1234567890", "ﾃｽﾄｼﾞﾑｷﾖｸ", "0187", "ﾘﾕｳｷﾕｳ", "201", "ﾎﾝﾃﾝ", "1", "0000001")


def draft(scheme: Scheme, *payouts: Payout) -> RefundBatch:
    """A draft with a line for each payout."""
    batch = RefundBatch.objects.create(
        scheme=scheme,
        number=RefundBatch.objects.count() + 1,
        transfer_on=date(2023, 5, 17),
        made_by="maker",
    )
    for number, payout in enumerate(payouts, start=1):
        RefundLine.objects.create(
            batch=batch, line_no=number, payout=payout, amount_yen=payout.amount_yen, account_sealed=b"sealed"
        )
    return batch


def submit(batch: RefundBatch) -> RefundBatch:
    lines = batch.lines.filter(excluded_at=None)
    batch.state, batch.digest, batch.submitted_by = "submitted", digest(batch), "asker"
    batch.line_count, batch.total_yen = lines.count(), sum(lines.values_list("amount_yen", flat=True))
    batch.save()
    return batch


def digest(batch: RefundBatch) -> bytes:
    """What the database says of the rows."""
    with connection.cursor() as cursor:
        cursor.execute("select refund_batch_digest(b) from payouts_refundbatch b where id = %s", [batch.pk])
        return cursor.fetchone()[0]


def approve(batch: RefundBatch) -> RefundBatch:
    batch.state, batch.approved_by = "approved", "approver"
    batch.save()
    return batch


def order_all(batch: RefundBatch) -> RefundBatch:
    Payout.objects.filter(refund_lines__batch=batch).update(state="ordered")
    return batch


def export(batch: RefundBatch) -> RefundBatch:
    batch.state, batch.exported_at = "exported", japan("2023-05-16 10:00")
    batch.xlsx, batch.zengin = b"xlsx", b"".join(zengin.records(PAYER, batch.transfer_on, _transfers(batch)))
    batch.save()
    return batch


def _transfers(batch: RefundBatch) -> list[zengin.Transfer]:
    lines = batch.lines.filter(excluded_at=None)
    return [
        zengin.Transfer("0187", "", "201", "", "1", "1234567", "ﾀﾛｳ", one.amount_yen, one.payout_id, batch.number)
        for one in lines
    ]


def came_back(payout: Payout) -> None:
    """The bank has said so, and two persons have booked it; what was paid is still to be taken back."""
    line, at = RefundLine.objects.get(payout=payout, excluded_at=None), japan("2023-05-20 12:00")
    TransferOutcome.objects.create(
        line=line,
        outcome="returned",
        reason_code="1",
        made_by=staff("typist"),
        made_at=at,
        state="booked",
        settled_by=staff("second"),
        settled_at=at,
    )
    RefundLine.objects.filter(pk=line.pk).update(outcome="returned", outcome_at=at)
