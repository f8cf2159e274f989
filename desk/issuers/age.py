"""How long something waits, as one says it."""

from datetime import datetime, timedelta


def age(since: datetime, at: datetime) -> str:
    """「3日」, 「5時間」, 「12分」"""
    passed = max(at - since, timedelta(0))
    if passed.days:
        return f"{passed.days}日"
    hours = passed.seconds // 3600
    return f"{hours}時間" if hours else f"{passed.seconds // 60}分"
