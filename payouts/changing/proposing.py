"""A change of a scheme: asked for by one person, confirmed by another, void once the scheme has moved on."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from claims.cases import mark_of
from config import clock
from coupons.models import Scheme, SchemeChange, SchemeVersion
from payouts import entitlements
from payouts.changing.effects import effects
from payouts.changing.wanted import Effect, Wanted, from_json, wanted
from payouts.models import BrandSetting
from trail import persons
from trail.record import record

State = SchemeChange.State


class NothingNew(Exception):
    """All values are as they are."""


class NoReason(Exception):
    """A change says why."""


class Forbidden(Exception):
    """It would break what has happened already: `effects`."""

    def __init__(self, effects: list[Effect]):
        self.effects = effects


class OtherEffects(Exception):
    """What would happen is not any more what was shown: look again."""


class SamePerson(Exception):
    """Who asked for it does not confirm it."""


class AlreadySettled(Exception):
    """It was confirmed, refused, withdrawn, or is void."""


def ask(*, wish: Wanted, by: User, reason: str, seen: str, at: datetime | None = None) -> SchemeChange:
    """Ask a second person. `seen`: the mark of the effects that were shown.

    Raises NothingNew, NoReason, Forbidden, OtherEffects, ValidationError (dates out of order).
    """
    at = at or clock.now()
    if not wish.fields:
        raise NothingNew
    if not reason.strip():
        raise NoReason
    wish.after.validate_constraints()
    with transaction.atomic():
        found = effects(wish, at)
        _must_be_as_seen(wish, found, seen)
        asked = SchemeChange.objects.create(
            scheme=wish.scheme,
            brand=_brand(wish),
            values=wish.values,
            base=newest_version(wish.scheme),
            reason=reason.strip(),
            effects=[effect.words for effect in found],
            made_by=by,
            made_at=at,
        )
        record(
            "change of the scheme asked for",
            who=by.get_username(),
            about=wish.scheme,
            change=asked.pk,
            what=list(wish.fields),
        )
    return asked


def confirm(*, change_id: int, by: User, seen: str, at: datetime | None = None) -> SchemeChange:
    """The second person lets it be; or finds it void, because the scheme has changed since: its `state` says which.

    Raises SamePerson, AlreadySettled, Forbidden, OtherEffects, ValidationError.
    """
    at = at or clock.now()
    with transaction.atomic():
        asked = _locked(change_id)
        if persons.are_one(asked.made_by.get_username(), by.get_username()):
            raise SamePerson
        if is_stale(asked):
            return _settle(asked, State.STALE, by, at)
        wish = wish_of(asked)
        _must_be_as_seen(wish, effects(wish, at), seen)
        wish.after.validate_constraints()
        _settle(asked, State.CONFIRMED, by, at)
        _write(wish, asked)
    return asked


def refuse(*, change_id: int, by: User, answer: str = "", at: datetime | None = None) -> SchemeChange:
    """All stays as it was; who asked takes it back this way, without an answer. Raises AlreadySettled, NoReason."""
    at = at or clock.now()
    with transaction.atomic():
        asked = _locked(change_id)
        own = asked.made_by_id == by.pk
        if not own and not answer.strip():
            raise NoReason
        asked.answer = answer.strip()
        _settle(asked, State.WITHDRAWN if own else State.REFUSED, by, at)
    return asked


def wish_of(asked: SchemeChange) -> Wanted:
    """What it would change now."""
    row = BrandSetting if asked.brand else Scheme
    new = {name: from_json(row, name, value) for name, (_old, value) in asked.values.items()}
    return wanted(asked.scheme, asked.brand, new)


def is_stale(asked: SchemeChange) -> bool:
    return newest_version(asked.scheme) != asked.base


def newest_version(scheme: Scheme) -> int:
    newest = SchemeVersion.objects.filter(scheme=scheme).order_by("-pk").values_list("pk", flat=True)
    return newest.first() or 0


def mark_of_effects(wish: Wanted, found: Sequence[Effect]) -> str:
    """What the person has seen: the values and each effect with its counts."""
    return mark_of(_brand(wish), sorted(wish.values.items()), [effect.words for effect in found])


def _brand(wish: Wanted) -> str:
    return "" if wish.before is wish.scheme else wish.after.brand


def _must_be_as_seen(wish: Wanted, found: list[Effect], seen: str) -> None:
    if any(effect.forbids for effect in found):
        raise Forbidden(found)
    if mark_of_effects(wish, found) != seen:
        raise OtherEffects


def _locked(change_id: int) -> SchemeChange:
    """The scheme first, and for everybody: nothing is frozen, opened, released or filed while its dates are judged."""
    scheme_id = SchemeChange.objects.values_list("scheme_id", flat=True).get(pk=change_id)
    entitlements.lock(scheme_id)
    Scheme.objects.select_for_update().get(pk=scheme_id)
    rows = SchemeChange.objects.select_for_update(of=("self",), no_key=True)
    asked = rows.select_related("scheme", "made_by").get(pk=change_id)
    if asked.state != State.WAITING:
        raise AlreadySettled(asked.state)
    return asked


def _settle(asked: SchemeChange, state: str, by: User, at: datetime) -> SchemeChange:
    asked.state, asked.settled_by, asked.settled_at = state, by, at
    asked.save(update_fields=["state", "settled_by", "settled_at", "answer"])
    who = asked.made_by.get_username()
    record(f"change of the scheme {state}", who=by.get_username(), about=asked.scheme, change=asked.pk, asked_by=who)
    return asked


def _write(wish: Wanted, asked: SchemeChange) -> None:
    """The row, and by trigger its version, which names the change."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('hosho.scheme_change', %s, true)", [str(asked.pk)])
    if wish.after.pk is None:  # a brand that had no row: it is written as it was, and then changed
        wish.before.save()
        wish.after.pk = wish.before.pk
        wish.after._state.adding = False
    wish.after.save(update_fields=wish.fields)
    with connection.cursor() as cursor:
        cursor.execute("select set_config('hosho.scheme_change', '', true)")


__all__ = ["ValidationError", "ask", "confirm", "is_stale", "mark_of_effects", "refuse", "wish_of"]
