"""A rehearsal (予行): the clock moves in steps of six hours, and every duty runs at each (design 7)."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.db.models import Max

from config import clock
from coupons.models import Scheme
from desk import duties
from trail.models import DutyRun

STEP = timedelta(hours=6)


class OnlyForwards(Exception):
    """A rehearsal never goes back: what was decided at a later time would stand in the future."""


def start_of(scheme: Scheme, given: datetime | None) -> datetime:
    """Where a rehearsal begins: as given, or at the moved clock, or at the end of the outage."""
    here = clock.now() if clock.is_moved() else None
    start = given or here or scheme.outage_until
    if here and start < here:
        raise OnlyForwards(f"予行の時計は {here:%Y-%m-%d %H:%M} まで進んでいます。")
    return start


def rehearse(
    *, start: datetime, until: datetime, said: Callable[[datetime, dict[str, int]], None] = lambda at, changed: None
) -> dict[str, int]:
    """Move the clock from `start` to `until` and run every duty at each step. Returns the rows each changed.

    Raises OnlyForwards, and clock.ClockStands in production.
    """
    if until < start:
        raise OnlyForwards(f"予行の時計は {start:%Y-%m-%d %H:%M} にあります。それより前へは戻せません。")
    changed = dict.fromkeys(duties.DUTIES, 0)
    for at in steps(start, until):
        clock.move_to(at)
        now = duties.run_all()
        changed = {name: changed[name] + now[name] for name in changed}
        said(at, now)
    return changed


def steps(start: datetime, until: datetime) -> Iterator[datetime]:
    """`start`, each six hours after it, and `until`; in Japan time."""
    at = start.astimezone(clock.JAPAN)
    while at < until:
        yield at
        at += STEP
    yield until


def resume() -> datetime | None:
    """Set a moved clock back to where the duties last ran: a demo goes on where it stopped. None if it was never moved."""
    last = DutyRun.objects.aggregate(last=Max("legal_at"))["last"]
    if last is None or not clock.is_moved():
        return None
    clock.move_to(last)
    return last.astimezone(clock.JAPAN)
