"""What a clerk writes down of a call to a shop."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from django import forms
from django.forms import BoundField

from claims.confirming import LABELS, Answer
from claims.models import StoreAttempt, StoreConfirmation
from claims.naming_shops import Why
from claims.shop_sheets import Asked
from desk.review.forms import BECAUSE_HINT, text

MOST_YEN = 1_000_000
PHONE_MAIL_FAX = [choice for choice in StoreConfirmation.By.choices if choice[0] != StoreConfirmation.By.FILE]
NO_ANSWER = [(value, label) for value, label in StoreAttempt.Outcome.choices if value != StoreAttempt.Outcome.ANSWERED]
WHOLE = "0円から100万円までの整数で入力してください。"
DAY_WORDS = "日付を、2023-03-14 のように入力してください。"


def way() -> forms.ChoiceField:
    return forms.ChoiceField(label="方法", choices=PHONE_MAIL_FAX)


def next_on(required: bool) -> forms.DateField:
    return forms.DateField(
        label="次に連絡する日",
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "次に連絡する日を入力してください。", "invalid": DAY_WORDS},
    )


def note() -> forms.CharField:
    return forms.CharField(
        label="メモ",
        required=False,
        max_length=200,
        widget=forms.TextInput,
        error_messages={"max_length": "200文字以内で入力してください。"},
    )


class OnceForm(forms.Form):
    """What is recorded once, however often it is pressed."""

    mark = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)

    def clean_mark(self) -> str:
        return str(self.cleaned_data["mark"] or "")


@dataclass(frozen=True)
class CaseFields:
    """A case, and the fields for what the shop says of it."""

    asked: Asked
    fields: tuple[BoundField, ...]


class CallForm(OnceForm):
    """The shop was reached: an answer for each case it could look up, and who gave it."""

    person = forms.CharField(
        label="店側のご担当者",
        max_length=60,
        error_messages={"required": "店側のご担当者のお名前を入力してください。", "max_length": "60文字までです。"},
    )
    way = way()
    next_on = next_on(required=False)
    note = note()

    def __init__(self, *args, cases: Sequence[Asked], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["next_on"].help_text = "「分からない」のお申し出があるときに入力します。"
        self.cases = cases
        for one in cases:
            self.fields |= _case_fields(one)

    def of_cases(self) -> list[CaseFields]:
        """Each case with its fields, for the template."""
        return [
            CaseFields(one, tuple(self[f"{name}_{one.incident.pk}"] for name in ("says", "yen", "evidence")))
            for one in self.cases
        ]

    def of_the_call(self) -> list[BoundField]:
        """The fields that are one for all cases."""
        return [self[name] for name in ("person", "way", "next_on", "note")]

    def answers(self) -> list[Answer]:
        """The cases that were answered."""
        given, pks = self.cleaned_data, [one.incident.pk for one in self.cases]
        return [
            Answer(pk, given[f"says_{pk}"], given[f"yen_{pk}"], given[f"evidence_{pk}"])
            for pk in pks
            if given[f"says_{pk}"]
        ]


def _case_fields(one: Asked) -> dict[str, forms.Field]:
    pk = one.incident.pk
    return {
        f"says_{pk}": forms.ChoiceField(
            label="店舗の回答", required=False, choices=[("", "まだ聞いていない"), *LABELS.items()]
        ),
        f"yen_{pk}": forms.IntegerField(
            label="店の記録の金額（円）",
            required=False,
            min_value=0,
            max_value=MOST_YEN,
            widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), WHOLE),
        ),
        f"evidence_{pk}": forms.CharField(
            label="確かめたもの（レジの控えなど）",
            required=False,
            max_length=300,
            error_messages={"max_length": "300文字以内で入力してください。"},
        ),
    }


class AbsentForm(OnceForm):
    """Nobody answered, or the shop will look it up and call back."""

    outcome = forms.ChoiceField(label="結果", choices=NO_ANSWER)
    way = way()
    next_on = next_on(required=True)
    note = note()


class RecordsForm(forms.Form):
    """What the supervisor found in regionPAY's records."""

    evidence = text("regionPAYの記録で確かめたこと", BECAUSE_HINT)


def which_shop() -> forms.CharField:
    words = {"required": "店舗番号を入力してください。", "max_length": "100文字以内で入力してください。"}
    return forms.CharField(
        label="正しい店舗",
        help_text="店舗番号。分からないときは、店舗の電話番号か名前の一部。",
        max_length=100,
        error_messages=words,
    )


class ShopForm(forms.Form):
    """Which shop it was."""

    store_no = which_shop()


class WrongShopForm(forms.Form):
    """Which of the shop's cases is not its own, whose it is, and why."""

    case = forms.ChoiceField(
        label="お申し出", error_messages=dict.fromkeys(("required", "invalid_choice"), "お申し出を選んでください。")
    )
    store_no = which_shop()
    why = forms.ChoiceField(
        label="店舗がちがっていたわけ",
        choices=[("", "選んでください"), *Why.choices],
        error_messages=dict.fromkeys(("required", "invalid_choice"), "店舗がちがっていたわけを選んでください。"),
    )

    def __init__(self, *args, cases: Sequence[Asked], **kwargs):
        super().__init__(*args, **kwargs)
        listed = [(str(one.incident.pk), one.incident.receipt_no) for one in cases]
        self.fields["case"].choices = listed if len(listed) == 1 else [("", "選んでください"), *listed]
