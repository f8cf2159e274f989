"""Saying what a cancellation that names no payment belongs to, where we gave a payment of the coupon back (case 29).

Two persons say it, whatever it is: an answer stands for ever, and each moves yen. If it is of what we gave back, that
is reversed, because the shop's own cancellation stands: the payment is given back once; where the yen are out already,
used in shops or on a payout, it is reversed all the same. If it is of something else, both are paid. It stands here
because the reversal does (payouts/incident_undoing.py).

It may be of several payments: then each has its share, in yen, and together they are all of it.
"""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce

from claims.doubtful import given_back
from claims.models import Incident, IncidentPayment
from config import clock
from coupons.models import CancellationAnswer, CancellationOpinion, Coupon, Entry, Scheme
from coupons.reinstatement import MoreThanTaken
from payouts import entitlements, incident_undoing
from trail import persons
from trail.record import record


class NotInQuestion(Exception):
    """Somebody has said it already, or nothing of the coupon is given back any more."""


class NotItsPayment(Exception):
    """A payment that is not one of the coupon's."""


class SaidAlready(Exception):
    """One has said so oneself, and another is to say the same."""


class SharesDiffer(Exception):
    """Of several payments, but not each with a share, or the shares are not together what was cancelled."""


class NoReason(Exception):
    """What it belongs to is said with what shows it."""


def in_question(scheme: Scheme) -> QuerySet[Entry]:
    """The cancellations that wait for a person, the oldest first."""
    entries = Entry.objects.filter(pk__in=_ids(scheme)).select_related("coupon__scheme", "store")
    return entries.order_by("occurred_at", "pk")


def opinions(cancelled: Entry) -> list[CancellationOpinion]:
    """What each person has said of it last, the first first, as long as the coupon's ledger is what it was then."""
    said = {one.who: one for one in _said(cancelled).order_by("pk")}
    return sorted(said.values(), key=lambda one: one.pk)


def settle(
    *,
    entry_id: int,
    payment_id: int | None,
    shares: dict[int, int] | None = None,
    why: str,
    by: User,
    at: datetime | None = None,
) -> CancellationAnswer | CancellationOpinion:
    """The cancellation belongs to `payment_id`, or to several by their `shares` (yen by payment), or (neither) to no
    payment that was given back: an opinion, until another person says the same. Then what reports of (B) gave back of
    its payments beyond what they took is reversed; where nothing is, both stand and will be paid.

    Raises NotInQuestion, NotItsPayment, SharesDiffer, NoReason, SaidAlready, MoreThanTaken, leases.WithAColleague.
    """
    at = at or clock.now()
    if not why.strip():
        raise NoReason
    with transaction.atomic():
        cancelled = Entry.objects.select_related("scheme").get(pk=entry_id)
        entitlements.lock(cancelled.scheme_id)
        Coupon.objects.select_for_update(of=("self",), no_key=True).get(pk=cancelled.coupon_id)
        if entry_id not in _ids(cancelled.scheme):
            raise NotInQuestion
        of = _payments(cancelled, shares or ({payment_id: cancelled.amount_yen} if payment_id is not None else {}))
        said = {"entry": cancelled, "why": why.strip(), "who": by.get_username(), "at": at, **_as_said(of)}
        first = next((one for one in opinions(cancelled) if _seconds(one, of, by)), None)
        if first is None:
            return _noted(said, of)
        _make_room(of, why, by, at)
        return _answered(said, first.who)


def payments_of(one: CancellationAnswer | CancellationOpinion) -> dict[Entry, int]:
    """The payments that it names, with the yen of the cancellation that are of each."""
    if one.payment:
        return {one.payment: one.entry.amount_yen}
    found = Entry.objects.select_related("store").in_bulk([int(pk) for pk in one.shares])
    return {payment: one.shares[str(pk)] for pk, payment in sorted(found.items())}


