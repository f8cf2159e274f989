"""「番号をご確認ください」: a field for each number to check, and the trip where it may be what is wrong."""

from dataclasses import dataclass
from datetime import date

from django.utils.datastructures import MultiValueDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from claims import normalise
from claims.corrections import trip_is_correctable
from claims.forms.page import Words, as_typed
from claims.forms.trip import Row, TripForm
from claims.models import Claim, ClaimLine
from coupons.prefectures import PREFECTURES
from notifications.templatetags.wording import grouped


@dataclass(kw_only=True)
class LineRow(Row):
    """The field for the number of one line, which was filed."""

    line: ClaimLine

    @property
    def is_changed(self) -> bool:
        return self.number != self.line.stated_no


class CorrectionForm(TripForm):
    """A field for each number to check, and prefecture and travel date where these may be what is wrong."""

    rows: list[LineRow]

    def __init__(self, claim: Claim, lines: list[ClaimLine], typed: MultiValueDict | None):
        super().__init__(typed, initial={"prefecture": claim.prefecture} | as_typed(claim.travel_on, "travel"))
        self.claim, self.scheme, self.asks_trip = claim, claim.scheme, trip_is_correctable(claim)
        if self.asks_trip:
            self.offer({*claim.scheme.prefectures, claim.prefecture})
        else:
            self.fields = {"inquiry_no": self.fields["inquiry_no"]}
        shown = typed.getlist("inquiry_no") if typed is not None else [grouped(line.stated_no) for line in lines]
        shown = [*shown, *[""] * len(lines)]
        self.rows = [LineRow(shown[nth - 1], nth=nth, line=line) for nth, line in enumerate(lines, start=1)]

    def clean(self) -> None:
        if self.asks_trip:
            self.clean_day(may_stay=self.claim.travel_on)
        taken = dict.fromkeys(self._other_numbers(), 0)
        for row in self.rows:
            self._read(row)
            row.fault = row.fault or self._same_as(row, taken)
            taken.setdefault(row.number, row.nth)
            if row.fault:
                self.refuse("inquiry_no", row.fault)

    def _read(self, row: LineRow) -> None:
        pattern = self.scheme.inquiry_no_pattern
        try:
            numbers = normalise.inquiry_numbers(row.shown, pattern)
        except normalise.NotUnderstood as fault:
            row.fault = fault.words
            return
        if len(numbers) > 1:
            row.fault = format_lazy(_("{nth}枚目には、番号を1つだけ入力してください。"), nth=row.nth)
            return
        row.number = numbers[0] if numbers else ""
        # What was filed may stay as it is, whatever it looks like.
        row.fault = row.is_changed and normalise.inquiry_no_fault(row.number, pattern, row.nth) or None

    def _other_numbers(self) -> list[str]:
        mine = [row.line.pk for row in self.rows]
        return list(self.claim.lines.exclude(pk__in=mine).values_list("stated_no", flat=True))

    def _same_as(self, row: Row, taken: dict[str, int]) -> Words | None:
        if not row.is_changed or row.number not in taken:
            return None
        if not taken[row.number]:
            return format_lazy(_("{nth}枚目の番号は、この申請のほかのクーポンと同じです。"), nth=row.nth)
        words = _("{first}枚目と{second}枚目のお問合せ番号が同じです。")
        return format_lazy(words, first=taken[row.number], second=row.nth)

    def faults(self) -> list[tuple[str, Words]]:
        return self.faults_of_numbers() + self.other_faults()

    def trip(self) -> tuple[str, date | None]:
        """Prefecture and travel date as understood; blank where they are not asked."""
        return self.cleaned_data.get("prefecture", ""), self.cleaned_data.get("travel_on")

    def trip_shown(self) -> tuple[str, date | None]:
        """The same by name, where it was changed."""
        code, day = self.trip()
        return (PREFECTURES[code], day) if self._trip_is_changed() else ("", None)

    def changes_something(self) -> bool:
        return self._trip_is_changed() or any(row.is_changed for row in self.rows)

    def _trip_is_changed(self) -> bool:
        return self.asks_trip and self.trip() != (self.claim.prefecture, self.claim.travel_on)

    def numbers(self) -> dict[int, str]:
        """The numbers as understood, by the line's id."""
        return {row.line.pk: row.number for row in self.rows}
