"""Claims and what leaves as lines of a timeline. Never a code, never a URL."""

from collections.abc import Iterable

from django.urls import reverse

from claims.models import Claim, ClaimLine
from config.dates import day, last_minute
from coupons.models import Coupon
from desk.call.rows import Group, Row
from payouts.models import Payout, PointOrder, RefundLine
from trail.words import by_whom


def of_claim(claim: Claim, url: str = "") -> list[Row]:
    """Filed, and withdrawn or replaced."""
    words = f"{claim.receipt_no}　{claim.get_channel_display()}・{claim.get_method_display()}"
    found = [Row(claim.filed_at, Group.CLAIM, "申請", words, url=url)]
    if claim.withdrawn_at:
        found.append(Row(claim.withdrawn_at, Group.CLAIM, "申請の取下げ", claim.receipt_no, url=url))
    return found


def of_lines(lines: Iterable[ClaimLine], coupon: Coupon | None = None) -> list[Row]:
    """What was decided of each line, in the staff's words: the caller's are in 「お客様への案内」."""
    return [
        Row(line.decided_at, Group.CLAIM, f"申請の{line.get_state_display()}", _decision(line, coupon))
        for line in lines
        if line.decided_at
    ]


def _decision(line: ClaimLine, coupon: Coupon | None) -> str:
    which = line.claim.receipt_no if coupon else f"申請された番号の下4桁 {line.stated_no[-4:]}"
    reasons = dict(ClaimLine.Reason.choices)
    why = reasons.get(line.reason, line.reason)
    who = by_whom(line.decided_by)
    return f"{which}　{why}（{who}）" if why else f"{which}（{who}）"


def claim_url(claim: Claim) -> str:
    return reverse("desk_claim", args=[claim.pk])


def of_payouts(payouts: Iterable[Payout], coupon: Coupon | None = None) -> list[Row]:
    """What was prepared, chosen and transferred; how much of it was for `coupon`."""
    return [row for payout in payouts for row in (_prepared(payout, coupon), *_orders(payout), *_transfers(payout))]


def _prepared(payout: Payout, coupon: Coupon | None) -> Row:
    part = ""
    if coupon:
        yen = sum(item.amount_yen for item in payout.items.all() if item.coupon_id == coupon.pk)
        part = f"、うちこのクーポン {yen:,}円" if yen != payout.amount_yen else ""
    held = f"　保留中：{payout.hold_reason}（{by_whom(payout.held_by)}）" if payout.held_at else ""
    state = f"　いま：{payout.get_state_display()}"
    until = f"　受取期限 {last_minute(payout.receive_until)}" if payout.method == Claim.Method.POINTS else ""
    words = f"{payout.get_method_display()} {payout.amount_yen:,}円{part}{state}{until}{held}"
    return Row(payout.opened_at, Group.CLAIM, "支払の用意", words)


def _orders(payout: Payout) -> list[Row]:
    found = []
    for order in payout.orders.all():
        found.append(Row(order.ordered_at, Group.CLAIM, "ポイントの選択", order.get_brand_display()))
        if order.settled_at:
            title = "受け取り済み" if order.state == PointOrder.State.ISSUED else order.get_state_display()
            found.append(Row(order.settled_at, Group.CLAIM, title, order.get_brand_display()))
    return found


def _transfers(payout: Payout) -> list[Row]:
    found = []
    for line in payout.refund_lines.all():
        batch = line.batch
        if line.excluded_at:
            found.append(Row(line.excluded_at, Group.CLAIM, "振込から除外", line.excluded_reason))
        elif batch.exported_at:
            found.append(Row(batch.exported_at, Group.CLAIM, "振込の手続き", f"振込予定日 {day(batch.transfer_on)}"))
        if line.outcome_at:
            found.append(Row(line.outcome_at, Group.CLAIM, f"振込結果：{_outcome(line)}", line.outcome_reason))
    return found


def _outcome(line: RefundLine) -> str:
    return line.get_outcome_display()
