"""What to tell the caller: a sentence for each claim, payout or coupon, with the day that was promised.

Of a claim it is what its claimant reads on the status page (payouts/status), word for word. Who has neither claim nor
payout has no such page: then it is worked out here from the coupon.
"""

from dataclasses import dataclass
from datetime import datetime

from claims.hours import phone_hint
from claims.models import ClaimLine
from claims.templatetags.dates import part_of_month
from config.dates import day, last_minute, minute
from coupons import eligibility
from coupons.balances import last_use, with_frozen_balance
from coupons.eligibility import Finding
from coupons.models import Coupon
from desk.call.ledger_rows import Ledger
from payouts.models import Entitlement, Payout
from payouts.status import Told, tell
from payouts.status.coupons import Words
from payouts.status.facts import of_payout as leaving_of
from payouts.status.leaving import leaving
from payouts.status.outlook import Next
from payouts.status.stages import Progress, Stage

TAKEN_BACK = "この支払は取り消され、送ったURLは使えません。"
STAFF_HERE = {"notice": "お知らせ", "question": "事務局の決め"}


@dataclass(frozen=True)
class Answer:
    """`about` what; the words; and, where the words name no day, the next day that was promised."""

    about: Words
    words: list[Words]
    promise: Words = ""


def clause(finding: Finding) -> str:
    """「お知らせ 1.A、事務局の決め 2」: where a condition comes from, for somebody who asks."""
    words = finding.condition.clause
    for english, japanese in STAFF_HERE.items():
        words = words.replace(english, japanese)
    return words


def of_claim(told: Told) -> Answer:
    """Headline, advice and what leaves, as on the claimant's page."""
    payouts = [f"{one.yen:,}円：{one.words}" for one in told.leaving]
    words = [f"{told.outlook.headline}。", told.outlook.advice, *payouts]
    promise = "" if told.outlook.next == Next.CALL else _promise(told.stages)
    return Answer(f"申請 {told.claim.receipt_no}", words, promise)


def of_line(told: Told, line: ClaimLine) -> Answer:
    """One coupon of a claim, as on the claimant's page."""
    one = next(coupon for coupon in told.coupons if coupon.line_id == line.pk)
    worth = f"　{one.yen:,}円" if one.yen else ""
    return Answer(f"クーポン（下4桁 {line.stated_no[-4:]}）", [f"{one.word}{worth}。", one.detail])


def of_payout(payout: Payout, at: datetime) -> Answer:
    """One payout, in the words that a claimant reads of theirs. Who was paid in its place has words of their own."""
    words = TAKEN_BACK if payout.state == Payout.State.VOID else leaving(leaving_of(payout, at)).words
    to = "アプリ会員への" if payout.member_id else ""
    return Answer(f"{to}{payout.get_method_display()} {payout.amount_yen:,}円", [words])


def is_told(payout: Payout) -> bool:
    """A member's payout that was not taken back."""
    return payout.member_id is not None and payout.state != Payout.State.VOID


def of_its_own(coupon: Coupon, at: datetime) -> Answer:
    """A coupon for which nothing leaves yet, among others of its member."""
    return Answer(f"クーポン（下4桁 {coupon.inquiry_no[-4:]}）", [_itself(coupon, at)])


def _promise(stages: list[Stage]) -> Words:
    """The first stage that is still to come and has a day."""
    for stage in stages:
        if stage.progress in (Progress.NOW, Progress.AHEAD) and (stage.on or stage.note):
            when = f"{day(stage.on)} " if stage.on else ""
            return f"{stage.title}：{when}{stage.note}"
    return ""


def of_doubles(known: Ledger, at: datetime) -> list[Answer]:
    """What becomes of suspected double payments (notice 2.B2): nothing is promised before the shop has confirmed."""
    scheme = known.coupon.scheme
    usable = f"{last_minute(scheme.usable_until)}までお店で使えるように、残高をお戻しします。"
    afterwards = "その分をキャッシュレスポイントでお送りします。"
    words = f"お申し出として承ります。お店の記録と確認できしだい、{usable if at < scheme.usable_until else afterwards}"
    return [Answer(double.words, [words]) for double in known.doubles]


