"""What every form of a claim has: faults told above and at the field, and doubts that never stop anybody twice."""

from collections.abc import Callable
from datetime import date

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from claims import normalise
from claims.normalise.plain import tidy

Words = str | Promise
PARTS_OF_A_DATE = ("year", "month", "day")


class Understood(forms.CharField):
    """Text that `read` turns into what is stored; what it does not understand is refused in its words."""

    def __init__(self, read: Callable[[str], str], *, missing: Words = "", **more):
        super().__init__(error_messages={"required": missing}, required=bool(missing), **more)
        self.read = read

    def clean(self, value: str | None) -> str:
        try:
            if tidy(value or ""):
                return self.read(value)
        except normalise.NotUnderstood as fault:
            raise forms.ValidationError(fault.words) from None
        self.validate("")
        return ""


class PageForm(forms.Form):
    """A page's form: its faults in one list, and its doubts."""

    def faults(self) -> list[tuple[str, Words]]:
        """Each fault: the id of its field, and the words that stand there too."""
        return [(self[name].auto_id, words) for name in self.fields for words in self.errors.get(name, [])]

    def refuse(self, field: str, words: Words) -> None:
        """Well typed, and not accepted."""
        self.add_error(field, forms.ValidationError(words))

    def doubts(self) -> list[tuple[str, Words]]:
        """What is probably mistyped and may be right: the field's id, and the words. Asked of a valid form only."""
        return []

    def stops(self) -> bool:
        """Whether the page is shown again: for its faults, or for a doubt that it has not shown before.

        「この内容で進める」 or a second press on 「次へ進む」 passes, so long as what is doubted stays the same.
        """
        if not self.is_valid():
            return True
        return bool(self.doubts()) and "go_on" not in self.data and self.data.get("doubted") != self.doubted()

    def doubted(self) -> str:
        """What the doubts on the page are about."""
        return " ".join(str(words) for _field, words in self.doubts())


class DateForm(PageForm):
    """A form with one date in three fields, `<prefix>_year` and so on; `date_called` is its name on the page."""

    date_prefix: str
    date_called: Words

    def date_parts(self) -> list[forms.BoundField]:
        return [self[f"{self.date_prefix}_{part}"] for part in PARTS_OF_A_DATE]

    def date_faults(self) -> list[Words]:
        """What is wrong with the date: it is one question in three fields."""
        return [words for field in self.date_parts() for words in field.errors]

    def clean_date(self) -> date | None:
        """The date, or None with a fault at the part that has it."""
        typed = [self.data.get(f"{self.date_prefix}_{part}", "") for part in PARTS_OF_A_DATE]
        try:
            return normalise.travel_date(*typed, label=self.date_called)
        except normalise.NotUnderstood as fault:
            self.refuse(f"{self.date_prefix}_{fault.part}", fault.words)
        return None

    def refuse_date(self, words: Words) -> None:
        self.refuse(f"{self.date_prefix}_day", words)


def date_field(unit: Words) -> forms.CharField:
    """One of the three fields of a date; what is in it is read together with the others."""
    return forms.CharField(label=unit, required=False, strip=False)


def as_typed(day: date, prefix: str) -> dict[str, int]:
    """A date in its three fields."""
    return {f"{prefix}_year": day.year, f"{prefix}_month": day.month, f"{prefix}_day": day.day}


YEAR, MONTH, DAY = _("年"), _("月"), _("日")
