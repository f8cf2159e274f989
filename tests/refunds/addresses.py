"""The staff's addresses of bank refunds: what each needs, and of which kind its row is."""

from payouts.models import AccountProposal, AccountRequest, RefundLine, ResultFile, TransferOutcome
from tests.makers import coupon, japan, line, opened, staff
from tests.payouts import batches

BATCH, LINE = "payouts.refundbatch", "payouts.refundline"
ADDRESSES = {
    "refunds": ("payouts.look_at_batches", ""),
    "refund_make": ("payouts.batch", ""),
    "refund_payer": ("schemes.change", ""),
    "refund_results": ("payouts.export", ""),
    "refund_take": ("payouts.export", ""),
    "refund_result_file": ("payouts.look_at_batches", "payouts.resultfile"),
    "refund_settle_file": ("payouts.approve_outcome", "payouts.resultfile"),
    "refund_returned": ("payouts.look_at_batches", ""),
    "refund_settle": ("payouts.approve_outcome", "payouts.transferoutcome"),
    "refund_account": ("payouts.look", "payouts.accountrequest"),
    "refund_account_give": ("payouts.give_account", "payouts.accountrequest"),
    "refund_account_stand": ("payouts.batch", "payouts.accountrequest"),
    "refund_account_close": ("payouts.close_account", "payouts.accountrequest"),
    "refund_account_proposal": ("payouts.approve_account", "payouts.accountproposal"),
    "refund_account_settle": ("payouts.approve_account", "payouts.accountproposal"),
    "refund_account_take_back": ("payouts.give_account", "payouts.accountproposal"),
    "refund_ask_again": ("payouts.batch", "payouts.accountrequest"),
    "refund_batch": ("payouts.look_at_batches", BATCH),
    "refund_lines": ("payouts.look_at_batches", BATCH),
    "refund_leave_out": ("payouts.batch", BATCH),
    "refund_check": ("payouts.batch", BATCH),
    "refund_submit": ("payouts.batch", BATCH),
    "refund_approve": ("payouts.approve", BATCH),
    "refund_send_back": ("payouts.send_back", BATCH),
    "refund_give_up": ("payouts.batch", BATCH),
    "refund_export": ("payouts.export", BATCH),
    "refund_download": ("payouts.export", BATCH),
    "refund_template": ("payouts.export", BATCH),
    "refund_hand_in": ("payouts.export", BATCH),
    "refund_refused": ("payouts.export", BATCH),
    "refund_settle_refused": ("payouts.approve_refusal", BATCH),
    "refund_not_refused": ("payouts.export", BATCH),
    "refund_close": ("payouts.export", BATCH),
    "refund_line": ("payouts.look_at_batches", LINE),
    "refund_say": ("payouts.export", LINE),
}


def rows() -> dict[str, int]:
    """A row of each kind."""
    stated = line(coupon(), method="refund")
    [payout] = opened(stated.coupon, at="2023-04-05 13:00")
    batch = batches.draft(payout.scheme, payout)
    one = RefundLine.objects.get(batch=batch)
    at = japan("2023-05-20 12:00")
    values = {"outcome": "returned", "reason": "x", "made_by": staff("typist"), "made_at": at, "state": "waiting"}
    asked = AccountRequest.objects.create(claim=stated.claim, reason="x", key_id="k", asked_by="test", asked_at=at)
    return {
        BATCH: batch.pk,
        LINE: one.pk,
        "payouts.transferoutcome": TransferOutcome.objects.create(line=one, **values).pk,
        "payouts.accountrequest": asked.pk,
        "payouts.accountproposal": AccountProposal.objects.create(
            request=asked, deed="close", reason="x", made_by=staff("typist"), made_at=at
        ).pk,
        "payouts.resultfile": ResultFile.objects.create(
            scheme=payout.scheme, name="kekka.csv", digest=b"x", taken_by="typist", taken_at=at
        ).pk,
    }
