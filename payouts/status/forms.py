"""The forms that lead to a claim's status. What is typed is taken as people type it (claims.normalise)."""

from collections.abc import Callable

from django import forms
from django.utils.translation import gettext_lazy as _

from claims import normalise, receipt
from claims.looking_up import DIGITS
from payouts.forms import PageForm
from payouts.status.coupons import Words

CODE_DIGITS = 6


class ReceiptForm(PageForm):
    """A receipt number, with or without its A and its hyphens. A wrong check digit is a slip, and no try."""

    receipt_no = forms.CharField(
        label=_("受付番号"), error_messages={"required": _("受付番号を入力してください。")}, strip=False
    )

    def clean_receipt_no(self) -> str:
        number = receipt.understood(self.cleaned_data["receipt_no"][:200])
        if number is None:
            raise forms.ValidationError(
                _("受付番号の数字をもう一度お確かめください。Aと9桁の数字です（例 A-1234-5678-6）。")
            )
        if number[0] != receipt.CLAIM:
            raise forms.ValidationError(_("Bで始まる受付番号の状況は、お電話でお調べします。"))
        return number


class LookUpForm(ReceiptForm):
    """The receipt number and the last four digits of the phone number."""

    digits = forms.CharField(
        label=_("電話番号の下4桁"),
        error_messages={"required": _("電話番号の下4桁を入力してください。")},
        strip=False,
    )

    def clean_digits(self) -> str:
        return _digits(self.cleaned_data["digits"], DIGITS, _("電話番号の下4桁"))

    def refuse(self) -> None:
        """The pair is wrong: which of both is not told."""
        self.add_error("receipt_no", forms.ValidationError(_("受付番号か電話番号が違います。")))


class CodeForm(PageForm):
    """The six digits that were sent."""

    code = forms.CharField(
        label=_("認証コード（6桁の数字）"),
        error_messages={"required": _("認証コードを入力してください。")},
        strip=False,
    )

    def clean_code(self) -> str:
        return _digits(self.cleaned_data["code"], CODE_DIGITS, _("認証コード"))

    def refuse(self, words: Words) -> None:
        self.add_error("code", forms.ValidationError(words))


class ContactForm(PageForm):
    """A mobile number or a mail address, whichever it is."""

    deliver_to = forms.CharField(
        label=_("携帯電話の番号かメールアドレス"),
        error_messages={"required": _("携帯電話の番号かメールアドレスを入力してください。")},
        strip=False,
    )

    def clean_deliver_to(self) -> str:
        typed = self.cleaned_data["deliver_to"]
        is_mail = "@" in typed or "＠" in typed
        return _understood(normalise.email if is_mail else normalise.mobile, typed)


def _digits(typed: str, count: int, label: Words) -> str:
    return _understood(lambda raw: normalise.digits(raw, count, label), typed)


def _understood(read: Callable[[str], str], typed: str) -> str:
    try:
        return read(typed)
    except normalise.NotUnderstood as fault:
        raise forms.ValidationError(fault.words) from None
