"""Bank business days: no weekends, no Japanese holidays, not from 31 December to 3 January; when a file is too late."""

from datetime import date, datetime, time, timedelta

import jpholiday

from config import clock

SATURDAY = 5
DAYS_AHEAD = 3  # from a draft to its transfer: to check, to approve, to hand in (ours)
# The file's header has a month and a day and no year (domain notes 2.2): a day that is far is read as one that is over.
MOST_DAYS_AHEAD = 60


def is_bank_day(day: date) -> bool:
    """Whether banks transfer on that day."""
    at_new_year = (day.month, day.day) in ((12, 31), (1, 1), (1, 2), (1, 3))
    return day.weekday() < SATURDAY and not at_new_year and not jpholiday.is_holiday(day)


def bank_day(start: date, business_days: int) -> date:
    """The bank day that many business days after `start`, or before it for a negative number."""
    day, step = start, timedelta(1 if business_days > 0 else -1)
    for _ in range(abs(business_days)):
        day += step
        while not is_bank_day(day):
            day += step
    return day


def hand_in_by(transfer_on: date, days_before: int, hour: time) -> datetime:
    """The first instant at which the bank takes no file for `transfer_on` any more: an hour of a bank day before it."""
    return datetime.combine(bank_day(transfer_on, -days_before), hour, clock.JAPAN)
