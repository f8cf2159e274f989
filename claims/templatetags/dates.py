"""How the site writes days and deadlines (config/dates.py). 「…以降」 is a word of the sentence around."""

from datetime import datetime

from django import template

from claims import deadlines
from config import dates
from config.clock import JAPAN

register = template.Library()
day = register.filter("day", dates.day)
minute = register.filter("minute", dates.minute)
last_minute = register.filter("last_minute", dates.last_minute)
until = register.filter("until", dates.until)
part_of_day = register.filter("part_of_day", dates.part_of_day)


@register.filter
def part_of_month(at: datetime) -> str:
    """「2023年5月中旬」, mid-May 2023: with its year, as the notice writes it."""
    year = at.astimezone(JAPAN).year
    return f"{dates.part_of_month(at)} {year}" if dates.in_english() else f"{year}年{dates.part_of_month(at)}"


@register.filter
def easy_part_of_month(at: datetime) -> str:
    """「2023年5月の なかごろ」, in やさしい日本語"""
    at = at.astimezone(JAPAN)
    return f"{at.year}年{at.month}月の {('はじめごろ', 'なかごろ', 'おわりごろ')[min((at.day - 1) // 10, 2)]}"


@register.filter
def days_left(until: datetime, at: datetime) -> str:
    """「残り26日」 or 「今日が締め切りです」, of a deadline that is still ahead."""
    return deadlines.days_left(until, at)
