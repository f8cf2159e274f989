"""The first page: where to, when, and the numbers on the coupons (notice 2.A2-site)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from claims import normalise
from claims.filing import COUPONS_MAX
from claims.forms.page import DAY, MONTH, YEAR, DateForm, Words, as_typed, date_field
from claims.normalise.plain import tidy
from claims.templatetags.dates import day as written
from config.clock import JAPAN
from coupons.models import Scheme
from coupons.prefectures import PREFECTURES
from notifications.templatetags.wording import grouped

MOST_READ = 3 * COUPONS_MAX  # rows: who pastes a whole list is told that it is too long
EARLIEST = timedelta(days=365)  # before the outage: any earlier, and the year is mistyped


@dataclass
class Row:
    """A field for one number: as shown, as understood, and what is wrong with it. `nth` counts from 1."""

    shown: str
    number: str = ""
    nth: int = 1
    fault: Words | None = None

    @property
    def auto_id(self) -> str:
        return f"id_inquiry_no_{self.nth}"


class TripForm(DateForm):
    """Where to, when, and a row for each number; what the numbers must be is the form's own."""

    scheme: Scheme
    rows: Sequence[Row]

    prefecture = forms.ChoiceField(
        label=_("ご旅行先の都道府県"),
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("ご旅行先の都道府県を選んでください。")),
    )
    travel_year, travel_month, travel_day = date_field(YEAR), date_field(MONTH), date_field(DAY)
    inquiry_no = forms.CharField(required=False)  # only holds the faults; the fields are the rows
    date_prefix, date_called = "travel", _("旅行日")

    def offer(self, prefectures: Iterable[str]) -> None:
        """The prefectures to choose from, by their codes."""
        self.fields["prefecture"].choices = [(code, PREFECTURES[code]) for code in sorted(prefectures)]

    def clean_day(self, may_stay: date | None = None) -> None:
        """The travel date; an odd one is refused, unless it is the one that `may_stay`."""
        day = self.clean_date()
        if day:
            self.cleaned_data["travel_on"] = day
            odd = odd_day(self.scheme, day)
            if odd and day != may_stay:
                self.refuse_date(odd)

    def faults_of_numbers(self) -> list[tuple[str, Words]]:
        """Each leads to its row."""
        return [(row.auto_id, row.fault) for row in self.rows if row.fault]

    def other_faults(self) -> list[tuple[str, Words]]:
        return [fault for fault in super().faults() if fault[0] != self["inquiry_no"].auto_id]


class CouponsForm(TripForm):
    """Prefecture, travel date and up to 20 numbers of one trip."""

    def __init__(self, scheme: Scheme, typed: MultiValueDict | None, shown: MultiValueDict):
        """`typed` is to be judged; without it the page shows what was `shown` or understood before."""
        super().__init__(typed, initial={name: shown.get(name) for name in shown})
        self.scheme = scheme
        self.offer(scheme.prefectures)
        self.rows = self._judged(typed.getlist("inquiry_no")) if typed is not None else as_rows(shown)

    def _judged(self, typed: list[str]) -> list[Row]:
        """A row a number, also where several were pasted into one field. Empty ones go, as long as one is not."""
        rows: list[Row] = []
        for raw in typed:
            rows += self._read(raw) if len(rows) <= MOST_READ else []
        rows = rows or [Row("")]
        for nth, row in enumerate(rows, start=1):
            row.nth = nth
            row.fault = row.fault or normalise.inquiry_no_fault(row.number, self.scheme.inquiry_no_pattern, nth)
            twin = next((other for other in rows[: nth - 1] if other.number == row.number and row.number), None)
            if twin:
                row.fault = same_number(twin.nth, nth)
        if len(rows) > COUPONS_MAX:
            rows[COUPONS_MAX].fault = too_many(len(rows))
        return rows

    def _read(self, raw: str) -> list[Row]:
        """The rows that one field makes; a single number is shown again as it was typed."""
        try:
            tidy(raw)  # not too long
            numbers = normalise.inquiry_numbers(raw, self.scheme.inquiry_no_pattern)
        except normalise.NotUnderstood as fault:
            return [Row(raw, fault=fault.words)]
        if len(numbers) == 1:
            return [Row(raw, numbers[0])]
        return [Row(grouped(number), number) for number in numbers]

    def clean(self) -> None:
        self.clean_day()
        for row in self.rows:
            if row.fault:
                self.refuse("inquiry_no", row.fault)

    def faults(self) -> list[tuple[str, Words]]:
        return self.other_faults() + self.faults_of_numbers()

    def understood(self) -> dict:
        """The part `trip` of the draft."""
        return {
            "prefecture": self.cleaned_data["prefecture"],
            "travel_on": self.cleaned_data["travel_on"].isoformat(),
            "inquiry_nos": [row.number for row in self.rows],
        }


def shown_again(trip: dict) -> MultiValueDict:
    """The fields' values for a `trip` that was understood before."""
    known = same_trip(trip["prefecture"], date.fromisoformat(trip["travel_on"]))
    return MultiValueDict(known | {"inquiry_no": [grouped(number) for number in trip["inquiry_nos"]]})


def same_trip(prefecture: str, travel_on: date) -> dict[str, list[str]]:
    """The fields' values for other coupons of a trip: everything but the numbers."""
    fields = {"prefecture": prefecture} | as_typed(travel_on, "travel")
    return {name: [str(value)] for name, value in fields.items()}


def odd_day(scheme: Scheme, day: date) -> Words | None:
    """What is wrong with a travel date that is a day of the calendar."""
    last = scheme.outage_from.astimezone(JAPAN).date()
    if day > last:
        return format_lazy(_("旅行日は{day}以前の日付を入力してください。"), day=written(last))
    return _("旅行日の年をお確かめください。") if day < last - EARLIEST else None


def same_number(first: int, second: int) -> Words:
    """What is said where two rows, counted from 1, hold one number."""
    words = _("{first}枚目と{second}枚目のお問合せ番号が同じです。どちらかを削除してください。")
    return format_lazy(words, first=first, second=second)


def too_many(count: int) -> Words:
    """What is said of more numbers than a claim takes: the rest goes into another (case 18)."""
    words = _("1回に申請できるのは{most}枚までです（いま{count}枚）。残りは、この申請のあとに続けて申請できます。")
    return format_lazy(words, most=COUPONS_MAX, count=count)


def as_rows(shown: MultiValueDict) -> list[Row]:
    """The fields for numbers, as they were; at least one."""
    return [Row(value, nth=nth) for nth, value in enumerate(shown.getlist("inquiry_no") or [""], start=1)]
