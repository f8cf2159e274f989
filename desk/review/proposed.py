"""What the second person sees of what is asked: all that would make it void if it changed (claims/proposals.digest),
and what was noted of the call. Uncovered, because it is to be compared; of an account number the last digits.
"""

from claims import desk_claims
from claims.deadlines import claims_until
from claims.decisions import STANDS
from claims.doubts import Doubt
from claims.models import Claim, ClaimLine, Proposal
from claims.normalise import phone_shown
from config.dates import day, last_minute, minute
from coupons.models import Coupon
from coupons.prefectures import PREFECTURES
from notifications.templatetags.wording import grouped

Deed = Proposal.Deed
Facts = list[tuple[str, str]]


def facts(asked: Proposal) -> Facts:
    """By name, without what is empty."""
    claim = asked.claim
    all_of_them = _who(claim) + _where_to(claim) + _trip(asked) + _stay(claim) + _account(claim)
    return [fact for fact in all_of_them + SPECIAL[Deed(asked.deed)](asked) if fact[1]]


def _who(claim: Claim) -> Facts:
    kana = f"（{claim.name_kana}）" if claim.name_kana else ""
    return [
        ("受付番号", claim.receipt_no),
        ("お名前", f"{claim.name}{kana}"),
        ("電話番号", phone_shown(claim.phone) if claim.phone else ""),
        ("メールアドレス", claim.email),
        ("取り下げ", minute(claim.withdrawn_at) if claim.withdrawn_at else ""),
    ]


def _where_to(claim: Claim) -> Facts:
    proved = claim.contact_verified_at
    return [
        ("受け取り方", claim.get_method_display()),
        ("ご案内の送り先", where(claim.deliver_by, claim.deliver_to)),
        ("送り先の確認", f"認証コードで確認（{minute(proved)}）" if proved else "認証コードで確かめていません"),
        ("ご案内のことば", claim.get_language_display()),
    ]


def where(by: str, to: str) -> str:
    """「SMS：090-0000-0009」"""
    shown = phone_shown(to) if by in (Claim.DeliverBy.SMS, Claim.DeliverBy.CALL) else to
    return f"{Claim.DeliverBy(by).label}：{shown}"


def _trip(asked: Proposal) -> Facts:
    claim = asked.claim
    lines = claim.lines.select_related("conflicts_with__claim").order_by("pk")
    about = [line for line in lines if asked.line_id in (None, line.pk)]
    return [
        ("都道府県", PREFECTURES[claim.prefecture]),
        ("旅行日", day(claim.travel_on)),
        *[(f"クーポン{number}", _line(line)) for number, line in enumerate(about, start=1)],
    ]


def _line(line: ClaimLine) -> str:
    """The number as stated, where it stands and why, and whom it meets."""
    number = "番号が分からない" if line.stated_no == desk_claims.NUMBER_UNKNOWN else grouped(line.stated_no)
    known = line.reason in ClaimLine.Reason
    reason = f"：{ClaimLine.Reason(line.reason).label if known else line.reason}" if line.reason else ""
    met = line.conflicts_with
    other = f"　重なる申請 {met.claim.receipt_no}（{met.get_state_display()}）" if met else ""
    said = f"　伝えたことば：{line.words}" if line.words else ""
    return f"{number}　{line.get_state_display()}{reason}{other}{said}"


def _stay(claim: Claim) -> Facts:
    stay = getattr(claim, "stay", None)
    if stay is None:
        return []
    return [
        ("宿泊先", f"{stay.place}　{day(stay.checked_in_on)}"),
        ("予約した会社", stay.booked_with),
        ("代表者のお名前", stay.representative),
    ]


def _account(claim: Claim) -> Facts:
    account = getattr(claim, "account", None)
    return [("振込先", str(account)), ("口座名義", account.holder_kana)] if account else []


def _of_accepting(asked: Proposal) -> Facts:
    doubts = [Doubt(name).label for name in asked.details["overriding"]]
    return [*_coupon(asked), ("それでも認めること", "、".join(doubts))]


def _of_taking(asked: Proposal) -> Facts:
    claim, desk = asked.claim, asked.claim.desk
    return [
        ("ご本人", desk.on_behalf_of),
        ("ご本人との関係", desk.relation),
        ("確かめたもの", desk.evidence),
        ("お電話の日時", minute(desk.called_at)),
        ("入力した日時", minute(claim.filed_at)),
        ("申請の締切", last_minute(claims_until(claim.scheme, claim.method))),
        ("受け付けた人", desk.taken_by.get_username()),
    ]


def _of_a_destination(asked: Proposal) -> Facts:
    return [("新しい送り先", where(asked.details["deliver_by"], asked.details["deliver_to"]))]


def _of_a_grant(asked: Proposal) -> Facts:
    return [
        *_coupon(asked),
        ("補償する額", f"{asked.amount_yen:,}円"),
        ("券面", f"{asked.coupon.face_value_yen:,}円"),
    ]


def _coupon(asked: Proposal) -> Facts:
    """The coupon that it is for, whose it is by the records, and who has it now."""
    held = ClaimLine.objects.filter(coupon=asked.coupon, state__in=STANDS).select_related("claim").order_by("pk")
    holders = [f"{line.claim.receipt_no}（{line.get_state_display()}）" for line in held]
    return [
        ("認めるクーポン", grouped(asked.coupon.inquiry_no)),
        ("アプリ", _in_the_app(asked.coupon)),
        ("このクーポンの申請", "、".join(holders)),
    ]


def _in_the_app(coupon: Coupon) -> str:
    if coupon.member is None:
        return "追加されていません"
    charged = f"{minute(coupon.charged_at)}に追加" if coupon.charged_at else "追加の記録がありません"
    left = f"、{minute(coupon.member.left_at)}に退会" if coupon.member.left_at else ""
    return f"会員 {coupon.member.member_no}　{charged}{left}"


SPECIAL = {
    Deed.ACCEPT: _of_accepting,
    Deed.TAKE: _of_taking,
    Deed.DESTINATION: _of_a_destination,
    Deed.GRANT: _of_a_grant,
}
