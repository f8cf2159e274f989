"""How messages write yen, days and deadlines. Values come from a message's JSON: an instant is ISO 8601 with its zone.

Days and deadlines read as on the site (config/dates.py).
"""

from datetime import datetime, timedelta

from django import template

from config import dates
from config.clock import JAPAN

MINUTE = timedelta(minutes=1)
register = template.Library()


@register.filter
def yen(amount: int) -> str:
    """「3,000円」, ¥3,000"""
    return f"¥{amount:,}" if dates.in_english() else f"{amount:,}円"


@register.filter
def day(at: str | datetime) -> str:
    """「2023年2月24日（金）」, Friday 24 February 2023"""
    return dates.day(_in_japan(at))


@register.filter
def minute(at: str | datetime) -> str:
    """「2023年4月3日（月）10:02」, Monday 3 April 2023, 10:02"""
    return dates.minute(_in_japan(at))


@register.filter
def until(first_too_late: str | datetime) -> str:
    """「2023年5月31日（水）23:59まで」, Wednesday 31 May 2023, 23:59"""
    return dates.until(_in_japan(first_too_late))


@register.filter
def last_minute(first_too_late: str | datetime) -> str:
    """「2023年3月31日（金）23:59」, Friday 31 March 2023, 23:59"""
    return dates.last_minute(_in_japan(first_too_late))


@register.filter
def until_short(first_too_late: str | datetime) -> str:
    """「5/31(水)」, 31 May, or with the time where the day does not end it. Every character of an SMS costs."""
    last = _in_japan(first_too_late) - MINUTE
    time = "" if f"{last:%H:%M}" == "23:59" else f"{last:%H:%M}"
    if dates.in_english():
        return f"{last.day} {last:%b} {time}".strip()
    return f"{last.month}/{last.day}({dates.WEEKDAYS[last.weekday()]}){time}"


@register.filter
def day_short(at: str | datetime) -> str:
    """「3/31(金)」, 31 Mar"""
    at = _in_japan(at)
    return f"{at.day} {at:%b}" if dates.in_english() else f"{at.month}/{at.day}({dates.WEEKDAYS[at.weekday()]})"


@register.filter
def part_of_month(at: str | datetime) -> str:
    """「4月上旬」, early April: as exact as the notice is about when sending begins (question 14)."""
    return dates.part_of_month(_in_japan(at))


@register.filter
def grouped(number: str) -> str:
    """「1234 5678 9012」: an inquiry number as it is read; what is not a number of digits stays as it is."""
    if not number.isdecimal():
        return number
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))


def _in_japan(at: str | datetime) -> datetime:
    """Raises ValueError for a time without zone: nobody can know what it means."""
    at = datetime.fromisoformat(at) if isinstance(at, str) else at
    if at.tzinfo is None:
        raise ValueError(f"{at} has no zone")
    return at.astimezone(JAPAN)
