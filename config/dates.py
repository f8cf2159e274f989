"""How days and times are written, on the site and in messages: Japan's, with the weekday, as the notice does.

In English where English is spoken. A deadline is stored as the first instant that is too late and written as the last
minute that is wholly good (design 1.7).
"""

from datetime import date, datetime, timedelta

from django.utils.translation import get_language

from config.clock import JAPAN

WEEKDAYS = "月火水木金土日"
PARTS_OF_A_DAY = [  # from which hour, in both languages
    (19, "夜", "night"),
    (16, "夕方", "evening"),
    (12, "午後", "afternoon"),
    (5, "午前", "morning"),
    (0, "未明", "early morning"),
]


def in_english() -> bool:
    return get_language() == "en"


def day(at: datetime | date) -> str:
    """「2023年2月24日（金）」, Friday 24 February 2023"""
    if isinstance(at, datetime):
        at = at.astimezone(JAPAN)
    if in_english():
        return f"{at:%A} {at.day} {at:%B %Y}"
    return f"{at.year}年{at.month}月{at.day}日（{WEEKDAYS[at.weekday()]}）"


def minute(at: datetime) -> str:
    """「2023年4月18日（火）19:42」, Tuesday 18 April 2023, 19:42"""
    return f"{day(at)}{', ' if in_english() else ''}{at.astimezone(JAPAN):%H:%M}"


def last_minute(until: datetime) -> str:
    """The last minute that is wholly good, of an instant that is too late: 「2023年3月31日（金）23:59」 (question 1)."""
    return minute(until - timedelta(minutes=1))


def until(until: datetime) -> str:
    """「2023年3月31日（金）23:59まで」; Friday 31 March 2023, 23:59"""
    return last_minute(until) if in_english() else f"{last_minute(until)}まで"


def part_of_month(at: datetime) -> str:
    """「5月中旬」, mid-May: as exact as the notice is about when sending and refunding begin (question 14)."""
    at = at.astimezone(JAPAN)
    third = min((at.day - 1) // 10, 2)
    if in_english():
        return f"{('early ', 'mid-', 'late ')[third]}{at:%B}"
    return f"{at.month}月{('上旬', '中旬', '下旬')[third]}"


def part_of_day(at: datetime) -> str:
    """「夕方」, evening: as exact as the notice is about when the outage began."""
    hour = at.astimezone(JAPAN).hour
    return next(english if in_english() else japanese for since, japanese, english in PARTS_OF_A_DAY if hour >= since)
