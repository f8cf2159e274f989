"""Batches of transfers for the tests of the schema; the product's own come with the bank refunds."""

from datetime import date

from coupons.models import Scheme
from payouts.models import Payout, RefundBatch, RefundLine
from tests.makers import japan


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
    batch.state, batch.digest = "submitted", b"digest"
    batch.line_count, batch.total_yen = lines.count(), sum(lines.values_list("amount_yen", flat=True))
    batch.save()
    return batch


def approve(batch: RefundBatch) -> RefundBatch:
    batch.state, batch.approved_by = "approved", "approver"
    batch.save()
    return batch


def order_all(batch: RefundBatch) -> RefundBatch:
    Payout.objects.filter(refund_lines__batch=batch).update(state="ordered")
    return batch


def export(batch: RefundBatch) -> RefundBatch:
    batch.state, batch.exported_at = "exported", japan("2023-05-16 10:00")
    batch.xlsx, batch.zengin = b"xlsx", b"zengin"
    batch.save()
    return batch