def _payments(cancelled: Entry, of: dict[int, int]) -> dict[Entry, int]:
    """Raises NotItsPayment, SharesDiffer."""
    found = Entry.objects.filter(pk__in=of, coupon=cancelled.coupon_id, kind=Entry.Kind.PAYMENT).in_bulk()
    if len(found) != len(of):
        raise NotItsPayment
    if of and (min(of.values()) < 1 or sum(of.values()) != cancelled.amount_yen):
        raise SharesDiffer
    return {found[pk]: of[pk] for pk in sorted(of)}


def _as_said(of: dict[Entry, int]) -> dict:
    if len(of) < 2:
        return {"payment": next(iter(of), None), "shares": {}}
    return {"payment": None, "shares": {str(payment.pk): yen for payment, yen in of.items()}}


def _seconds(one: CancellationOpinion, of: dict[Entry, int], by: User) -> bool:
    return payments_of(one) == of and not persons.are_one(one.who, by.get_username())


def _said(cancelled: Entry) -> QuerySet[CancellationOpinion]:
    rows = CancellationOpinion.objects.filter(entry=cancelled, newest_entry=_newest(cancelled))
    return rows.select_related("payment__store")


def _newest(cancelled: Entry) -> Entry:
    return Entry.objects.filter(coupon=cancelled.coupon_id).latest("pk")


def _ids(scheme: Scheme) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("select entry_id from cancellation_in_question where scheme_id = %s", [scheme.pk])
        return [pk for (pk,) in cursor.fetchall()]


def _make_room(of: dict[Entry, int], why: str, by: User, at: datetime) -> None:
    """What reports gave back of the payments gives way, the latest first, until the cancellation has room."""
    reports = Incident.objects.filter(payments__payment__in=of, payments__reversal=None)
    for report in list(reports.distinct().order_by("-pk")):
        back = given_back(payment.pk for payment in of)
        more = {payment.pk: back[payment.pk] + yen + payment.amount_yen for payment, yen in of.items()}
        its = set(report.payments.filter(reversal=None).values_list("payment", flat=True))
        too_much = {pk: yen for pk, yen in more.items() if pk in its and yen > 0}
        if too_much:
            incident_undoing.give_way(incident_id=report.pk, too_much=too_much, why=why, by=by, at=at)


def takes_back(opinion: CancellationOpinion) -> bool:
    """Whether it is of a payment that we gave back, and there is no room for both: then ours gives way."""
    return any(
        _given_back_by_reports(of.pk) and given_back([of.pk])[of.pk] + yen > -of.amount_yen
        for of, yen in payments_of(opinion).items()
    )


def _given_back_by_reports(payment_id: int) -> int:
    standing = IncidentPayment.objects.filter(payment=payment_id, reversal=None)
    return standing.aggregate(yen=Coalesce(Sum("amount_yen"), 0))["yen"]


def _noted(said: dict, of: dict[Entry, int]) -> CancellationOpinion:
    """Raises SaidAlready, MoreThanTaken."""
    cancelled = said["entry"]
    if any(one.who == said["who"] and payments_of(one) == of for one in opinions(cancelled)):
        raise SaidAlready
    for payment, yen in of.items():
        by_shops = given_back([payment.pk])[payment.pk] - _given_back_by_reports(payment.pk)
        if by_shops + yen > -payment.amount_yen:
            raise MoreThanTaken
    opinion = CancellationOpinion.objects.create(**said, newest_entry=_newest(cancelled))
    record("opinion on a cancellation", who=said["who"], about=cancelled, **_for_the_trail(of))
    return opinion


def _for_the_trail(of: dict[Entry, int]) -> dict:
    pks = [payment.pk for payment in of]
    return {"payment": pks[0] if len(pks) == 1 else pks or None}


def _answered(said: dict, first_who: str) -> CancellationAnswer:
    try:
        with transaction.atomic():
            answer = CancellationAnswer.objects.create(**said, first_who=first_who)
    except IntegrityError as refusal:
        if refusal.__cause__.diag.constraint_name == "no_more_is_given_back_than_was_taken":
            raise MoreThanTaken from refusal
        raise
    of = _for_the_trail(payments_of(answer))
    record("cancellation settled", who=said["who"], about=said["entry"], **of)  # why: on the answer
    return answer
