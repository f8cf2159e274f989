"""When the call centre answers (notice 3): on weekdays, until the end of March also on weekends and holidays."""

from datetime import date, datetime, timedelta

import jpholiday

from config.clock import JAPAN
from coupons.models import Scheme

LONGEST_BREAK = 14  # days; the longest that weekends and holidays have made is ten
SATURDAY = 5
HINT_BEFORE = timedelta(days=11)  # from 20 April, for claims until 30 April (question 19)


def is_open(scheme: Scheme, at: datetime) -> bool:
    """Whether somebody answers the phone."""
    opens, closes = _hours(scheme, at.astimezone(JAPAN).date())
    return _answers_on(scheme, opens) and opens <= at < closes


def opens_next(scheme: Scheme, at: datetime) -> datetime | None:
    """The next time that the phone is answered again, in Japan time. None while it is answered."""
    if is_open(scheme, at):
        return None
    today = at.astimezone(JAPAN).date()
    openings = (_hours(scheme, today + timedelta(days=ahead))[0] for ahead in range(LONGEST_BREAK))
    return next(opens for opens in openings if opens > at and _answers_on(scheme, opens))


def phone_hint(scheme: Scheme, at: datetime) -> datetime | None:
    """The last hour for claims by phone, in the eleven days before claims end and until that hour; otherwise None.

    The site says it because the deadline may be a holiday: 28 April 2023, 18:00 (question 19).
    """
    last = _last_closing(scheme, scheme.claims_until)
    return last if scheme.claims_until - HINT_BEFORE <= at < last else None


def _last_closing(scheme: Scheme, until: datetime) -> datetime:
    last_day = until.astimezone(JAPAN).date()
    days = (_hours(scheme, last_day - timedelta(days=back)) for back in range(LONGEST_BREAK))
    return next(min(closes, until) for opens, closes in days if opens < until and _answers_on(scheme, opens))


def _hours(scheme: Scheme, day: date) -> tuple[datetime, datetime]:
    """From when until when the phone would be answered on that day."""
    opens = datetime.combine(day, scheme.help_desk_opens, JAPAN)
    return opens, datetime.combine(day, scheme.help_desk_closes, JAPAN)


def _answers_on(scheme: Scheme, opens: datetime) -> bool:
    daily = scheme.help_desk_daily_until is not None and opens < scheme.help_desk_daily_until
    return daily or (opens.weekday() < SATURDAY and not jpholiday.is_holiday(opens.date()))
