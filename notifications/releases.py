"""Letting go: mass sending waits until a second person has approved it (design 6). Opening payouts does not wait.

A release lets go what was counted and seen, and a few that come later (`LATE_ONES`). Whatever is more waits, as the
next round of its kind, until somebody asks and another person looks again.
"""

from collections.abc import Collection

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from config import clock
from notifications.models import Message, Release, kind_and_round
from notifications.waiting import who_changed_contacts
from trail import persons
from trail.record import record


class NeedsAnotherPerson(Exception):
    """Who asked for a release cannot approve it."""


class LoadedIt(NeedsAnotherPerson):
    """Nor can who loaded a file that says where it goes."""


class NothingToApprove(Exception):
    """Nobody asked for this release, or it is approved already."""


class OtherCount(Exception):
    """Other messages wait than the second person saw."""


class NothingToPause(Exception):
    """It is not approved, or paused already."""


class NotPaused(Exception):
    """It goes on already."""


class NoReason(Exception):
    """Who stops a sending, or lets it go on, says why."""


def ask(*, scheme: str, what: str, who: str) -> Release:
    """Ask for a release; the first to ask stands. `scheme` is the slug."""
    values = {"made_by": who, "made_at": clock.now()}
    with transaction.atomic():
        release, is_new = Release.objects.get_or_create(scheme=scheme, what=what, defaults=values)
        if is_new:
            record("release asked for", who=who, about=release, scheme=scheme, what=what)
    return release


def approve(*, scheme: str, what: str, who: str, seen: int | None = None) -> Release:
    """Let it go. `seen`: how many messages the page said; None where nobody looks. How many wait is on the trail.

    Raises NeedsAnotherPerson, LoadedIt, NothingToApprove, OtherCount.
    """
    with transaction.atomic():
        _one_at_a_time(scheme, what)
        release = Release.objects.select_for_update().filter(scheme=scheme, what=what, approved_at=None).first()
        if release is None:
            raise NothingToApprove(what)
        if persons.are_one(release.made_by, who):
            raise NeedsAnotherPerson(what)
        if any(persons.are_one(loader, who) for loader in who_changed_contacts(scheme, what)):
            raise LoadedIt(what)
        waiting = Message.objects.filter(scheme=scheme, release=what, state__in=Message.WAITING).count()
        if seen not in (None, waiting):
            raise OtherCount(waiting)
        release.approved_by, release.approved_at = who, clock.now()
        release.save(update_fields=["approved_by", "approved_at"])
        record("released", who=who, about=release, scheme=scheme, what=what, messages=waiting)
    return release


def round_for(*, scheme: str, kind: str, more: int) -> str:
    """The release for which `more` messages of a kind, about to be written in the caller's transaction, wait.

    It is let go already while few came late; they are counted here.
    """
    _one_at_a_time(scheme, kind)
    newest = _rounds(scheme, kind).last()
    if newest is None:
        return kind
    if newest.approved_at is None or not more:
        return newest.what
    if newest.late + more > newest.late_ones:
        return f"{kind}/{kind_and_round(newest.what)[1] + 1}"
    newest.late += more
    newest.save(update_fields=["late"])
    return newest.what


def _rounds(scheme: str, kind: str) -> QuerySet[Release]:
    """Every release of a kind, locked, the oldest first."""
    of_kind = Q(what=kind) | Q(what__startswith=f"{kind}/")
    return Release.objects.select_for_update().filter(of_kind, scheme=scheme).order_by("pk")


def _one_at_a_time(scheme: str, what: str) -> None:
    """Who writes and who counts what waits do so one after the other, until their transactions end."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{scheme} {kind_and_round(what)[0]}"])


def pause(*, release_id: int, who: str, reason: str) -> None:
    """Stop a kind of mass sending, all of its rounds: what waits stays where it is. What a worker has just taken still
    leaves.

    Raises NothingToPause, NoReason.
    """
    if not reason.strip():
        raise NoReason
    with transaction.atomic():
        going = [one for one in _rounds_beside(release_id) if one.approved_at and not one.paused_at]
        if release_id not in [one.pk for one in going]:
            raise NothingToPause(release_id)
        for release in going:
            _pause(release, who, reason.strip())


def resume(*, release_id: int, who: str, reason: str) -> None:
    """Let a paused kind go on, all of its rounds. Raises NotPaused, NoReason."""
    if not reason.strip():
        raise NoReason
    with transaction.atomic():
        paused = [one for one in _rounds_beside(release_id) if one.paused_at]
        if release_id not in [one.pk for one in paused]:
            raise NotPaused(release_id)
        for release in paused:
            _resume(release, who, reason.strip())


def pause_all(*, scheme: str, kinds: Collection[str], who: str, reason: str) -> None:
    """Stop these kinds of a scheme's mass sending; what a person has paused stays that person's. In the caller's
    transaction.
    """
    going = Release.objects.select_for_update().filter(scheme=scheme, approved_at__isnull=False, paused_at=None)
    for release in going.order_by("pk"):
        if release.kind in kinds:
            _pause(release, who, reason)


def resume_all(*, scheme: str, paused_by: str, who: str, reason: str) -> None:
    """Let go on what `paused_by` has stopped, and nothing else. In the caller's transaction."""
    paused = Release.objects.select_for_update().filter(scheme=scheme, paused_at__isnull=False, paused_by=paused_by)
    for release in paused.order_by("pk"):
        _resume(release, who, reason)


def _pause(release: Release, who: str, reason: str) -> None:
    release.paused_at, release.paused_by, release.pause_reason = clock.now(), who, reason
    release.save(update_fields=["paused_at", "paused_by", "pause_reason"])
    record("sending paused", who=who, about=release, what=release.what, reason=reason)


def _resume(release: Release, who: str, reason: str) -> None:
    release.paused_at, release.paused_by, release.pause_reason = None, "", ""
    release.save(update_fields=["paused_at", "paused_by", "pause_reason"])
    record("sending resumed", who=who, about=release, what=release.what, reason=reason)


def _rounds_beside(release_id: int) -> QuerySet[Release]:
    """The release and the others of its kind, locked."""
    release = Release.objects.get(pk=release_id)
    return _rounds(release.scheme, kind_and_round(release.what)[0])
