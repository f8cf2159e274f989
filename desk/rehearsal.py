"""A rehearsal (予行): the clock moves in steps of six hours, and every duty runs at each (design 7)."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import DatabaseError, connection
from django.db.models import Max

from config import clock
from coupons import usable_until
from coupons.models import Scheme
from desk import duties
from notifications import releases
from notifications.waiting import not_asked_for
from payouts import opening, reminding
from trail.models import DutyRun

STEP = timedelta(hours=6)
RELEASES = (opening.RELEASE, usable_until.RELEASE, *reminding.RELEASES)


class OnlyForwards(Exception):
    """A rehearsal never goes back: what was decided at a later time would stand in the future."""


def start_of(scheme: Scheme, given: datetime | None) -> datetime:
    """Where a rehearsal begins: as given, or at the moved clock, or at the end of the outage."""
    here = clock.now() if clock.is_moved() else None
    start = (given or here or scheme.outage_until).astimezone(clock.JAPAN)
    if here and start < here:
        raise OnlyForwards(f"予行の時計は {here:%Y-%m-%d %H:%M} まで進んでいます。")
    return start


def release(scheme: Scheme) -> None:
    """Let go what waits for a second person, as a rehearsal may: both persons are the rehearsal's."""
    for what in RELEASES:
        _let_go(scheme.slug, what)


def _let_go(scheme: str, what: str) -> None:
    releases.ask(scheme=scheme, what=what, who="rehearsal")
    with suppress(releases.NothingToApprove):
        releases.approve(scheme=scheme, what=what, who="rehearsal, second person")


def _let_go_more(scheme: Scheme) -> int:
    """What has come since, as the next round; and send it. How many messages were."""
    more = [group.what for group in not_asked_for() if group.scheme == scheme.slug]
    for what in more:
        _let_go(scheme.slug, what)
    return duties.DUTIES["send_messages"]() if more else 0


def rehearse(
    *,
    start: datetime,
    until: datetime,
    let_go: Scheme | None = None,
    said: Callable[[datetime, dict[str, int]], None] = lambda at, changed: None,
) -> dict[str, int]:
    """Move the clock from `start` to `until` and run every duty at each step. Returns the rows each changed.

    `let_go`: the scheme whose mass sending a second person would have to approve. Raises OnlyForwards, and
    clock.ClockStands in production.
    """
    until = max(until, start) if until.date() == start.date() else until  # there already: the day's duties once more
    if until < start:
        raise OnlyForwards(f"予行の時計は {start:%Y-%m-%d %H:%M} にあります。それより前へは戻せません。")
    _take_the_only_place()
    try:
        return _walk(start, until, let_go, said)
    finally:
        _leave_it()


def _walk(
    start: datetime, until: datetime, let_go: Scheme | None, said: Callable[[datetime, dict[str, int]], None]
) -> dict[str, int]:
    """The way itself, for who has the only place."""
    clock.move_to(start)
    if let_go:
        release(let_go)
    changed = dict.fromkeys(duties.DUTIES, 0)
    for at in steps(start, until):
        clock.move_to(at)
        now = duties.run_all()
        if let_go:
            now["send_messages"] += _let_go_more(let_go)
        changed = {name: changed[name] + now[name] for name in changed}
        said(at, now)
    return changed


def _take_the_only_place() -> None:
    """Two rehearsals at once would push the clock to and fro. Held by the session: a killed command's ends with it."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(hashtext('rehearsal'))")
        if not cursor.fetchone()[0]:
            raise OnlyForwards("別の予行が動いています。終わるまでお待ちください。")


def _leave_it() -> None:
    """Also for a process that lives on with its connection, as tests do. A broken connection has let go already."""
    with suppress(DatabaseError), connection.cursor() as cursor:
        cursor.execute("select pg_advisory_unlock(hashtext('rehearsal'))")


def steps(start: datetime, until: datetime) -> Iterator[datetime]:
    """`start`, each six hours after it, and `until`; in Japan time."""
    at = start.astimezone(clock.JAPAN)
    while at < until:
        yield at
        at += STEP
    yield until


def resume() -> datetime | None:
    """Set a moved clock back to where the duties last ran: a demo goes on where it stopped. None if never moved."""
    last = DutyRun.objects.aggregate(last=Max("legal_at"))["last"]
    if last is None or not clock.is_moved():
        return None
    clock.move_to(last)
    return last.astimezone(clock.JAPAN)
