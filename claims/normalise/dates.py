"""A date in three fields, as it is written in Japan."""

import re
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from claims.normalise.plain import HYPHENS, NotUnderstood, tidy, without

TRAVEL_DATE = _("旅行日")
BEFORE_THE_ERA = 2018  # 令和5年 is 2023
YEAR = re.compile("(令和?|[Rr])?([0-9]{1,4}|元)年?")
UNITS = {"year": _("年"), "month": _("月"), "day": _("日")}
WRITTEN = {"month": "月", "day": "日"}
LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def travel_date(year: str, month: str, day: str, label: str | Promise = TRAVEL_DATE) -> date:
    """The day that is meant: 「2023」, 「23」, 「令和5」, 「R5」 and 「5」 are the same year, 「2月」 is 「2」.

    `label` is what the day is called on the page. Raises NotUnderstood with the `part` at fault: year, month or day.
    """
    typed = {"year": year, "month": month, "day": day}
    parts = {part: without(HYPHENS, tidy(raw, part)) for part, raw in typed.items()}
    _ask_for_missing(parts, label)
    numbers = {part: _number(part, written) for part, written in parts.items()}
    for part, number in numbers.items():
        if number is None:
            raise NotUnderstood(
                _("{label}の「{unit}」は、数字で入力してください。"), part, label=label, unit=UNITS[part]
            )
    try:
        return date(*numbers.values())
    except ValueError:
        raise _not_real(*numbers.values(), label) from None


def _ask_for_missing(parts: dict[str, str], label: str | Promise) -> None:
    missing = [part for part, written in parts.items() if not written]
    if len(missing) == len(parts):
        raise NotUnderstood(_("{label}を入力してください。"), missing[0], label=label)
    if missing:
        words = _("{label}の「{unit}」を入力してください。")
        raise NotUnderstood(words, missing[0], label=label, unit=UNITS[missing[0]])


def _number(part: str, written: str) -> int | None:
    """The number that is meant, or None."""
    if part == "year":
        found = YEAR.fullmatch(written)
        return _year(found[1], found[2].replace("元", "1")) if found else None
    digits = written.removesuffix(WRITTEN[part])
    return int(digits) if re.fullmatch("[0-9]{1,2}", digits) else None


def _year(era: str | None, digits: str) -> int | None:
    if era or len(digits) == 1:
        return BEFORE_THE_ERA + int(digits) if 1 <= int(digits) <= 99 else None
    return {2: 2000 + int(digits), 4: int(digits)}.get(len(digits))


def _not_real(year: int, month: int, day: int, label: str | Promise) -> NotUnderstood:
    """The words for a day that no calendar has; with its year where another year has it."""
    values = {"year": year, "month": month, "day": day, "label": label}
    if 1 <= month <= 12 and 1 <= day <= LONGEST_MONTHS[month - 1]:
        part = "day" if year else "year"
        return NotUnderstood(_("{year}年{month}月{day}日はありません。{label}をお確かめください。"), part, **values)
    part = "day" if 1 <= month <= 12 else "month"
    return NotUnderstood(_("{month}月{day}日はありません。{label}をお確かめください。"), part, **values)
