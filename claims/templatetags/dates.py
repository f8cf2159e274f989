"""How the site writes days and deadlines: in Japan time and with the day of the week, as the notice does.

Under /en/ in English; 「…まで」 and 「…以降」 are then words of the sentence around.
"""

from datetime import date, datetime, timedelta

from django import template
from django.utils.translation import get_language

from claims import deadlines
from config.clock import JAPAN

WEEKDAYS = "月火水木金土日"
PARTS_OF_A_DAY = [  # from which hour, in both languages
    (19, "夜", "night"),
    (16, "夕方", "evening"),
    (12, "午後", "afternoon"),
    (5, "午前", "morning"),
    (0, "未明", "early morning"),
]
register = template.Library()


@register.filter
def day(at: datetime | date) -> str:
    """「2023年2月24日（金）」, Friday 24 February 2023"""
    if isinstance(at, datetime):
        at = at.astimezone(JAPAN)
    if _in_english():
        return f"{at:%A} {at.day} {at:%B %Y}"
    return f"{at.year}年{at.month}月{at.day}日（{WEEKDAYS[at.weekday()]}）"


@register.filter
def minute(at: datetime) -> str:
    """「2023年4月18日（火）19:42」, Tuesday 18 April 2023, 19:42"""
    return f"{day(at)}{', ' if _in_english() else ''}{at.astimezone(JAPAN):%H:%M}"


@register.filter
def last_minute(until: datetime) -> str:
    """The last minute that is wholly good, of an instant that is too late: 「2023年3月31日（金）23:59」 (question 1)."""
    return minute(until - timedelta(minutes=1))


@register.filter
def until(until: datetime) -> str:
    """「2023年3月31日（金）23:59まで」, Friday 31 March 2023, 23:59"""
    return last_minute(until) if _in_english() else f"{last_minute(until)}まで"


@register.filter
def days_left(until: datetime, at: datetime) -> str:
    """「残り26日」 or 「今日が締め切りです」, of a deadline that is still ahead."""
    return deadlines.days_left(until, at)


@register.filter
def part_of_month(at: datetime) -> str:
    """「2023年5月中旬」, mid-May 2023: as exact as the notice is about when sending and refunding begin (question 14)."""
    at = at.astimezone(JAPAN)
    third = min((at.day - 1) // 10, 2)
    if _in_english():
        return f"{('early ', 'mid-', 'late ')[third]}{at:%B %Y}"
    return f"{at.year}年{at.month}月{('上旬', '中旬', '下旬')[third]}"


@register.filter
def part_of_day(at: datetime) -> str:
    """「夕方」, evening: as exact as the notice is about when the outage began."""
    hour = at.astimezone(JAPAN).hour
    return next(english if _in_english() else japanese for since, japanese, english in PARTS_OF_A_DAY if hour >= since)


def _in_english() -> bool:
    return get_language() == "en"
