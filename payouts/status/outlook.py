"""The headline of a claim and the one thing to do next.

Why a payout is held, or whose other claim it meets, is never said.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from claims.deadlines import claims_until
from claims.models import Claim
from claims.templatetags.dates import part_of_month
from config.dates import day, last_minute
from payouts.opening import CLAIM_WAITS_DAYS
from payouts.status.coupons import Words
from payouts.status.facts import Facts, Where

REFUND = Claim.Method.REFUND


class Next(StrEnum):
    """The one thing that the claimant does next."""

    RECEIVE = "receive"  # open the URL that was sent; it can be sent again
    CORRECT = "correct"  # look at a number again
    ACCOUNT = "account"  # give another account, by the link that was sent
    CALL = "call"
    FILE = "file"  # file again
    NEWER = "newer"  # look at the claim that replaced this one
    WAIT = "wait"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Outlook:
    """What is to be read first."""

    headline: Words
    advice: Words
    next: Next


NOTHING_TO_DO = _("いま、していただくことはありません。")
CALLS = {  # the most pressing first
    Where.HELD: Outlook(_("お電話をお願いします"), _("確認したいことがありますので、お電話ください。"), Next.CALL),
    Where.RETURNED: Outlook(
        _("お振込みができませんでした"), _("口座の情報を確かめたいので、お手数ですが、お電話ください。"), Next.CALL
    ),
    Where.UNREACHED: Outlook(
        _("ご案内のURLが使えないようです"), _("別の方法でご案内しますので、お手数ですが、お電話ください。"), Next.CALL
    ),
}
CHECK = Outlook(
    _("クーポンの番号をご確認ください"),
    _("記録と合わないクーポンがあります。クーポンをお手元に用意して、番号をもう一度お確かめください。"),
    Next.CORRECT,
)
STOPPED = Outlook(_("お支払いの内容を確認しています"), NOTHING_TO_DO, Next.WAIT)


def outlook(facts: Facts, keys: list[str]) -> Outlook:
    """What is read first of a claim whose coupons have the words `keys`. What was sent is before a number to check."""
    wheres = facts.wheres()
    if facts.claim.withdrawn_at:
        return _withdrawn(facts)
    if facts.is_superseded():
        return _superseded(facts.claim)
    if Where.HELD not in wheres and (account := _account(facts, wheres)):
        return account
    for where, call in CALLS.items():
        if where in wheres:
            return call
    if Where.SENT in wheres:
        return _sent(facts)
    if "check" in keys:
        return CHECK
    return _waits(facts, wheres) or _ended(facts, wheres) or _nothing_to_pay(keys)


def _withdrawn(facts: Facts) -> Outlook:
    headline = _("この申請は取り下げられました")
    until = claims_until(facts.scheme, facts.claim.method)
    if facts.at >= until:
        return Outlook(headline, _("申請の受付は終わりました。お困りのことがあれば、お電話ください。"), Next.NOTHING)
    words = _("{until}まで、もう一度申請できます。")
    return Outlook(headline, format_lazy(words, until=last_minute(until)), Next.FILE)


def _superseded(claim: Claim) -> Outlook:
    headline = _("新しい申請に置き換わりました")
    if claim.superseded_by is None:
        return Outlook(headline, _("同じ連絡先からの新しい申請で、お手続きを進めます。"), Next.NOTHING)
    words = _("同じ連絡先からの新しい申請（{receipt_no}）で、お手続きを進めます。")
    return Outlook(headline, format_lazy(words, receipt_no=claim.superseded_by.receipt_no), Next.NEWER)


def _account(facts: Facts, wheres: set[Where]) -> Outlook | None:
    """A transfer came back, or a check found something: another account is asked for, or was given."""
    asked, came_back = facts.asked, Where.RETURNED in wheres
    if asked is None or asked.answered_at and not came_back:
        return None
    if asked.answered_at:
        words = _("新しい振込口座を受け付けました。次のお振込みでお送りします。いま、していただくことはありません。")
        return Outlook(_("お振込みの順番をお待ちください"), words, Next.WAIT)
    if asked.closed_at:
        words = _("新しい振込口座をお知らせいただけなかったため、お手続きを終えました。ご不明な点は、お電話ください。")
        return Outlook(_("お振込みの手続きは終わりました"), words, Next.CALL)
    headline = CALLS[Where.RETURNED].headline if came_back else _("振込口座をご確認ください")
    if asked.locked_at or not asked.has_link:
        return Outlook(headline, CALLS[Where.RETURNED].advice, Next.CALL)
    words = _("{contact}にお送りしたURLから、振込口座をもう一度お知らせください。")
    return Outlook(headline, format_lazy(words, contact=contact(facts.claim)), Next.ACCOUNT)


def _sent(facts: Facts) -> Outlook:
    until = min(one.payout.receive_until for one in facts.leaving if one.where == Where.SENT)
    words = _("{contact}にお送りしたURLから、{until}までに、お好きなポイントをお受け取りください。")
    advice = format_lazy(words, contact=contact(facts.claim), until=last_minute(until))
    return Outlook(_("受取のご案内をお送りしました"), advice, Next.RECEIVE)


def contact(claim: Claim) -> Words:
    """Where its messages go, without telling it to whoever has found four digits out."""
    if claim.deliver_by == Claim.DeliverBy.LETTER:
        return _("お届けのご住所")
    if claim.deliver_by == Claim.DeliverBy.SMS:
        return format_lazy(_("下4桁が{digits}の携帯電話"), digits=claim.deliver_to[-4:])
    if claim.deliver_by == Claim.DeliverBy.CALL:  # a landline, as likely as not
        return format_lazy(_("下4桁が{digits}のお電話"), digits=claim.deliver_to[-4:])
    name, _at, host = claim.deliver_to.rpartition("@")
    return f"{name[:1]}***@{host}"


def _waits(facts: Facts, wheres: set[Where]) -> Outlook | None:
    """What is on its way without the claimant, or None."""
    if Where.ORDERED in wheres:
        return _ordered(facts)
    if Where.STOPPED in wheres:
        return STOPPED
    if facts.is_undecided():
        return _checking(facts)
    if Where.SENDING in wheres or Where.TRANSFER_WAITS in wheres or facts.has_yen_waiting():
        return _in_turn(facts)
    return None


def _ordered(facts: Facts) -> Outlook:
    if facts.claim.method == REFUND:
        return Outlook(_("お振込みの手続き中です"), NOTHING_TO_DO, Next.WAIT)
    advice = _("準備ができたら、お送りした同じURLから、番号を見られます。")
    return Outlook(_("ポイントを準備しています"), advice, Next.WAIT)


def _checking(facts: Facts) -> Outlook:
    """Some coupons are not decided; the accepted ones do not wait for them for ever (case 21)."""
    if facts.at < facts.scheme.usable_until or not (facts.accepted() and facts.has_yen_waiting()):
        return Outlook(_("クーポンを確認しています"), NOTHING_TO_DO, Next.WAIT)
    goes_at = max(facts.claim.filed_at + timedelta(days=CLAIM_WAITS_DAYS), _begins(facts))
    words = _("確認に時間がかかるときも、{day}以降、認められたクーポンの分から先にお手続きします。")
    return Outlook(_("残りのクーポンを確認しています"), format_lazy(words, day=day(goes_at)), Next.WAIT)


def _in_turn(facts: Facts) -> Outlook:
    scheme = facts.scheme
    if facts.at < scheme.usable_until:
        words = _("額は、{until}の残額で決まります。いま、していただくことはありません。")
        return Outlook(_("申請を認めました"), format_lazy(words, until=last_minute(scheme.usable_until)), Next.WAIT)
    begins = part_of_month(_begins(facts))
    if facts.claim.method == REFUND:
        words = _("{begins}以降、順次お振込みします。いま、していただくことはありません。")
        if facts.at >= scheme.refunds_from:
            words = _("順次お振込みしています。いま、していただくことはありません。")
        return Outlook(_("お振込みの順番をお待ちください"), format_lazy(words, begins=begins), Next.WAIT)
    words = _("{begins}以降、{contact}に、受取サイトのURLをお送りします。")
    if facts.at >= scheme.points_from:
        words = _("準備ができしだい、{contact}に、受取サイトのURLをお送りします。")
    advice = format_lazy(words, begins=begins, contact=contact(facts.claim))
    return Outlook(_("受取のご案内の順番をお待ちください"), advice, Next.WAIT)


def _begins(facts: Facts) -> datetime:
    return facts.scheme.refunds_from if facts.claim.method == REFUND else facts.scheme.points_from


def _ended(facts: Facts, wheres: set[Where]) -> Outlook | None:
    """Everything has left, or was not received in time; None if nothing ever was to leave."""
    if Where.PAID in wheres:
        headline = _("お振込みしました") if facts.claim.method == REFUND else _("お受け取り済みです")
        return Outlook(headline, _("この申請のお手続きは、すべて終わりました。"), Next.NOTHING)
    if Where.OVER in wheres:
        advice = _("この申請の分は、もうお受け取りになれません。お困りのことがあれば、お電話ください。")
        return Outlook(_("受取期限がすぎました"), advice, Next.NOTHING)
    return None


def _nothing_to_pay(keys: list[str]) -> Outlook:
    if "app" in keys:
        advice = _("アプリに登録された電話番号かメールに、受取のご案内をお送りします。")
        return Outlook(_("お手続きは不要です"), advice, Next.NOTHING)
    if "zero" in keys:
        advice = _("クーポンの残額が0円でした。お心当たりがない場合は、お電話ください。")
        return Outlook(_("お支払いする額がありません"), advice, Next.NOTHING)
    advice = _("クーポンごとの結果は、下のとおりです。お心当たりがない場合は、お電話ください。")
    return Outlook(_("この申請でお支払いするものはありません"), advice, Next.NOTHING)
