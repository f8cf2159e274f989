"""What leaves for a claim, payout by payout, in words. No code and no URL is ever shown here."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from claims.models import Claim
from claims.templatetags.dates import part_of_month
from config.dates import day, last_minute
from payouts.models import RefundBatch
from payouts.status.coupons import Words
from payouts.status.facts import Leaving, Where


@dataclass(frozen=True)
class LeavingTold:
    """One payout: how much by what, where it is, and whether its URL can be sent again."""

    payout_id: int
    method: str
    yen: int
    where: Where
    words: Words
    can_be_sent_again: bool


def leaving(one: Leaving) -> LeavingTold:
    """What is told of one payout."""
    payout = one.payout
    words = (REFUND_WORDS if payout.method == Claim.Method.REFUND else POINTS_WORDS)[one.where](one)
    return LeavingTold(payout.pk, payout.method, payout.amount_yen, one.where, words, one.where == Where.SENT)


def _sent(one: Leaving) -> Words:
    words = _("{day}に、受取サイトのURLをお送りしました。受取期限は、{until}です。")
    return format_lazy(words, day=day(one.sent_at), until=last_minute(one.payout.receive_until))


def _preparing(one: Leaving) -> Words:
    words = _("{day}に、{brand}をお選びになりました。準備しています。")
    return format_lazy(words, day=day(one.order.ordered_at), brand=one.order.get_brand_display())


def _received(one: Leaving) -> Words:
    words = _("{day}に、{brand}でお受け取りになりました。")
    return format_lazy(words, day=day(one.order.ordered_at), brand=one.order.get_brand_display())


def _over(one: Leaving) -> Words:
    return format_lazy(_("受取期限は、{until}でした。"), until=last_minute(one.payout.receive_until))


def _transfer_waits(one: Leaving) -> Words:
    begins = one.payout.scheme.refunds_from
    if one.at >= begins:
        return _("順次お振込みしています。")
    return format_lazy(_("{begins}以降、順次お振込みします。"), begins=part_of_month(begins))


def _transfer_goes(one: Leaving) -> Words:
    """The day is told once nobody can send the batch back any more."""
    batch = one.transfer.batch
    if batch.state in RefundBatch.LEAVES and batch.consignor:
        words = _("{day}にお振込みする予定です。通帳には「{payer}」と印字されます。")
        return format_lazy(words, day=day(batch.transfer_on), payer=batch.consignor["name"])
    if batch.state in RefundBatch.LEAVES:
        return format_lazy(_("{day}にお振込みする予定です。"), day=day(one.transfer.batch.transfer_on))
    return _("お振込みの手続きをしています。")


def _transferred(one: Leaving) -> Words:
    return format_lazy(_("{day}にお振込みしました。"), day=day(one.transfer.batch.transfer_on))


def _fixed(words: Words) -> Callable[[Leaving], Words]:
    return lambda _one: words


CHECKING = {
    Where.HELD: _fixed(_("確認のため、お手続きを止めています。")),
    Where.STOPPED: _fixed(_("内容を確認しています。")),
}
POINTS_WORDS = CHECKING | {
    Where.SENDING: _fixed(_("受取サイトのURLを、順にお送りしています。")),
    Where.SENT: _sent,
    Where.UNREACHED: _fixed(_("お送りしたURLが、お使いになれない状態です。")),
    Where.ORDERED: _preparing,
    Where.PAID: _received,
    Where.OVER: _over,
}
REFUND_WORDS = CHECKING | {
    Where.TRANSFER_WAITS: _transfer_waits,
    Where.ORDERED: _transfer_goes,
    Where.PAID: _transferred,
    Where.RETURNED: _fixed(_("金融機関から、お振込みできなかったという連絡がありました。")),
}
