"""How the site writes days and deadlines: in Japan time and with the day of the week, as the notice does."""

from datetime import date, datetime, timedelta

from django import template

from config.clock import JAPAN

WEEKDAYS = "月火水木金土日"
register = template.Library()


@register.filter
def day(at: datetime | date) -> str:
    """「2023年2月24日（金）」"""
    if isinstance(at, datetime):
        at = at.astimezone(JAPAN)
    return f"{at.year}年{at.month}月{at.day}日（{WEEKDAYS[at.weekday()]}）"


@register.filter
def minute(at: datetime) -> str:
    """「2023年4月18日（火）19:42」"""
    return f"{day(at)}{at.astimezone(JAPAN):%H:%M}"


@register.filter
def last_minute(until: datetime) -> str:
    """The last minute that is wholly good, of an instant that is too late: 「2023年3月31日（金）23:59」 (question 1)."""
    return minute(until - timedelta(minutes=1))


@register.filter
def until(until: datetime) -> str:
    """「2023年3月31日（金）23:59まで」"""
    return f"{last_minute(until)}まで"


@register.filter
def part_of_month(at: datetime) -> str:
    """「2023年5月中旬」: as exact as the notice is about when sending and refunding begin (question 14)."""
    at = at.astimezone(JAPAN)
    part = "上旬" if at.day <= 10 else "中旬" if at.day <= 20 else "下旬"
    return f"{at.year}年{at.month}月{part}"
