"""What the review shows: every answer as it was understood, in groups that can be changed each."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from claims.claiming.visit import Visit, address
from claims.forms.delivery import contact_shown
from claims.models import BankAccount, Claim
from claims.normalise import phone_shown
from claims.templatetags.dates import day
from coupons.prefectures import PREFECTURES
from notifications.templatetags.wording import grouped

Words = str | Promise
NONE_GIVEN = _("（入力なし）")


@dataclass(frozen=True, slots=True)
class Group:
    """Answers of one page. `change` is its address; a value may be several."""

    title: Words
    change: str
    rows: list[tuple[Words, list[Words]]]


def groups(visit: Visit) -> list[Group]:
    """All that was answered, in the order of the pages."""
    known, rows = visit.answers, {}
    rows["coupons"] = (_("クーポン"), _trip(known["trip"]))
    rows["you"] = (_("お客様情報"), _person(known["person"]))
    if visit.method == Claim.Method.REFUND:
        rows["stay"] = (_("ご宿泊"), _stay(known["stay"]))
    rows["delivery"] = (_("ご案内の送り先"), [(_channel(known["delivery"]), [contact_shown(known["delivery"])])])
    if visit.method == Claim.Method.REFUND:
        rows["bank"] = (_("振込先の金融機関"), _bank(known["account"]))
        rows["account"] = (_("振込口座"), _account(known["account"]))
    return [Group(title, address(visit.scheme, visit.method, step), lines) for step, (title, lines) in rows.items()]


def _trip(trip: dict) -> list[tuple[Words, list[Words]]]:
    numbers = [grouped(number) for number in trip["inquiry_nos"]]
    return [
        (_("ご旅行先の都道府県"), [PREFECTURES[trip["prefecture"]]]),
        (_("旅行日"), [day(date.fromisoformat(trip["travel_on"]))]),
        (format_lazy(_("お問合せ番号（{count}枚）"), count=len(numbers)), numbers),
    ]


def _person(person: dict) -> list[tuple[Words, list[Words]]]:
    return [
        (_("お名前"), [person["name"]]),
        (_("フリガナ"), [person["name_kana"]]),
        (_("電話番号"), [phone_shown(person["phone"])]),
        (_("メールアドレス"), [person["email"] or NONE_GIVEN]),
    ]


def _stay(stay: dict) -> list[tuple[Words, list[Words]]]:
    return [
        (_("宿泊施設名"), [stay["place"]]),
        (_("泊まった日"), [day(date.fromisoformat(stay["checked_in_on"]))]),
        (_("予約した会社"), [stay["booked_with"] or NONE_GIVEN]),
        (_("代表者のお名前"), [stay["representative"] or NONE_GIVEN]),
    ]


def _channel(delivery: dict) -> Words:
    return _("携帯電話のSMS") if delivery["deliver_by"] == Claim.DeliverBy.SMS else _("メール")


def _bank(account: dict) -> list[tuple[Words, list[Words]]]:
    return [
        (_("金融機関"), [_with_code(account["bank_name"], account["bank_code"])]),
        (_("支店"), [_with_code(account["branch_name"], account["branch_code"])]),
    ]


def _with_code(name: str, code: str) -> Words:
    return format_lazy(_("{name}（{code}）"), name=name, code=code)


def _account(account: dict) -> list[tuple[Words, list[Words]]]:
    return [
        (_("口座の種類"), [BankAccount.Type(account["account_type"]).label]),
        (_("口座番号"), [account["account_no"]]),
        (_("銀行に送る名義"), [account["holder_kana"]]),
    ]
