"""Of case (B), what takes two persons, and who may be the second (design 5; decisions.md "Case B").

The database asks the same again, whatever the program believes (trigger `an_incident_is_approved_as_it_was_restored`),
but for the shop's own sum, a colleague's place, and how much goes to one place.
"""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from claims import incident_claims
from claims.doubtful import doubtful
from claims.models import Incident, IncidentDecision, StoreConfirmation
from coupons.models import Entry, Extension
from trail import persons

LIMIT_YEN = 3_000  # more for one coupon takes a second person (ux B7; ours)
Why = IncidentDecision.Why
Result = StoreConfirmation.Result


class SamePerson(Exception):
    """Who decided does not approve it as the second person."""


class OwnHand(Exception):
    """Who said where it goes (took the call, entered the claim, corrected the contact, attached the coupon) does not
    approve that it goes there.
    """


def why_two(
    incident: Incident, chosen: Iterable[tuple[Entry, int, bool]], by: User, at: datetime
) -> list[IncidentDecision.Why]:
    """Why one person is not enough for the payments `chosen`, each with its yen and whether that was typed."""
    scheme, chosen = incident.scheme, list(chosen)
    reasons = {
        Why.TYPED: any(typed for _payment, _yen, typed in chosen),
        Why.LIMIT: made_owed(incident, sum(yen for _payment, yen, _typed in chosen)) > LIMIT_YEN,
        Why.GROUND: incident.ground == "X",
        Why.WINDOW: any(
            not scheme.outage_from <= payment.occurred_at < scheme.outage_until for payment, _yen, _typed in chosen
        ),
        Why.DESTINATION: incident_claims.wants_another_look(incident, at),
        Why.HAND: _is_one_of(incident_claims.hands(incident), by),
        Why.NO_SHOP: any(payment.store_id is None for payment, _yen, _typed in chosen),
        Why.SHOP_YEN: _shop_names_other_yen(incident, sum(yen for _payment, yen, _typed in chosen)),
        Why.RECORDS: _is_one_of(_who_wrote(incident, Result.RECORDS), by),
        Why.ANSWER: _is_one_of(_who_wrote(incident, Result.AGREES), by),
    }
    return [why for why, holds in reasons.items() if holds]


def _shop_names_other_yen(incident: Incident, given_back: int) -> bool:
    """Whether the sum in the shop's own record (notice 2.B2) is neither what would be given back nor what would then
    be left of its payments: a shop names what it was not paid for, or what it sold.
    """
    named = StoreConfirmation.objects.filter(incident=incident).values_list("store_yen", flat=True).first()
    if named is None:
        return False
    shops = (None, incident.store_id)
    taken = sum(one.left_yen for one in doubtful(incident) if one.payment.store_id in shops)
    return named not in (given_back, taken - given_back)


def _who_wrote(incident: Incident, result: StoreConfirmation.Result) -> set[int]:
    """Who wrote down what the approval stands on: nobody else has heard the shop say it."""
    found = StoreConfirmation.objects.filter(incident=incident, result=result)
    return set(found.values_list("settled_by", flat=True))


def must_be_another(incident: Incident, made: IncidentDecision, by: User) -> None:
    """Raises SamePerson, OwnHand."""
    if _is_one_of({made.made_by_id}, by):
        raise SamePerson
    if _is_one_of(incident_claims.hands(incident), by):
        raise OwnHand


def _is_one_of(users: set[int], by: User) -> bool:
    """Whether an account of theirs is this person's, as far as anybody can tell (trail/persons.py)."""
    names = User.objects.filter(pk__in=users).values_list("username", flat=True)
    return any(persons.are_one(name, by.get_username()) for name in names)


def made_owed(incident: Incident, yen: int) -> int:
    """Yen that case (B) makes owed on the coupon in all, once `yen` more are given back: what all its reports give
    back (a limit is none if it can be had twice), and with it the balance that only (B) covers.
    """
    approved = Incident.objects.filter(coupon=incident.coupon_id, state=Incident.State.APPROVED)
    given = approved.aggregate(yen=Coalesce(Sum("approved_yen"), 0))["yen"]
    if Extension.objects.filter(coupon=incident.coupon_id, ground=Extension.Ground.A).exists():
        return given + yen
    return max(given, _balance(incident)) + yen


def _balance(incident: Incident) -> int:
    """By what counts for the freeze, and what was given back since."""
    counts = Q(counts_at__lt=incident.scheme.usable_until) | Q(kind__in=[Entry.Kind.REINSTATEMENT, Entry.Kind.REVERSAL])
    rows = Entry.objects.filter(counts, coupon=incident.coupon_id)
    return rows.aggregate(yen=Coalesce(Sum("amount_yen"), 0))["yen"]