def of_coupon(coupon: Coupon, lines: list[ClaimLine], payouts: list[Payout], at: datetime) -> list[Answer]:
    """Everything that can be said of a coupon: its claims, then what leaves to its member, else the coupon itself."""
    told = {line.pk: tell(line.claim, at) for line in lines}
    found = [answer for line in lines for answer in (of_claim(told[line.pk]), of_line(told[line.pk], line))]
    found += [of_payout(payout, at) for payout in payouts if is_told(payout)]
    is_answered = any(line.state != ClaimLine.State.NOT_NEEDED for line in lines) or any(is_told(p) for p in payouts)
    return found if is_answered else [*found, Answer("このクーポン", [_itself(coupon, at)])]


def _itself(coupon: Coupon, at: datetime) -> str:
    """Before anybody asked for it and before anything leaves."""
    if not _is_covered(coupon, at):
        return _not_covered(coupon, at)
    scheme = coupon.scheme
    if at < scheme.usable_until:
        return f"{last_minute(scheme.usable_until)}まで、お店で使えます。{_afterwards(coupon, at)}"
    if not _is_owed(coupon):
        return f"{last_minute(scheme.usable_until)}の残額が0円のため、お支払いする額がありません。{_last_use(coupon)}"
    return _afterwards(coupon, at)


def _is_covered(coupon: Coupon, at: datetime) -> bool:
    """Extended, or about to be by the next run of the duty."""
    is_due = at >= coupon.scheme.first_extension_until
    return hasattr(coupon, "extension") or (is_due and all(finding.holds for finding in eligibility.explain(coupon)))


def _not_covered(coupon: Coupon, at: datetime) -> str:
    scheme = coupon.scheme
    if coupon.expires_at != scheme.affected_expires_at:
        expiry = last_minute(coupon.expires_at)
        return f"もとの有効期限が{expiry}のため、(A)の対象ではありません。二重払いなどは、お申し出として承ります。"
    if at < scheme.first_extension_until:
        return (
            f"{last_minute(scheme.first_extension_until)}まで、お店で使えます。その後も残額があれば、期限を延ばします。"
        )
    return f"{last_minute(scheme.first_extension_until)}の後に残額がなかったため、(A)の対象ではありません。{_last_use(coupon)}"


def _afterwards(coupon: Coupon, at: datetime) -> str:
    """Who need not do anything, and who has to ask until when."""
    scheme = coupon.scheme
    member = coupon.member
    if member and (member.left_at is None or member.left_at >= scheme.usable_until):
        if not (member.phone or member.email):
            return "アプリに連絡先の登録がないため、事務局で確認して、お電話します。"
        when = f"{part_of_month(scheme.points_from)}以降、" if at < scheme.points_from else "準備ができしだい、"
        return f"お手続きは不要です。{when}アプリに登録された電話番号かメールに、受取サイトのURLをお送りします。"
    if at < scheme.claims_until:
        return (
            f"{last_minute(scheme.claims_until)}までに、特設サイトかお電話で申請してください。{_site_opens(coupon, at)}"
        )
    return f"申請の受付は、{last_minute(scheme.claims_until)}で終わりました。"


def _site_opens(coupon: Coupon, at: datetime) -> str:
    scheme = coupon.scheme
    opens = f"特設サイトは{day(scheme.site_opens_at)}に開きます。" if at < scheme.site_opens_at else ""
    hint = phone_hint(scheme, at)
    by_phone = f"お電話での受付は、{minute(hint)}までです。" if hint else ""
    return f"{opens}{by_phone}受取期限は{last_minute(scheme.receive_until)}です。"


def _is_owed(coupon: Coupon) -> bool:
    if Entitlement.objects.filter(coupon=coupon).exists():
        return True
    return with_frozen_balance(Coupon.objects.filter(pk=coupon.pk)).get().frozen_yen > 0


def _last_use(coupon: Coupon) -> str:
    use = last_use(coupon)
    if use is None:
        return ""
    where = f"の「{use.store.name}」" if use.store else ""
    return f"最後のご利用は、{minute(use.occurred_at)}{where}です。"
