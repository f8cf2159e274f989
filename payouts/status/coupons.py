"""A word for each coupon of a claim, and what stands behind it. Nothing is said of anybody else (question 10)."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from claims.corrections import is_correctable
from claims.forms.page import Words
from claims.models import ClaimLine
from claims.telling import says
from config.dates import last_minute, minute
from notifications.templatetags.wording import grouped
from payouts.status.facts import Facts, Worth


class Tone(StrEnum):
    """How a word is shown, beside being read."""

    GOOD = "good"
    WAIT = "wait"
    ASK = "ask"
    NONE = "none"


@dataclass(frozen=True)
class CouponTold:
    """One coupon of a claim. `yen` is None while nobody knows, or where none is owed by this claim: see `detail`."""

    line_id: int
    number: str
    key: str
    word: Words
    tone: Tone
    detail: Words
    yen: int | None


WORDS: dict[str, tuple[Words, Tone]] = {
    "ok": (_("申請を認めました"), Tone.GOOD),
    "checking": (_("確認中"), Tone.WAIT),
    "looked_at": (_("確認中"), Tone.WAIT),
    "check": (_("番号をご確認ください"), Tone.ASK),
    "zero": (_("残額0円"), Tone.NONE),
    "app": (_("アプリ"), Tone.GOOD),
    "expiry": (_("対象外"), Tone.NONE),
    "declined": (_("対象外"), Tone.NONE),
    "received": (_("お手続き済み"), Tone.NONE),
    "lapsed": (_("期限切れ"), Tone.NONE),
    "twice": (_("番号の重なり"), Tone.NONE),
    "withdrawn": (_("取下げ"), Tone.NONE),
    "superseded": (_("新しい申請へ"), Tone.NONE),
}
BY_THIS_CLAIM = {"ok", "checking", "looked_at", "check"}  # from these coupons something may come by this claim
DETAILS: dict[str, Words] = {
    "checking": _("記録と照らし合わせています。"),
    "looked_at": _("事務局が、記録を調べています。そのままお待ちください。"),
    "check": _("番号・都道府県・旅行日のどれかが、記録と合いません。"),
    "app": _(
        "アプリにチャージされているため、お手続きは不要です。アプリに登録された電話番号かメールに、受取のご案内をお送りします。"
    ),
    "expiry": _("もとの有効期限が、対象の日と異なります。"),
    "declined": _("確認の結果、対象になりませんでした。お心当たりがない場合は、お電話ください。"),
    "received": _("このクーポンの分は、お受け取りかお振込みの手続きが、すでに始まっています。"),
    "lapsed": _("受取の期限がすぎています。お電話ください。"),
    "twice": _("同じ番号が、この申請の中にもう1枚あります。"),
    "withdrawn": _("申請を取り下げました。"),
    "superseded": _("同じ連絡先からの新しい申請に移りました。"),
}


def coupons(facts: Facts) -> list[CouponTold]:
    """Every coupon of the claim, in the order in which they were entered."""
    return [_coupon(facts, line) for line in facts.lines]


def _coupon(facts: Facts, line: ClaimLine) -> CouponTold:
    worth = facts.worth_of(line)
    key = key_of(line, worth)
    word, tone = WORDS[key]
    yen = worth.yen if key == "ok" else None
    detail = _from_a_person(line) or _detail(facts, key, worth)
    return CouponTold(line.pk, grouped(line.stated_no), key, word, tone, detail, yen)


def key_of(line: ClaimLine, worth: Worth) -> str:
    """The public word of a line, as the messages have it, and what has become of it since."""
    key = says(line)
    if key == "ok" and worth.yen == 0:
        return "zero"
    if key == "check" and not is_correctable(line):
        return "looked_at"
    if key == "checking" and line.reason == ClaimLine.Reason.DESK:
        return "looked_at"  # a second person first: the records come after
    if key == "withdrawn" and line.reason == ClaimLine.Reason.SUPERSEDED:
        return "superseded"
    return key


def _from_a_person(line: ClaimLine) -> Words:
    """Why a person declined it, or what they ask."""
    return line.words if line.state in (ClaimLine.State.DECLINED, ClaimLine.State.REVIEW) else ""


def _detail(facts: Facts, key: str, worth: Worth) -> Words:
    if key == "zero":
        return _last_use(worth)
    if key != "ok":
        return DETAILS[key]
    return _still_open(facts) if worth.yen is None else ""


def _still_open(facts: Facts) -> Words:
    if facts.at < facts.scheme.usable_until:
        words = _("額は、{until}の残額で決まります。それまでは、お店でも使えます。")
        return format_lazy(words, until=last_minute(facts.scheme.usable_until))
    return _("額を確かめています。")


def _last_use(worth: Worth) -> Words:
    """Case 6: with the date and the shop, so that one remembers."""
    use = worth.last_use
    if use is None:
        return _("お支払いする額がありません。")
    if use.store is None:
        return format_lazy(_("最後のご利用は、{when}です。"), when=minute(use.occurred_at))
    words = _("最後のご利用は、{when}の「{store}」です。")
    return format_lazy(words, when=minute(use.occurred_at), store=use.store.name)
