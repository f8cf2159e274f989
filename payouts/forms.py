"""The receiving site's forms. What is typed is taken as people type it; every message stands above and at its field."""

import re
import unicodedata
from datetime import date

from django import forms

from coupons.models import Scheme
from coupons.prefectures import PREFECTURES
from payouts import links
from payouts.links import Answer
from payouts.models import Brand, ReceiveLink

BEFORE_THE_ERA = 2018  # 令和5年 is 2023
YEAR = re.compile(r"(令和|R|r)?([0-9]{1,4})年?")
PARTS = {"travel_year": "年", "travel_month": "月", "travel_day": "日"}


class PageForm(forms.Form):
    """A form whose faults are listed at the top of the page, each leading to its field."""

    def faults(self) -> list[tuple[str, str]]:
        """Each fault: the id of its field, and the words that stand there too."""
        return [(self[name].auto_id, words) for name, errors in self.errors.items() for words in errors]


class CheckForm(PageForm):
    """What only the holder knows, given by `answer`. Badly typed answers are faults of the form and cost no try."""

    wrong_at: str  # the field at which a wrong answer is told
    wrong: str

    def refuse(self, tries_left: int) -> None:
        """The answer was well typed and wrong."""
        self.add_error(self.wrong_at, f"{self.wrong}あと{tries_left}回入力できます。")


class DigitsForm(CheckForm):
    """The last four digits of the phone on record."""

    digits = forms.CharField(
        label="電話番号の下4桁", error_messages={"required": "電話番号の下4桁を入力してください。"}
    )
    wrong_at, wrong = "digits", "電話番号の下4桁が違います。"

    def clean_digits(self) -> str:
        digits = _plain(self.cleaned_data["digits"])
        if not re.fullmatch("[0-9]{4}", digits):
            raise forms.ValidationError("電話番号の下4桁は、4つの数字で入力してください。")
        return digits

    def answer(self) -> Answer:
        return Answer(digits=self.cleaned_data["digits"])


class TravelForm(CheckForm):
    """Prefecture and travel date of one of the coupons."""

    prefecture = forms.ChoiceField(
        label="ご旅行先の都道府県",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "ご旅行先の都道府県を選んでください。"),
    )
    travel_year = forms.CharField(label="年", required=False)
    travel_month = forms.CharField(label="月", required=False)
    travel_day = forms.CharField(label="日", required=False)
    wrong_at, wrong = "prefecture", "ご旅行先の都道府県か旅行日が違います。"

    def __init__(self, scheme: Scheme, *args, **more):
        super().__init__(*args, **more)
        self.fields["prefecture"].choices = [(code, PREFECTURES[code]) for code in sorted(scheme.prefectures)]

    def clean(self) -> None:
        typed = {name: _plain(self.cleaned_data.get(name, "")) for name in PARTS}
        missing = [name for name in PARTS if not typed[name]]
        if missing:
            which = "" if len(missing) == len(PARTS) else f"の「{PARTS[missing[0]]}」"
            self.add_error(missing[0], f"旅行日{which}を入力してください。")
            return
        numbers = {name: _number(name, text) for name, text in typed.items()}
        for name, number in numbers.items():
            if number is None:
                self.add_error(name, f"旅行日の「{PARTS[name]}」は、数字で入力してください。")
                return
        year, month, day = numbers.values()
        try:
            self.cleaned_data["travel_on"] = date(year, month, day)
        except ValueError:
            self.add_error("travel_day", f"{year}年{month}月{day}日はありません。旅行日をお確かめください。")

    def date_parts(self) -> list[forms.BoundField]:
        return [self[name] for name in PARTS]

    def date_faults(self) -> list[str]:
        """What is wrong with the date: it is one question in three fields."""
        return [words for name in PARTS for words in self.errors.get(name, [])]

    def answer(self) -> Answer:
        return Answer(prefecture=self.cleaned_data["prefecture"], travel_on=self.cleaned_data["travel_on"])


class BrandForm(PageForm):
    """One brand of those that can carry the amount."""

    brand = forms.TypedChoiceField(
        label="ポイントの種類",
        coerce=Brand,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "ポイントの種類を選んでください。"),
    )

    def __init__(self, brands: list[Brand], *args, **more):
        super().__init__(*args, **more)
        self.fields["brand"].choices = [(brand.value, brand.label) for brand in brands]


def check_form(link: ReceiveLink, typed: dict | None) -> CheckForm:
    """The form that asks what the link's channel does not carry."""
    if links.asks_for_digits(link):
        return DigitsForm(typed)
    scheme = link.payout.scheme
    return TravelForm(scheme, typed, initial={"travel_year": scheme.outage_from.year})


def _plain(text: str) -> str:
    """Full-width or half-width, with or without spaces and hyphens: the same."""
    return re.sub(r"[\s\-‐－ー―]", "", unicodedata.normalize("NFKC", text))


def _number(name: str, text: str) -> int | None:
    """The number that is meant, or None: 「2月」 is 2, and 「令和5」, 「R5」, 「5」 and 「23」 are the year 2023."""
    if name != "travel_year":
        text = text.removesuffix(PARTS[name])
        return int(text) if re.fullmatch("[0-9]{1,2}", text) else None
    found = YEAR.fullmatch(text)
    return _year(found[1], found[2]) if found else None


def _year(era: str | None, digits: str) -> int | None:
    if era or len(digits) == 1:
        return BEFORE_THE_ERA + int(digits) if int(digits) in range(1, 100) else None
    return {2: 2000 + int(digits), 4: int(digits)}.get(len(digits))
