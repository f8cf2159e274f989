"""A time of day as people remember it."""

import re

from claims.normalise.plain import NotUnderstood, tidy

LONGEST_AROUND = 30
NOT_A_TIME = "時刻を「18時ごろ」「2/24 18:05」「夕方」のように入力してください。"
# Numbers have two digits at most (a year four), and only what a time is made of stands between them: no name, no
# telephone number and no coupon's can be written with these.
WORDS = (
    "午前|午後|早朝|朝方|朝|昼すぎ|昼過ぎ|昼前|昼|夕方|夕食|夕刻|夕|深夜|夜中|夜|正午|ランチ|チェックイン|チェックアウト|"
    "頃|ころ|とき|時|ごろ|くらい|ぐらい|前後|前|まえ|後|あと|すぎ|過ぎ|から|まで|の|お|と|か|半|当日|翌日|"
    "障害|不明|覚えていない|分からない|わからない"
)
WEEKDAYS = "[(][月火水木金土日][)]|[月火水木金土日]曜日?"
NUMBERS = "20[0-9]{2}[年/-]|[0-9]{1,2}(?:月|日|時間?|分|秒)|[0-9]{1,2}(?:[:/~〜-][0-9]{1,2}){1,2}"
AROUND = re.compile(f"(?:{WORDS}|{WEEKDAYS}|{NUMBERS}|[~〜、, -]|am|pm)*", re.IGNORECASE)


def around(raw: str) -> str:
    """「18時ごろ」, 「２／２４　夕方」: a time or what comes near it, and nothing else. Raises NotUnderstood."""
    tidied = tidy(raw)
    if len(tidied) > LONGEST_AROUND or not AROUND.fullmatch(tidied):
        raise NotUnderstood(NOT_A_TIME)
    return tidied
