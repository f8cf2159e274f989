"""New values of a scheme, as people write them: a deadline by its last good minute, in Japan's time."""

import re
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models

from coupons.prefectures import CHOICES
from desk.review.forms import BECAUSE_HINT, text
from desk.scheme.groups import Group, field, is_too_late

ASKED = "「{label}」を入力してください。"
LOCAL = "%Y-%m-%dT%H:%M"


class Instant(forms.DateTimeField):
    """A minute from which something is so."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL)


class LastMinute(Instant):
    """The last minute that is wholly good; its value is the first instant that is too late."""

    def prepare_value(self, value: Any) -> Any:
        return super().prepare_value(value if isinstance(value, str) or not value else value - timedelta(minutes=1))

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        return typed and typed + timedelta(minutes=1)


class Pattern(forms.CharField):
    """A regular expression for the whole number, which Python and the database read alike."""

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        try:
            re.compile(typed)
        except re.error:
            raise forms.ValidationError("この形は読めません。例 ^[0-9]{12}$") from None
        if not (typed.startswith("^") and typed.endswith("$")):
            raise forms.ValidationError("「^」で始まり「$」で終わる形にしてください。例 ^[0-9]{12}$")
        return typed


class ReasonForm(forms.Form):
    reason = text("変更の理由", BECAUSE_HINT)


class AnswerForm(forms.Form):
    answer = text("差し戻す理由", BECAUSE_HINT)


def form_for(group: Group, row: models.Model, data: Any = None) -> forms.Form:
    """The group's values, to be written anew."""
    fields = {name: _field(group.brand, name) for name in group.names}
    initial = {name: getattr(row, name) for name in group.names}
    return type("ValuesForm", (forms.Form,), fields)(data, initial=initial, label_suffix="")


def _field(brand: str, name: str) -> forms.Field:
    known = field(brand, name)
    label = str(known.verbose_name)
    required = ASKED.format(label=label)
    common = {"label": label, "help_text": known.help_text, "required": not (known.blank or known.null)}
    common["error_messages"] = {"required": required, "invalid": required, "invalid_choice": required}
    if isinstance(known, models.DateTimeField):
        hint = "この分までは有効です。" if is_too_late(name) else "この分から有効です。"
        return (LastMinute if is_too_late(name) else Instant)(**common | {"help_text": hint})
    if isinstance(known, models.TimeField):
        return forms.TimeField(**common, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    if isinstance(known, ArrayField):
        return forms.MultipleChoiceField(**common, choices=CHOICES, widget=forms.CheckboxSelectMultiple)
    if isinstance(known, models.BooleanField):
        return forms.BooleanField(**common | {"required": False})
    if known.choices:
        return forms.ChoiceField(**common, choices=known.choices)
    if isinstance(known, models.IntegerField):
        least = ASKED.format(label=f"{label}（1以上）")
        return forms.IntegerField(
            **common | {"error_messages": dict.fromkeys(("required", "invalid", "min_value", "max_value"), least)},
            min_value=1,
            max_value=32_767 if name.endswith(("days_min",)) else 2_147_483_647,
        )
    if isinstance(known, models.TextField):
        return forms.CharField(**common, widget=forms.Textarea(attrs={"rows": 4}))
    kind = Pattern if name == "inquiry_no_pattern" else forms.CharField
    common["error_messages"]["max_length"] = f"{known.max_length}文字以内で入力してください。"
    return kind(**common, max_length=known.max_length)
