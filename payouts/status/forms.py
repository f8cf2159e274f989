"""The forms that lead to a claim's status. What is typed is taken as people type it (claims.normalise)."""

from django.utils.translation import gettext_lazy as _

from claims import normalise, receipt
from claims.forms.page import PageForm, Understood
from claims.looking_up import DIGITS
from claims.normalise import NotUnderstood
from claims.normalise.plain import refuse_too_long

LAST_DIGITS = _("電話番号の下4桁")


def _receipt_no(typed: str) -> str:
    """A claim's, or with its B a report's; hyphens or none. A wrong check digit is a slip, and costs no try."""
    refuse_too_long(typed)
    number = receipt.understood(typed)
    if number is None:
        raise NotUnderstood(_("受付番号の数字をもう一度お確かめください。AかBと、9桁の数字です（例 A-1234-5678-6）。"))
    return number


def _claims_no(typed: str) -> str:
    """A code goes to a claim's own contact only."""
    number = _receipt_no(typed)
    if number[0] != receipt.CLAIM:
        raise NotUnderstood(_("Bで始まる受付番号は、電話番号の下4桁でお調べください。"))
    return number


def _contact(typed: str) -> str:
    """A mobile number or a mail address, whichever it is."""
    return normalise.email(typed) if "@" in typed or "＠" in typed else normalise.mobile(typed)


class ReceiptForm(PageForm):
    """The receipt number alone, for a code."""

    receipt_no = Understood(_claims_no, label=_("受付番号"), missing=_("受付番号を入力してください。"))


class LookUpForm(ReceiptForm):
    """The receipt number and the last four digits of the phone number."""

    receipt_no = Understood(_receipt_no, label=_("受付番号"), missing=_("受付番号を入力してください。"))
    digits = Understood(
        lambda typed: normalise.digits(typed, DIGITS, LAST_DIGITS),
        label=LAST_DIGITS,
        missing=_("電話番号の下4桁を入力してください。"),
    )


class ContactForm(PageForm):
    """Where the messages of a claim went."""

    deliver_to = Understood(
        _contact,
        label=_("携帯電話の番号かメールアドレス"),
        missing=_("携帯電話の番号かメールアドレスを入力してください。"),
    )
