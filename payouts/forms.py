"""The receiving site's forms. What is typed is taken as people type it; every message stands above and at its field."""

from django import forms
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from claims import normalise
from claims.forms.page import DAY, MONTH, YEAR, DateForm, PageForm, Understood, date_field
from coupons.prefectures import CHOICES
from payouts import links
from payouts.links import Answer
from payouts.models import Brand, ReceiveLink

DIGITS = 4
LAST_DIGITS = _("電話番号の下4桁")


class CheckForm(PageForm):
    """What only the holder knows, given by `answer`. Badly typed answers are faults of the form and cost no try."""

    wrong_at: str  # the field at which a wrong answer is told
    wrong: Promise

    def wrong_answer(self, tries_left: int) -> None:
        """The answer was well typed and wrong."""
        self.refuse(self.wrong_at, format_lazy(self.wrong, tries=tries_left))


class DigitsForm(CheckForm):
    """The last four digits of the phone on record."""

    digits = Understood(
        lambda typed: normalise.digits(typed, DIGITS, LAST_DIGITS),
        label=LAST_DIGITS,
        missing=_("電話番号の下4桁を入力してください。"),
    )
    wrong_at, wrong = "digits", _("電話番号の下4桁が違います。あと{tries}回入力できます。")

    def answer(self) -> Answer:
        return Answer(digits=self.cleaned_data["digits"])


class TravelForm(CheckForm, DateForm):
    """Prefecture and travel date of one of the coupons."""

    # All there are: a coupon of one outside the scheme is taken with a warning, and its holder must find theirs, too.
    prefecture = forms.ChoiceField(
        label=_("ご旅行先の都道府県"),
        choices=CHOICES,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("ご旅行先の都道府県を選んでください。")),
    )
    travel_year, travel_month, travel_day = date_field(YEAR), date_field(MONTH), date_field(DAY)
    date_prefix, date_called = "travel", _("旅行日")
    wrong_at, wrong = "prefecture", _("ご旅行先の都道府県か旅行日が違います。あと{tries}回入力できます。")

    def clean(self) -> None:
        self.cleaned_data["travel_on"] = self.clean_date()

    def answer(self) -> Answer:
        return Answer(prefecture=self.cleaned_data["prefecture"], travel_on=self.cleaned_data["travel_on"])


class BrandForm(PageForm):
    """One brand of those that can carry the amount."""

    brand = forms.TypedChoiceField(
        label=_("ポイントの種類"),
        coerce=Brand,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("ポイントの種類を選んでください。")),
    )

    def __init__(self, brands: list[Brand], *args, **more):
        super().__init__(*args, **more)
        self.fields["brand"].choices = [(brand.value, brand.label) for brand in brands]


def check_form(link: ReceiveLink, typed: dict | None) -> CheckForm:
    """The form that asks what the link's channel does not carry."""
    if links.asks_for_digits(link):
        return DigitsForm(typed)
    return TravelForm(typed, initial={"travel_year": link.payout.scheme.outage_from.year})
