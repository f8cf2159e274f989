"""Where the messages go, and the code that proves it (notice 2.A2-site: mobile number or e-mail)."""

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from claims import normalise, verification
from claims.forms.page import PageForm, Understood, Words
from claims.models import Claim

BY = Claim.DeliverBy
CODE_DIGITS = 6
READ = {BY.SMS: normalise.mobile, BY.MAIL: normalise.email}
MISSING = {
    BY.SMS: _("ご案内を受け取る携帯電話の番号を入力してください。"),
    BY.MAIL: _("ご案内を受け取るメールアドレスを入力してください。"),
}


class DeliveryForm(PageForm):
    """SMS or mail. What was given on the page about the person need not be typed again: an empty field means that."""

    deliver_by = forms.ChoiceField(
        label=_("受け取り方"),
        choices=[(by.value, by.label) for by in READ],
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("ご案内の受け取り方を選んでください。")),
    )
    deliver_to = forms.CharField(required=False, strip=False)

    def __init__(self, person: dict, typed: MultiValueDict | None, initial: dict):
        super().__init__(typed, initial=initial)
        self.known = known_contacts(person)
        self.fields["deliver_to"].label = (
            _("別の送り先を使うとき") if self.known else _("携帯電話の番号かメールアドレス")
        )

    def clean(self) -> None:
        by, typed = self.cleaned_data.get("deliver_by"), self.cleaned_data.get("deliver_to", "")
        if not by:
            return
        try:
            if normalise.text(typed):
                self.cleaned_data["deliver_to"] = READ[by](typed)
            elif by in self.known:
                self.cleaned_data["deliver_to"] = self.known[by]
            else:
                self.refuse("deliver_to", MISSING[by])
        except normalise.NotUnderstood as fault:
            self.refuse("deliver_to", fault.words)

    def doubts(self) -> list[tuple[str, Words]]:
        """A mail address that was let pass on the page before is not doubted again."""
        by, to = self.cleaned_data["deliver_by"], self.cleaned_data["deliver_to"]
        doubt = normalise.email_doubt(to) if by == BY.MAIL and to != self.known.get(BY.MAIL) else None
        return [(self["deliver_to"].auto_id, doubt)] if doubt else []

    def understood(self) -> dict:
        """The part `delivery` of the draft."""
        return {name: self.cleaned_data[name] for name in ("deliver_by", "deliver_to")}


def known_contacts(person: dict) -> dict[str, str]:
    """What the person gave that messages can go to: a mobile number, a mail address."""
    known = {}
    try:
        known[BY.SMS] = normalise.mobile(person["phone"])
    except normalise.NotUnderstood:
        pass  # a number at home takes no SMS
    if person["email"]:
        known[BY.MAIL] = person["email"]
    return known


def as_chosen(person: dict, delivery: dict | None) -> dict:
    """The fields' values for a `delivery` that was understood before: empty where it is what the person gave."""
    if delivery is None:
        return {}
    is_known = known_contacts(person).get(delivery["deliver_by"]) == delivery["deliver_to"]
    return delivery | {"deliver_to": "" if is_known else contact_shown(delivery)}


def contact_shown(delivery: dict) -> str:
    """「090-1234-5678」, or the mail address."""
    to = delivery["deliver_to"]
    return normalise.phone_shown(to) if delivery["deliver_by"] == BY.SMS else to


class CodeForm(PageForm):
    """The six digits that were sent."""

    code = Understood(
        lambda typed: normalise.digits(typed, CODE_DIGITS),
        label=_("認証コード（6桁の数字）"),
        missing=_("認証コードを入力してください。"),
    )


def code_refused(refusal: Exception) -> Words:
    """Why digits are not accepted, in the words of the page: for what verification.check and its kin raise."""
    if isinstance(refusal, verification.WrongCode):
        return format_lazy(_("認証コードが違います。あと{tries}回入力できます。"), tries=refusal.tries_left)
    if isinstance(refusal, verification.CodeLocked):
        return _("5回まちがえたため、このコードは使えなくなりました。新しいコードを送ってください。")
    if isinstance(refusal, verification.CodeExpired):
        return _("認証コードの有効時間（10分）がすぎました。新しいコードを送ってください。")
    return _("このコードは使えません。新しいコードを送ってください。")
