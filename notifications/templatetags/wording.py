"""How messages write yen, days and deadlines. Values come from a message's JSON: an instant is ISO 8601 with its zone.

Deadlines are half-open (design 1.7): stored is the first instant that is too late, said is the last good minute.
claims/templatetags/dates.py says the same on the site; this room is below it and cannot ask there.
"""

from datetime import datetime, timedelta

from django import template

from config.clock import JAPAN

WEEKDAYS = "月火水木金土日"
MINUTE = timedelta(minutes=1)
register = template.Library()


@register.filter
def yen(amount: int) -> str:
    """「3,000円」"""
    return f"{amount:,}円"


@register.filter
def day(at: str | datetime) -> str:
    """「2023年2月24日（金）」"""
    at = _in_japan(at)
    return f"{at.year}年{at.month}月{at.day}日（{WEEKDAYS[at.weekday()]}）"


@register.filter
def until(first_too_late: str | datetime) -> str:
    """「2023年5月31日（水）23:59まで」"""
    last = _in_japan(first_too_late) - MINUTE
    return f"{day(last)}{last:%H:%M}まで"


@register.filter
def until_short(first_too_late: str | datetime) -> str:
    """「5/31(水)」, or with the time where the day does not end it: 「5/31(水)11:59」. Every character of an SMS costs."""
    last = _in_japan(first_too_late) - MINUTE
    time = "" if f"{last:%H:%M}" == "23:59" else f"{last:%H:%M}"
    return f"{last.month}/{last.day}({WEEKDAYS[last.weekday()]}){time}"


def _in_japan(at: str | datetime) -> datetime:
    """Raises ValueError for a time without zone: nobody can know what it means."""
    at = datetime.fromisoformat(at) if isinstance(at, str) else at
    if at.tzinfo is None:
        raise ValueError(f"{at} has no zone")
    return at.astimezone(JAPAN)
